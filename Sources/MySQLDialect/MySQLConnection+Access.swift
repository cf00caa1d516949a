import DialectKit
import SQLText

/// What the user may do with our tables is asked by trying what cannot happen: an EXPLAIN takes the
/// privileges of the statement it explains (https://mariadb.com/kb/en/explain/), and DDL that names
/// something that is nowhere fails after its privileges were checked.
///
/// The tables of privileges in `information_schema` do not tell: roles, PUBLIC and patterns of database
/// names are left to whoever reads them.
extension MySQLConnection {
  func obstacle(to uses: [TableUse]) throws(DatabaseError) -> AccessObstacle? {
    let row = try query("SELECT CURRENT_USER(), DATABASE()").first
    let account = row?[0].text ?? ""
    var obstacle = AccessObstacle(user: account)
    let grantee = self.grantee(account)
    for use in uses {
      let database = use.table.schema ?? Identifier(row?[1].text ?? "")
      let hasDatabase = try use.table.schema.map { (schema) throws(DatabaseError) in
        try hasSchema(schema)
      }
      var missing: [TableUse.Operation] = []
      for operation in use.operations {
        switch try refusal(of: probe(operation, use, isInNewDatabase: hasDatabase == false)) {
        case .privilege: missing.append(operation)
        case .readOnly:
          obstacle.note("the server is read-only: use the primary's address")
          return obstacle
        case nil: break
        }
      }
      guard !missing.isEmpty else { continue }
      let quotedDatabase = try dialect.quote(database)
      let place =
        hasDatabase == false ? "*" : try dialect.quote(use.table.name)
      obstacle.note(
        "no \(missing.words) on \(database).\(use.table.name)",
        .statement("GRANT \(missing.words) ON \(quotedDatabase).\(place) TO \(grantee)"))
    }
    return obstacle.ifAny
  }

  private enum Refusal {
    case privilege, readOnly
  }

  /// Names that no table and no column has.
  private static let nowhere: SQLFragment = "aludel_is_not_here"

  /// A statement that changes nothing whether or not it is allowed.
  private func probe(
    _ operation: TableUse.Operation, _ use: TableUse, isInNewDatabase: Bool
  ) -> SQLFragment {
    let table: SQLFragment = "\(use.table)"
    switch operation {
    case .create:
      // A privilege on the one table does not make its database.
      let made: SQLFragment =
        if isInNewDatabase, let schema = use.table.schema {
          "\(schema)." + Self.nowhere
        } else {
          table
        }
      return "CREATE TABLE \(made) LIKE information_schema." + Self.nowhere
    case .alter: return "ALTER TABLE \(table) DROP COLUMN " + Self.nowhere
    case .select: return "EXPLAIN SELECT 1 FROM \(table)"
    case .insert: return "EXPLAIN INSERT INTO \(table) (\(use.column)) VALUES (NULL)"
    case .update: return "EXPLAIN UPDATE \(table) SET \(use.column) = NULL WHERE 1 = 0"
    case .delete: return "EXPLAIN DELETE FROM \(table) WHERE 1 = 0"
    }
  }

  /// How the server refuses it for the user's sake; nil for any other answer.
  private func refusal(of probe: SQLFragment) throws(DatabaseError) -> Refusal? {
    do {
      _ = try query(probe)
      return nil
    } catch {
      guard error.kind == .statement else { throw error }
      switch error.code {
      // Denied for a database, a table, a column, an operation.
      case "1044", "1142", "1143", "1227": return .privilege
      // --read-only; super_read_only says the same.
      case "1290": return .readOnly
      default: return nil
      }
    }
  }

  /// `ana@10.0.%` as a GRANT names it.
  func grantee(_ account: String) -> String {
    let at = account.lastIndex(of: "@") ?? account.endIndex
    let host = at == account.endIndex ? "%" : String(account[account.index(after: at)...])
    return dialect.literal(.text(String(account[..<at]))) + "@" + dialect.literal(.text(host))
  }
}
