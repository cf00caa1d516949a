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

extension AccessStatement {
  /// The words by which a statement says, alone or beside other things, who owns something or who may use
  /// it: `GRANT`, `ALTER TABLE … OWNER TO`. What a catalog's schema holds does not tell it again.
  ///
  /// - Returns: nil for all other statements.
  public static func words(in statement: SQLStatement, rules: LexicalRules) -> String? {
    let words = statement.keywords
    switch words.first {
    case "GRANT": return "GRANT"
    case "REVOKE": return "REVOKE"
    case "REASSIGN" where words.starts(with: ["REASSIGN", "OWNED"]): return "REASSIGN OWNED"
    case "SECURITY" where words.starts(with: ["SECURITY", "LABEL"]): return "SECURITY LABEL"
    case "ALTER" where words.starts(with: ["ALTER", "DEFAULT", "PRIVILEGES"]):
      return "ALTER DEFAULT PRIVILEGES"
    case "ALTER":
      return NameReader(statement, rules: rules)?.namesOwner == true ? "ALTER … OWNER TO" : nil
    case "CREATE" where words.starts(with: ["CREATE", "SCHEMA"]):
      return NameReader(statement, rules: rules)?.authorizes == true
        ? "CREATE SCHEMA … AUTHORIZATION" : nil
    default: return nil
    }
  }
}

extension NameReader {
  /// Whether `OWNER TO role` is one of the actions.
  fileprivate var namesOwner: Bool {
    var reader = self
    while let item = reader.next {
      switch item {
      case .sign(UInt8(ascii: "(")): reader.skipParentheses()
      // `RENAME owner TO keeper` is all that such a statement does.
      case .word("RENAME", _): return false
      default:
        if reader.take("OWNER", "TO"), reader.name() != nil { return true }
        reader.skip()
      }
    }
    return false
  }

  /// Whether `AUTHORIZATION role` stands behind `CREATE SCHEMA [IF NOT EXISTS] [name]`.
  fileprivate var authorizes: Bool {
    var reader = self
    guard reader.take("CREATE", "SCHEMA") else { return false }
    _ = reader.take("IF", "NOT", "EXISTS")
    if !reader.take("AUTHORIZATION") {
      guard reader.name() != nil, reader.take("AUTHORIZATION") else { return false }
    }
    return reader.name() != nil
  }

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
