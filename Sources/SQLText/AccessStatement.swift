/// A statement that says who owns something, or who may use it, and nothing else.
///
/// No schema is another one for that. On a scratch database such a statement is left out: its role may
/// not be there, and to grant a role, or anything on MariaDB, changes more than the database.
public enum AccessStatement: Hashable, Sendable {
  /// `ALTER … OWNER TO`.
  case ownership
  /// `GRANT`, `REVOKE`, `ALTER DEFAULT PRIVILEGES`.
  case privileges

  /// - Returns: nil for all other statements, also for an `ALTER` that does more.
  public static func of(_ statement: SQLStatement, rules: LexicalRules) -> AccessStatement? {
    switch statement.keywords.first {
    case "GRANT", "REVOKE": return .privileges
    case "ALTER" where statement.keywords.starts(with: ["ALTER", "DEFAULT", "PRIVILEGES"]):
      return .privileges
    case "ALTER":
      return NameReader(statement, rules: rules)?.endsInOwner == true ? .ownership : nil
    default: return nil
    }
  }
}

extension NameReader {
  /// Whether `OWNER TO role` is all that the statement does: one action, and no new name.
  fileprivate var endsInOwner: Bool {
    var reader = self
    var isOwner = false
    while let item = reader.next {
      isOwner = false
      switch item {
      case .sign(UInt8(ascii: "(")): reader.skipParentheses()
      case .sign(UInt8(ascii: ",")), .word("RENAME", _): return false
      default:
        if reader.take("OWNER", "TO") {
          isOwner = reader.name() != nil
        } else {
          reader.skip()
        }
      }
    }
    return isOwner
  }
}
