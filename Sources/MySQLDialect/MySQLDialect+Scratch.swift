public import DialectKit
public import SQLText

/// A database that was given for scratch work.
extension MySQLDialect {
  /// All privileges on databases with such names, where the error is one of access.
  public func remedy(
    afterRefusing error: DatabaseError, scratchPrefix prefix: String,
    over connection: any Connection
  ) -> Remedy? {
    guard ["1044", "1142", "1227"].contains(error.code),
      let connection = connection as? MySQLConnection,
      let account = try? connection.query("SELECT CURRENT_USER()").first?[0].text
    else { return nil }
    let pattern = prefix.replacing("_", with: "\\_") + "%"
    return .statement("GRANT ALL ON `\(pattern)`.* TO \(connection.grantee(account))")
  }

  /// Without a definer, who need not be there, and whom only some may name: it is blotted out.
  public func onScratch(_ statement: SQLStatement) -> SQLStatement? {
    guard AccessStatement.of(statement, rules: lexicalRules) == nil else { return nil }
    guard ["CREATE", "ALTER"].contains(statement.keywords.first),
      statement.keywords.contains("DEFINER")
    else { return statement }
    let bytes = Array(statement.text.utf8)
    let lexemes = statement.lexemes(rules: lexicalRules).filter {
      switch $0.kind {
      case .space, .comment, .executableMark: false
      default: true
      }
    }
    func word(_ index: Int) -> String? {
      guard lexemes.indices.contains(index), lexemes[index].kind == .word else { return nil }
      return String(decoding: bytes[lexemes[index].range], as: UTF8.self).uppercased()
    }
    func isSign(_ index: Int, _ sign: Character) -> Bool {
      lexemes.indices.contains(index) && lexemes[index].kind == .sign(sign.asciiValue ?? 0)
    }
    let kinds = ["VIEW", "TRIGGER", "FUNCTION", "PROCEDURE", "EVENT", "PACKAGE"]
    let head = lexemes.indices.prefix { word($0).map(kinds.contains) != true }
    guard let start = head.first(where: { word($0) == "DEFINER" && isSign($0 + 1, "=") })
    else { return statement }
    var end = start + 2
    if isSign(end + 1, "@") {
      end += 2
    } else if isSign(end + 1, "("), isSign(end + 2, ")") {
      end += 2
    }
    guard lexemes.indices.contains(end) else { return statement }
    var text = bytes
    for lexeme in lexemes[start...end] {
      for index in lexeme.range where text[index] != UInt8(ascii: "\n") {
        text[index] = UInt8(ascii: " ")
      }
    }
    var changed = statement
    changed.text = String(decoding: text, as: UTF8.self)
    return changed
  }

  /// Drops the database and makes it again: whoever may do anything with it may do that, too.
  public func emptyScratch(over connection: any Connection) throws(DatabaseError) {
    let rows = try connection.query(
      """
      SELECT schema_name, default_character_set_name, default_collation_name
      FROM information_schema.schemata WHERE schema_name = DATABASE()
      """)
    guard let row = rows.first, let name = row[0].text, let charset = row[1].text,
      let collation = row[2].text
    else { throw DatabaseError(.statement, message: "the session has no database to empty") }
    let database = Identifier(name)
    try connection.execute("DROP DATABASE \(database)")
    try connection.execute(
      """
      CREATE DATABASE \(database) CHARACTER SET \(Identifier(charset)) \
      COLLATE \(Identifier(collation))
      """)
    try connection.execute("USE \(database)")
  }
}
