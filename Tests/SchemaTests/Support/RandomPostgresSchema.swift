/// A made-up schema of PostgreSQL that can be edited and written down.
///
/// Everything that rests upon something goes with it, so that every text of it loads.
struct RandomPostgresSchema {
  /// Something beside the columns of a table: a constraint, an index, a trigger, a policy, a comment.
  struct Part {
    /// With `#` for its name and `@` for the table's.
    var text: String
    /// The columns of its table that it mentions.
    var columns: Set<String> = []
    /// The columns, views and functions elsewhere that it needs.
    var needs: Set<String> = []
  }

  struct Column {
    var name: String
    var type: String
    var rest: [String] = []
    /// The column that it is computed from.
    var base: String?
    var needs: Set<String> = []
  }

  struct Table {
    var columns: [Column]
    /// Inside of the parentheses.
    var constraints: [String: Part] = [:]
    /// Foreign keys by name.
    var foreignKeys: [String: Part] = [:]
    var indexes: [String: Part] = [:]
    var triggers: [String: Part] = [:]
    var policies: [String: Part] = [:]
    /// Statements about the table, by what they are about.
    var statements: [String: Part] = [:]
    var isUnlogged = false
    var parameters = ""
    /// The bounds of its partitions; nil for one that has none.
    var partitions: [String: String]?
    /// What it inherits from.
    var parent: String?

    var isPlain: Bool { partitions == nil && parent == nil }
  }

  /// A view, or a function whose body the server has read.
  struct Query {
    /// With `#` for its name.
    var text: String
    var needs: Set<String>
    var isMaterialized = false
    var isFunction = false
    /// Its indexes and comments, with `@` for its name.
    var statements: [String] = []
  }

  var tables: [String: Table] = [:]
  var queries: [(name: String, query: Query)] = []
  var enums: [String: [String]] = ["mood": ["sad", "ok"], "other.\"Level\"": ["low", "it's"]]
  var domains: [String: String] = [
    "d_num": "integer", "d_text": "text CHECK (VALUE <> '')", "other.d_num": "numeric(8,2)",
  ]
  var attributes: [String: String] = ["x": "integer", "\"Y\"": "text"]
  /// The types that an attribute has, or has had.
  var held: Set<String> = []
  var sequences: [String: String] = ["s1": "", "other.s2": "INCREMENT 5 MINVALUE 5"]
  /// The text behind the name of a function that takes and gives an integer.
  var functions: [String: String] = [:]
  var random: SplitMix
  /// Whether its tables have a row each, in which case nothing is NOT NULL.
  let hasRows: Bool

  init(seed: UInt64) {
    random = SplitMix(state: seed)
    hasRows = seed % 2 == 0
    functions = ["twice": Self.functionBodies[0], "other.\"Half\"": Self.functionBodies[1]]
    for name in ["a", "\"Order\"", "other.\"ü b\""] { tables[name] = table() }
    tables["parts"] = table()
    tables["parts"]?.partitions = [
      "parts_low": "FROM (MINVALUE) TO (10)", "other.parts_mid": "FROM (10) TO (20)",
    ]
    tables["kid"] = Table(columns: [column("k_1")], parent: "a")
    for _ in 0..<16 { edit() }
  }

  static let functionBodies = [
    "(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 2'",
    "(n integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN n / 2; END $$",
    "(n integer) RETURNS integer LANGUAGE sql IMMUTABLE RETURN n + 1",
    "(number integer) RETURNS integer LANGUAGE sql IMMUTABLE STRICT AS 'SELECT $1 * 3'",
    "(n integer, m integer DEFAULT 1) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 * $2'",
  ]

  // MARK: - Text

  var sql: String {
    var lines = ["CREATE SCHEMA other"]
    lines += enums.sorted { $0.key < $1.key }.map { name, values in
      let list = values.map { "'\($0.replacing("'", with: "''"))'" }.joined(separator: ", ")
      return "CREATE TYPE \(name) AS ENUM (\(list))"
    }
    lines += domains.sorted { $0.key < $1.key }.map { "CREATE DOMAIN \($0.key) AS \($0.value)" }
    let list = attributes.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    lines.append("CREATE TYPE pair AS (\(list.joined(separator: ", ")))")
    lines += sequences.sorted { $0.key < $1.key }.map { "CREATE SEQUENCE \($0.key) \($0.value)" }
    lines += functions.sorted { $0.key < $1.key }.map { "CREATE FUNCTION \($0.key)\($0.value)" }
    lines.append(
      "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$")
    let inOrder = tables.sorted {
      ($0.value.parent ?? "", $0.key) < ($1.value.parent ?? "", $1.key)
    }
    for (name, table) in inOrder { lines += statements(name, table) }
    for (name, table) in inOrder {
      lines += table.foreignKeys.sorted { $0.key < $1.key }.map {
        "ALTER TABLE \(name) ADD CONSTRAINT \($0.key) \($0.value.text)"
      }
    }
    for (name, query) in queries {
      lines.append(query.text.replacing("#", with: name))
      lines += query.statements.map { $0.replacing("@", with: name) }
    }
    for (name, table) in inOrder {
      let parts = [table.triggers, table.policies].flatMap { $0.sorted { $0.key < $1.key } }
      lines += parts.map {
        $0.value.text.replacing("#", with: $0.key).replacing("@", with: name)
      }
    }
    return lines.joined(separator: ";\n") + ";\n"
  }

  private func statements(_ name: String, _ table: Table) -> [String] {
    let lines =
      table.columns.map { ([$0.name, $0.type] + $0.rest).joined(separator: " ") }
      + table.constraints.sorted { $0.key < $1.key }.map {
        $0.key == "the_key" ? $0.value.text : "CONSTRAINT \($0.key) \($0.value.text)"
      }
    var create =
      "CREATE \(table.isUnlogged ? "UNLOGGED " : "")TABLE \(name) (\(lines.joined(separator: ", ")))"
    if let parent = table.parent { create += " INHERITS (\(parent))" }
    if table.partitions != nil { create += " PARTITION BY RANGE (id)" }
    if !table.parameters.isEmpty { create += " WITH (\(table.parameters))" }
    var statements = [create]
    statements += (table.partitions ?? [:]).sorted { $0.key < $1.key }.map {
      "CREATE TABLE \($0.key) PARTITION OF \(name) "
        + ($0.value == "DEFAULT" ? $0.value : "FOR VALUES \($0.value)")
    }
    statements += [table.indexes, table.statements].flatMap { $0.sorted { $0.key < $1.key } }.map {
      $0.value.text.replacing("#", with: $0.key).replacing("@", with: name)
    }
    return statements
  }

  /// One row a table, null wherever it can be.
  var rows: String {
    guard hasRows else { return "" }
    return tables.sorted { $0.key < $1.key }.compactMap { name, table in
      guard table.parent == nil else { return nil }
      let plain = table.columns.filter {
        $0.base == nil && !$0.rest.contains { $0.contains("IDENTITY") }
      }
      let names = plain.map(\.name).joined(separator: ", ")
      let values = plain.map { $0.name == "id" ? "1" : "NULL" }.joined(separator: ", ")
      return "INSERT INTO \(name) (\(names)) VALUES (\(values));\n"
    }.joined()
  }
}
