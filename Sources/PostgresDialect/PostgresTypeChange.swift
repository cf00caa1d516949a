/// What becomes of the values of a column whose type changes.
///
/// Types are as `format_type` writes them: `character varying(20)`, `public.mood[]`.
struct PostgresTypeChange: Hashable, Sendable {
  /// The expression after `USING`, with `%` for the column; nil where an assignment does it.
  var using: String?
  /// Whether every value of the old type fits into the new one.
  var isWidening: Bool
  /// Whether values may be cut or rounded without an error.
  var isLossy = false
  /// Whether the table stays as it is on disk.
  var isFree = false

  init(from old: String, to new: String) {
    let (from, to) = (Parts(old), Parts(new))
    using = nil
    isWidening = false
    guard from.dimensions == to.dimensions else {
      using = "%::text::\(new)"
      return
    }
    if from.name == to.name {
      compareLimits(from, to)
      return
    }
    if let ranks = Self.ranks(from.name, to.name) {
      isWidening = ranks.from < ranks.to && to.limits.isEmpty
      isLossy = ranks.from > ranks.to && ranks.from >= 3
      return
    }
    switch (Self.family(of: from.name), Self.family(of: to.name)) {
    case (.text, .text):
      isWidening = to.limits.isEmpty || (to.limits[0] >= from.limits.first ?? .max)
      isFree = to.name != "character" && from.name != "character" && isWidening
    case (_, .text):
      isWidening = to.limits.isEmpty
    case (.time, .time):
      isLossy = !(from.name == "date" || to.name == "timestamp with time zone")
      isWidening = !isLossy
    case (.json, .json), (.bits, .bits), (.network, .network): isWidening = !isLossy
    case (.text, _): using = "%::\(new)"
    case (.integer, .boolean), (.boolean, .integer):
      let isBig = to.name == "bigint" || to.name == "smallint"
      if from.name == "integer" || to.name == "integer" {
        using = "%::\(new)"
      } else {
        using = isBig ? "%::integer::\(new)" : "%::integer::boolean"
      }
    default: using = "%::text" + String(repeating: "[]", count: from.dimensions) + "::\(new)"
    }
  }

  /// Whether values of the two types can be compared without a cast.
  static func isComparable(_ left: String, _ right: String) -> Bool {
    let (left, right) = (Parts(left), Parts(right))
    guard left.dimensions == 0, right.dimensions == 0 else { return false }
    if left.name == right.name || ranks(left.name, right.name) != nil { return true }
    let families = (family(of: left.name), family(of: right.name))
    return families == (.text, .text) || families == (.time, .time)
  }

  private mutating func compareLimits(_ old: Parts, _ new: Parts) {
    if new.limits.isEmpty {
      isWidening = true
      isFree = old.name != "character"
      return
    }
    guard old.limits.count == new.limits.count else { return }
    switch old.name {
    case "numeric":
      let integral = (old.limits[0] - old.limits[1], new.limits[0] - new.limits[1])
      isLossy = new.limits[1] < old.limits[1]
      isWidening = !isLossy && integral.1 >= integral.0
      isFree = isWidening && new.limits[1] == old.limits[1]
    default:
      isWidening = new.limits[0] >= old.limits[0]
      isLossy = !isWidening && Self.family(of: old.name) == .time
      isFree = isWidening && old.name != "character"
    }
  }

  private enum Family { case text, time, json, bits, network, integer, boolean, other }

  private static func family(of name: String) -> Family {
    switch name {
    case "text", "character varying", "character", "name": .text
    case "date", "timestamp without time zone", "timestamp with time zone": .time
    case "json", "jsonb": .json
    case "bit", "bit varying": .bits
    case "inet", "cidr": .network
    case "smallint", "integer", "bigint": .integer
    case "boolean": .boolean
    default: .other
    }
  }

  /// The places of two numeric types in the order in which the server widens them.
  private static func ranks(_ old: String, _ new: String) -> (from: Int, to: Int)? {
    let order = ["smallint", "integer", "bigint", "numeric", "real", "double precision"]
    guard let from = order.firstIndex(of: old), let to = order.firstIndex(of: new) else {
      return nil
    }
    return (from, to)
  }

  /// `numeric(10,2)[]` as `numeric`, 10 and 2, one dimension.
  private struct Parts {
    var name: String
    var limits: [Int] = []
    var dimensions = 0

    init(_ type: String) {
      var text = type[...]
      while text.hasSuffix("[]") {
        text = text.dropLast(2)
        dimensions += 1
      }
      name = String(text)
      // `timestamp(3) without time zone` has them inside; a quoted name may hold anything.
      guard !text.hasPrefix("\""), let open = text.firstIndex(of: "("),
        let close = text[open...].firstIndex(of: ")")
      else { return }
      let numbers = text[text.index(after: open)..<close].split(separator: ",")
      limits = numbers.compactMap { Int($0.filter { $0.isNumber }) }
      guard limits.count == numbers.count else {
        limits = []
        return
      }
      name = String(text[..<open] + text[text.index(after: close)...])
    }
  }
}
