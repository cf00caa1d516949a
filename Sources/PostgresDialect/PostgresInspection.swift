import DialectKit
import SQLText
import SchemaModel

/// One reading of a database's catalog: a fixed number of statements, each for a family of objects.
struct PostgresInspection {
  let connection: any Connection
  /// The server's major version.
  let version: Int64
  let scope: InspectionScope

  /// What was read so far, in the order of reading.
  var objects: [SchemaObject] = []
  /// Where in `objects` a thing of the catalog is; columns by the table's address and their number.
  var places: [PostgresAddress: Int] = [:]
  /// What is no object of its own but belongs to one: an index to its constraint, an array to its
  /// element's type.
  var aliases: [PostgresAddress: PostgresAddress] = [:]
  /// What an extension has brought, and the extension.
  var members: [PostgresAddress: PostgresAddress] = [:]
  var comments: [PostgresAddress: String] = [:]

  /// What is known to be asked, with its answers; each is taken once.
  private var answers: [String: [Row]] = [:]
  /// What was asked, where nothing is answered: nil otherwise.
  private var questions: [String]?

  init(
    _ connection: any Connection, _ scope: InspectionScope
  ) throws(DatabaseError) {
    self.connection = connection
    self.scope = scope
    let major = connection.server.version.prefix { $0.isNumber }
    guard let version = Int64(major), version >= 12 else {
      throw DatabaseError(
        .statement,
        message: "schemas are read from PostgreSQL 12 on, and this is \(connection.server)"
      )
    }
    self.version = version
  }

  /// Reads everything, each object after the one that it is a part of.
  mutating func read() throws(DatabaseError) -> SchemaSnapshot {
    // What is asked of every database is what is asked of an empty one; it is sent together.
    var rehearsal = self
    rehearsal.questions = []
    try rehearsal.readAll()
    let questions = rehearsal.questions ?? []
    let known = try connection.queryAll(questions.map { SQLFragment(verbatim: $0) })
    answers = Dictionary(zip(questions, known)) { first, _ in first }
    try readAll()
    return SchemaSnapshot(objects)
  }

  private mutating func readAll() throws(DatabaseError) {
    try readComments()
    try readMembers()
    try readSchemas()
    try readTypes()
    try readSequences()
    try readTables()
    try readColumns()
    try readConstraints()
    try readViews()
    try readIndexes()
    try readRoutines()
    try readTriggers()
    try readPolicies()
    try readStatistics()
    try readOthers()
    try readDependencies()
  }

  mutating func insert(_ object: SchemaObject, at address: PostgresAddress) {
    var object = object
    if let comment = comments[address] { object[.comment] = comment }
    places[address] = objects.count
    objects.append(object)
  }

  /// Notes a constraint or an index that the table at a place has from its parent.
  mutating func noteInherited(_ part: PostgresInheritedPart, at place: Int) {
    let lines = (objects[place][.inheritedParts] ?? "").split(separator: "\n") + [part.line[...]]
    objects[place][.inheritedParts] = lines.sorted().joined(separator: "\n")
  }

  mutating func query(_ sql: String) throws(DatabaseError) -> [Row] {
    guard questions == nil else {
      questions?.append(sql)
      return []
    }
    if let known = answers.removeValue(forKey: sql) { return known }
    return try connection.query(SQLFragment(verbatim: sql))
  }

  // MARK: - What all queries share

  /// A condition for the schemas that are read; `n` is `pg_namespace`.
  var isInScope: String {
    let own = "n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'"
    guard let schemas = scope.schemas else { return own }
    let patterns = schemas.map { "n.nspname LIKE " + PostgresName.literal(Self.likePattern($0)) }
    return own + " AND (" + (patterns.isEmpty ? "false" : patterns.joined(separator: " OR ")) + ")"
  }

  private static func likePattern(_ pattern: String) -> String {
    var text = ""
    for scalar in pattern.unicodeScalars {
      switch scalar {
      case "*": text += "%"
      case "?": text += "_"
      case "%", "_", "\\": text += "\\" + String(scalar)
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  /// A condition that leaves out what an extension has brought.
  func isOwn(_ catalog: PostgresCatalog, _ oid: String) -> String {
    """
    NOT EXISTS (SELECT FROM pg_depend member WHERE member.classid = \(catalog.rawValue)
      AND member.objid = \(oid) AND member.deptype = 'e')
    """
  }

  // MARK: - Comments, extensions, schemas

  private mutating func readComments() throws(DatabaseError) {
    let rows = try query(
      """
      SELECT classoid, objoid, objsubid, description FROM pg_description
      WHERE objoid >= 16384 OR classoid = \(PostgresCatalog.namespace.rawValue)
      """)
    for row in rows {
      comments[PostgresAddress(row[0], row[1], row[2])] = row[3].text
    }
  }

  private mutating func readMembers() throws(DatabaseError) {
    let rows = try query(
      """
      SELECT classid, objid, refobjid FROM pg_depend
      WHERE deptype = 'e' AND refclassid = \(PostgresCatalog.extension.rawValue)
      """)
    for row in rows {
      members[PostgresAddress(row[0], row[1])] = PostgresAddress(.extension, row[2])
    }
  }

  /// `public` is left out: every new database has it, and so has the one for the desired schema. So is
  /// what lives in `pg_catalog`, as plpgsql does.
  private mutating func readSchemas() throws(DatabaseError) {
    let schemas = try query(
      """
      SELECT n.oid, n.nspname FROM pg_namespace n
      WHERE \(isInScope) AND n.nspname <> 'public' AND \(isOwn(.namespace, "n.oid"))
      """)
    for row in schemas {
      insert(
        SchemaObject(ObjectID(.schema, row[1].text ?? "")), at: PostgresAddress(.namespace, row[0]))
    }
    // The comment comes with the extension; only another one is worth telling.
    let extensions = try query(
      """
      SELECT x.oid, x.extname, n.nspname, (SELECT a.comment FROM pg_available_extensions() a
        WHERE a.name = x.extname)
      FROM pg_extension x JOIN pg_namespace n ON n.oid = x.extnamespace WHERE \(isInScope)
      """)
    for row in extensions {
      let address = PostgresAddress(.extension, row[0])
      if comments[address] == row[3].text { comments[address] = nil }
      insert(
        SchemaObject(
          ObjectID(.extension, row[1].text ?? ""), [.schemaName: row[2].text]),
        at: address)
    }
  }
}

extension SQLValue {
  /// A boolean of the server.
  var isTrue: Bool { self == .integer(1) }

  /// Text that is worth a fact: nil for null and for empty text.
  var fact: String? { text.flatMap { $0.isEmpty ? nil : $0 } }

  /// A fact that says only that something holds.
  func flag(_ value: String = "yes") -> String? { isTrue ? value : nil }
}
