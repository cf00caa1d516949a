import Foundation
import Testing

/// Two schemas of one engine, with rows, as the files in `Pairs` hold them.
///
///     -- case: a column gets a default
///     -- current
///     CREATE TABLE t (a integer);
///     -- rows
///     INSERT INTO t VALUES (1);
///     -- desired
///     CREATE TABLE t (a integer DEFAULT 5);
///     -- rename: t.a=t.b
///     -- refused: words of the refusal
///     -- lossy
///     -- same
struct SchemaPair: Sendable, CustomTestStringConvertible {
  var name: String
  var current = ""
  var rows = ""
  var desired = ""
  /// Old and new path of what is renamed.
  var renames: [(String, String)] = []
  /// What the refusal must say, where no plan is expected.
  var refusal: String?
  /// Whether rows may be lost on the way up or down.
  var isLossy = false
  /// Whether nothing may differ.
  var isSame = false

  /// Whether an option or a comment says that something gets another name.
  var hasRenames: Bool { !renames.isEmpty || desired.contains("renamed from:") }

  var testDescription: String { name }
}

/// A file of pairs.
struct PairFile: Sendable, CustomTestStringConvertible {
  var name: String
  var pairs: [SchemaPair]

  var testDescription: String { name }

  /// All files for a dialect, by name.
  static func all(for dialect: String) -> [PairFile] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Pairs/\(dialect)")
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.filter { $0.hasSuffix(".sql") }.sorted().compactMap { file in
      (try? String(contentsOf: folder.appending(path: file), encoding: .utf8)).map {
        PairFile(name: file, pairs: pairs(in: $0))
      }
    }
  }

  static func pairs(in text: String) -> [SchemaPair] {
    var pairs: [SchemaPair] = []
    var section: WritableKeyPath<SchemaPair, String>?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("-- case: ") {
        pairs.append(SchemaPair(name: String(line.dropFirst(9))))
        section = nil
        continue
      }
      guard !pairs.isEmpty else { continue }
      let last = pairs.count - 1
      switch line {
      case "-- current": section = \.current
      case "-- rows": section = \.rows
      case "-- desired": section = \.desired
      case "-- lossy": pairs[last].isLossy = true
      case "-- same": pairs[last].isSame = true
      case let line where line.hasPrefix("-- refused: "):
        pairs[last].refusal = String(line.dropFirst(12))
      case let line where line.hasPrefix("-- rename: "):
        let paths = line.dropFirst(11).split(separator: "=").map(String.init)
        if paths.count == 2 { pairs[last].renames.append((paths[0], paths[1])) }
      default:
        if let section { pairs[last][keyPath: section] += line + "\n" }
      }
    }
    return pairs
  }
}
