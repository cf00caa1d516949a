import DialectKit
import Revisions
import SQLText
import Spelling

/// The name of the version table, which the engine must be able to have.
extension DatabaseBuilder {
  func resolveVersionTable(
    _ settings: DatabaseSettings, _ dialect: any Dialect,
    _ database: WorkspaceLayout.EffectiveDatabase
  ) -> QualifiedName {
    if let table = settings.versionTable {
      if table.value.utf8.contains(UInt8(ascii: ".")) {
        problems.add(
          .badName, at: table.position, "version_table must be a name without a dot",
          advice: "give the schema as version_table_schema")
      }
      // Its history table has the longer name.
      if let limit = dialect.traits.maximumIdentifierLength?
        .shortened(by: VersionTableNames.historySuffix), !limit.allows(table.value)
      {
        problems.add(
          .badName, at: table.position,
          "version_table is longer than \(limit), too long for \(dialect.traits.displayName)")
      } else if let reason = dialect.refusal(ofTable: table.value) {
        problems.add(.badName, at: table.position, "version_table cannot be used: \(reason)")
      }
    }
    if let schema = settings.versionTableSchema {
      if !dialect.traits.hasSchemas {
        problems.add(
          .badValue, at: schema.position,
          "version_table_schema has no meaning for database \"\(database.name)\": "
            + "\(dialect.traits.displayName) has no schemas",
          advice: "give it only to the databases that have schemas")
      } else if let limit = dialect.traits.maximumIdentifierLength, !limit.allows(schema.value) {
        problems.add(
          .badName, at: schema.position,
          "version_table_schema is longer than \(limit), "
            + "too long for \(dialect.traits.displayName)")
      } else if let reason = dialect.refusal(of: schema.value) {
        problems.add(
          .badName, at: schema.position, "version_table_schema cannot be used: \(reason)")
      }
    }
    return QualifiedName(
      schema: settings.versionTableSchema.map { Identifier($0.value) },
      name: Identifier(settings.versionTable?.value ?? VersionTableNames.standard))
  }
}

/// The names of the tables that a run writes.
package enum VersionTableNames {
  package static let standard = "aludel_version"
  /// The journal stands beside the version table under its name with this.
  package static let historySuffix = "_history"
}

extension Dialect {
  /// Why the engine cannot have an object of that name.
  fileprivate func refusal(of name: String) -> String? {
    do {
      _ = try quote(Identifier(name))
      return nil
    } catch { return error.message }
  }

  fileprivate func refusal(ofTable name: String) -> String? {
    if let prefix = traits.reservedTablePrefix, name.lowercased().hasPrefix(prefix) {
      return "names that begin with \(prefix) are \(traits.displayName)'s own"
    }
    return refusal(of: name)
  }
}
