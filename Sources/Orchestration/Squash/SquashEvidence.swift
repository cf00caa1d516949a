import DialectKit
import MigrationFiles
import Revisions
import SQLText
import SchemaModel

/// On what evidence a squash stands for its originals, as its header says it behind `proof`.
///
/// Digests are the first 32 hexadecimal digits of a SHA-256.
struct SquashEvidence: Hashable, Sendable {
  /// Of all that the originals build: every fact of every object, rows and counters. The catalog of
  /// another version may write the same definition in other words.
  var contents: String
  /// Of what every version writes alike: which objects there are, rows and counters.
  var outline: String
  /// Of the originals' sections.
  var originals: String
  /// Of the squash's own sections.
  var body: String
  /// The server on which it was proven: `PostgreSQL 15.18`.
  var server: String

  private enum Key: String, CaseIterable {
    case contents, outline, originals, body
  }

  init(_ chain: SquashWork.Chain, originals: String, body: String, rules: any SchemaRules) {
    let kept = chain.after.removing(columns: chain.unstable.after.columns)
    contents = kept.digest(rules)
    outline = kept.digest(nil)
    self.originals = originals
    self.body = body
    server = chain.server.description
  }

  /// Nil for what no squash of ours has written.
  init?(_ text: String) {
    let words = text.split(separator: " ")
    guard let end = words.firstIndex(of: "on") else { return nil }
    server = words[(end + 1)...].joined(separator: " ")
    var values: [Key: String] = [:]
    for word in words[..<end] {
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let key = Key(rawValue: parts[0]) else { return nil }
      values[key] = parts[1]
    }
    guard let contents = values[.contents], let outline = values[.outline],
      let originals = values[.originals], let body = values[.body]
    else { return nil }
    (self.contents, self.outline) = (contents, outline)
    (self.originals, self.body) = (originals, body)
  }

  /// As it stands in the file.
  var text: String {
    "contents=\(contents) outline=\(outline) originals=\(originals) body=\(body) on \(server)"
  }

  fileprivate static func digest(_ text: String) -> String {
    String(Checksum(of: Array(text.utf8)[...]).hexadecimal.prefix(32))
  }
}

extension RevisionFile {
  /// A digest of all that the file's sections do.
  func sectionsDigest(rules: LexicalRules) throws(AludelError) -> String {
    let body: RevisionBody
    do { body = try self.body(rules: rules) } catch { throw .revisionFiles(error.problems) }
    return SquashEvidence.digest(
      [body.upgrade, body.downgrade].map { section in
        section.map { "\($0.checksum) \($0.transaction) \($0.suspendsForeignKeys)" } ?? "none"
      }.joined(separator: "\n") + "\n\(irreversible ?? "")")
  }
}

extension RevisionStream {
  /// A digest of what the originals' sections do; nil when one of them has no file.
  func originalsDigest(of squash: [RevisionID]) throws(AludelError) -> String? {
    var text = ""
    for id in squash.sorted() {
      guard let file = files[id] else { return nil }
      text += "\(id) \(try file.sectionsDigest(rules: dialect.lexicalRules))\n"
    }
    return SquashEvidence.digest(text)
  }
}

extension DatabaseContents {
  /// The same without columns, or whole tables, that are named as `UnstableCells.columns` names them.
  func removing(columns names: [String]) -> DatabaseContents {
    guard !names.isEmpty else { return self }
    let names = Set(names)
    var contents = self
    for (object, stored) in rows {
      if names.contains(object.path) {
        contents.rows[object] = nil
        contents.counters.removeAll { $0.object == object || $0.object.owner == object.name }
        continue
      }
      let kept = stored.source.columns.filter { !names.contains("\(object.path).\($0.name)") }
      guard kept.count < stored.columns.count else { continue }
      contents.rows[object]?.rows = stored.only(kept.map(\.name))
      contents.rows[object]?.source.columns = kept
    }
    return contents
  }

  /// A digest of all that is compared: the same for the same contents.
  ///
  /// - Parameter rules: which facts count; nil for none, which leaves the objects' names.
  fileprivate func digest(_ rules: (any SchemaRules)?) -> String {
    var text = ""
    for object in schema.sorted {
      text += "\(object.id)\n"
      guard let rules else { continue }
      for (fact, value) in object.facts
      where rules.comparison(of: fact, in: object.id.kind) != .ignored {
        text += "  \(fact): \(value)\n"
      }
    }
    for table in rows.keys.sorted() {
      guard let stored = rows[table] else { continue }
      text += "rows of \(table): \(stored.columns)\n"
      text += stored.rows.map { "  \($0)\n" }.sorted().joined()
    }
    for counter in counters.sorted(by: { $0.object < $1.object }) {
      text += "\(counter.object) stands at \(counter.value)\n"
    }
    return SquashEvidence.digest(text)
  }
}
