import SQLText
import SchemaModel

extension SchemaObject {
  /// A function, procedure or package, from what `SHOW CREATE` prints. Its text is as somebody wrote it.
  init(
    program kind: ObjectKind, _ name: String, definition: String, sqlMode: String,
    in database: String
  ) throws(MySQLTokens.Unknown) {
    self.init(ObjectID(kind, name), [.sqlMode: Self.meaningful(sqlMode)])
    var tokens = MySQLTokens(definition, in: database)
    try tokens.expect("CREATE")
    try tokens.skipDefiner()
    if tokens.take("AGGREGATE") { self[.prefix] = "AGGREGATE" }
    for word in kind.name.split(separator: " ") { try tokens.expect(word.uppercased()) }
    // In the quotes of its own mode.
    _ = try tokens.any()
    self[.definition] = tokens.rawRest(from: tokens.index)
    if kind == .packageBody { dependencies = [ObjectID(.package, name)] }
  }

  /// The modes that change how a body is read or what it does wherever it is called from: others only
  /// decide which errors there are, and are the session's.
  static func meaningful(_ sqlMode: String) -> String? {
    let modes = sqlMode.split(separator: ",").filter { Self.parsingModes.contains(String($0)) }
    return modes.isEmpty ? nil : modes.joined(separator: ",")
  }

  private static let parsingModes: Set<String> = [
    "ANSI_QUOTES", "PIPES_AS_CONCAT", "IGNORE_SPACE", "NO_BACKSLASH_ESCAPES", "ORACLE", "MSSQL",
    "DB2", "MAXDB", "POSTGRESQL", "ANSI", "HIGH_NOT_PRECEDENCE", "REAL_AS_FLOAT",
    "NO_UNSIGNED_SUBTRACTION", "PAD_CHAR_TO_FULL_LENGTH", "SIMULTANEOUS_ASSIGNMENT",
    "EMPTY_STRING_IS_NULL", "TIME_ROUND_FRACTIONAL", "TIME_TRUNCATE_FRACTIONAL",
  ]

  /// A sequence, without its position.
  init(
    sequence name: String, definition: String, in database: String
  ) throws(MySQLTokens.Unknown) {
    self.init(ObjectID(.sequence, name))
    var tokens = MySQLTokens(definition, in: database)
    try tokens.expect("CREATE", "SEQUENCE")
    _ = try tokens.name()
    if tokens.take("AS") { self[.type] = tokens.text(try tokens.skip { $0 == .word("START") }) }
    var options: [String] = []
    while !tokens.isAtEnd, tokens.next != .word("ENGINE") {
      let start = tokens.index
      tokens.index += 1
      options.append(tokens.text(start..<start + 1))
    }
    self[.definition] = options.joined(separator: " ")
    try tokens.readOptions(of: &self, collations: [:])
  }

  /// An event, from what `SHOW CREATE EVENT` prints.
  ///
  /// - Parameters:
  ///   - invented: whether the server made its `STARTS` up, for lack of one.
  ///   - timeZone: where its times are, if elsewhere than in a session of ours.
  init(
    event name: String, definition: String, sqlMode: String, timeZone: String?, invented: Bool,
    in database: String
  ) throws(MySQLTokens.Unknown) {
    self.init(
      ObjectID(.event, name), [.sqlMode: Self.meaningful(sqlMode), .timeZone: timeZone])
    var tokens = MySQLTokens(definition, in: database)
    try tokens.expect("CREATE")
    try tokens.skipDefiner()
    try tokens.expect("EVENT")
    _ = try tokens.any()
    try tokens.expect("ON", "SCHEDULE")
    let ends: [MySQLTokens.Kind] = ["STARTS", "ENDS", "ON"].map { .word($0) }
    self[.schedule] = tokens.text(try tokens.skip(until: ends.contains))
    if tokens.take("STARTS") {
      let starts = tokens.text(try tokens.skip(until: ends.contains))
      self[.starts] = (invented ? "~" : "") + starts
    }
    if tokens.take("ENDS") { self[.ends] = tokens.text(try tokens.skip(until: ends.contains)) }
    try tokens.expect("ON", "COMPLETION")
    if !tokens.take("NOT", "PRESERVE") {
      try tokens.expect("PRESERVE")
      self[.completion] = "PRESERVE"
    }
    if !tokens.take("ENABLE") {
      let state = tokens.text(
        try tokens.skip { $0 == .word("COMMENT") || $0 == .word("DO") })
      self[.state] = state
    }
    if tokens.take("COMMENT") { self[.comment] = try tokens.any() }
    try tokens.expect("DO")
    self[.definition] = tokens.rawRest(from: tokens.index)
  }
}
