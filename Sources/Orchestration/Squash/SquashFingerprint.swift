import DialectKit
import MigrationFiles
import SchemaModel

extension DatabaseContents {
  /// A digest of all that is compared: 64 hexadecimal digits, the same for the same contents read from
  /// servers of one version.
  func fingerprint(_ rules: any SchemaRules) -> String {
    var text = ""
    for object in schema.sorted {
      text += "\(object.id)\n"
      for (fact, value) in object.facts
      where rules.comparison(of: fact, in: object.id.kind) != .ignored {
        text += "  \(fact): \(value)\n"
      }
    }
    for table in rows.keys.sorted() {
      guard let contents = rows[table] else { continue }
      text += "rows of \(table): \(contents.columns)\n"
      text += contents.rows.map { "  \($0)\n" }.sorted().joined()
    }
    for counter in counters.sorted(by: { $0.object < $1.object }) {
      text += "\(counter.object) stands at \(counter.value)\n"
    }
    return Checksum(of: Array(text.utf8)[...]).hexadecimal
  }
}
