/// Storage parameters as the catalog keeps them: `fillfactor=70, autovacuum_enabled=false`.
enum PostgresStorageParameters {
  /// Without what the server notes there for itself: since the minor releases of November 2026 every
  /// column has a `pg_attver`, which pg_dump leaves out, too.
  static func chosen(_ text: String?) -> String? {
    guard let text, !text.isEmpty else { return nil }
    let chosen = text.split(separator: ", ").filter { !$0.hasPrefix("pg_attver=") }
    return chosen.isEmpty ? nil : chosen.joined(separator: ", ")
  }

  static func pairs(_ text: String?) -> [(name: String, value: String)] {
    (text ?? "").split(separator: ", ").map { pair in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
    }
  }

  /// `(fillfactor = 70)`; nil when there are none.
  static func list(_ text: String?) -> String? {
    let pairs = pairs(text)
    guard !pairs.isEmpty else { return nil }
    return "(" + pairs.map(assignment).joined(separator: ", ") + ")"
  }

  /// `SET (…)` and `RESET (…)`, as far as there is something to set and to reset.
  static func clauses(from old: String?, to new: String?) -> [String] {
    let (before, after) = (pairs(old), pairs(new))
    let set = after.filter { pair in !before.contains { $0 == pair } }
    let gone = before.filter { pair in !after.contains { $0.name == pair.name } }
    var clauses: [String] = []
    if !set.isEmpty { clauses.append("SET (\(set.map(assignment).joined(separator: ", ")))") }
    if !gone.isEmpty { clauses.append("RESET (\(gone.map(\.name).joined(separator: ", ")))") }
    return clauses
  }

  private static func assignment(_ pair: (name: String, value: String)) -> String {
    let isWord = pair.value.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "."), UInt8(ascii: "_"):
        true
      default: false
      }
    }
    let isPlain = isWord && !pair.value.isEmpty
    return "\(pair.name) = \(isPlain ? pair.value : PostgresName.literal(pair.value))"
  }
}
