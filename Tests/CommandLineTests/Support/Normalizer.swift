import Foundation

/// Replaces what differs between two runs or two machines by words of the same width.
struct Normalizer {
  /// The transcript as typed: what stands there stays, the rest of the ids is random.
  let script: String
  /// Real values and what to show for them, longest first.
  var words: [(String, String)]
  private var ids: [String: String] = [:]

  init(script: String, words: [(String, String)]) {
    self.script = script
    self.words = words
  }

  mutating func normalize(_ text: String) -> String {
    var text = text
    for (word, replacement) in words {
      text = text.replacingOccurrences(of: word, with: replacement)
    }
    text = text.replacing(/\d{4}-\d\d-\d\d([T ])\d\d:\d\d:\d\d(\.\d+)?(Z|\+00)?/) {
      "2026-01-02\($0.1)03:04:05\($0.3 ?? "")"
    }
    text = text.replacing(/\b20\d{6}_\d{4}_/, with: "20260102_0304_")
    text = text.replacing(/\b\d+ ms\b/, with: "N ms")
    text = text.replacing(/"milliseconds":\d+/, with: "\"milliseconds\":0")
    text = text.replacing(/\b(pid|process|session|backend) \d+/) { "\($0.1) N" }
    text = text.replacing(/\b(kill |KILL |pg_terminate_backend\()\d+/) { "\($0.1)N" }
    text = text.replacing(/\buser [^ ]+ cannot/, with: "user [USER] cannot")
    text = text.replacing(/end it on [^ :]+: kill/, with: "end it on [HOST]: kill")
    text = text.replacing(/, user [^ ,]+, host [^ ,]+/, with: ", user [USER], host [HOST]")
    text = text.replacing(/\b(SQLite|PostgreSQL|MariaDB) \d+(\.\d+)+/) { match in
      // A table stays a table: the version is as wide as it was here.
      let version = String(match.0.dropFirst(match.1.count + 1))
      return "\(match.1) " + String(version.map { $0.isNumber ? "9" : $0 })
    }
    for match in text.matches(of: /[0-9A-Za-z]+/) where match.0.count == 12 {
      let id = String(match.0)
      guard id.allSatisfy({ $0.isHexDigit && !$0.isUppercase }), !script.contains(id) else {
        continue
      }
      if ids[id] == nil { ids[id] = "random" + String(format: "%06d", ids.count + 1) }
    }
    for (id, replacement) in ids { text = text.replacingOccurrences(of: id, with: replacement) }
    return orderedByDatabase(text)
  }

  /// Databases work at the same time, so lines about different ones may stand in any order: here they
  /// are told one database after the other.
  private func orderedByDatabase(_ text: String) -> String {
    var lines = text.components(separatedBy: "\n")
    func database(_ line: String) -> Substring? {
      line.firstMatch(of: /^ +(?:applied|undone|failed) +(\S+)/)?.1
        ?? line.firstMatch(of: /^\{.*"database":"(.*?)".*"type":"(step|database)_/)?.1
    }
    var start = 0
    while start < lines.count {
      let end = lines[start...].firstIndex { database($0) == nil } ?? lines.count
      let sorted = lines[start..<end].enumerated().sorted {
        let (left, right) = (database($0.element) ?? "", database($1.element) ?? "")
        return left == right ? $0.offset < $1.offset : left < right
      }
      lines.replaceSubrange(start..<end, with: sorted.map(\.element))
      start = end + 1
    }
    return lines.joined(separator: "\n")
  }
}
