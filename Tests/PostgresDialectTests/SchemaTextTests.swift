import SchemaModel
import Testing

@testable import PostgresDialect

@Suite struct SchemaTextTests {
  @Test(arguments: [
    ("users", "users"), ("Users", "\"Users\""), ("a\"b", "\"a\"\"b\""), ("1st", "\"1st\""),
    ("select", "\"select\""), ("name", "name"), ("ü", "\"ü\""), ("", "\"\""), ("_x1", "_x1"),
  ])
  func quotesOnlyWhatMustBe(name: String, sql: String) {
    #expect(PostgresName.quoted(name) == sql)
  }

  @Test(arguments: [
    ("a", "(a)"), ("(a > 1)", "(a > 1)"), ("(a) OR (b)", "((a) OR (b))"),
    ("(a = ')')", "(a = ')')"), ("(\"(\" = 1) ", "((\"(\" = 1) )"), ("", "()"),
  ])
  func enclosesOnce(expression: String, enclosed: String) {
    #expect(PostgresExpression.enclosed(expression) == enclosed)
  }

  @Test(arguments: [
    ("'2026-11-21 17:40:29.123456'::timestamp without time zone", true),
    ("'17:40:29.5+00'::time with time zone", true),
    ("'2020-01-01 00:00:00'::timestamp without time zone", false),
    ("'2020-01-01'::date", false), ("now()", false), ("'12:00.5'::text", false),
  ])
  func knowsWhatWasFolded(expression: String, isFolded: Bool) {
    #expect(PostgresFoldedDefault.isFolded(expression) == isFolded)
  }

  @Test(
    arguments: [
      (nil, nil), ("", nil), ("n_distinct=5", "n_distinct=5"), ("pg_attver=22183600", nil),
      ("pg_attver=22183600, n_distinct=5", "n_distinct=5"),
      (
        "n_distinct=5, pg_attver=7, n_distinct_inherited=-0.5",
        "n_distinct=5, n_distinct_inherited=-0.5"
      ),
    ] as [(String?, String?)])
  func leavesOutWhatTheServerNotes(options: String?, chosen: String?) {
    #expect(PostgresStorageParameters.chosen(options) == chosen)
  }

  /// What stands after USING, and whether values always fit (w), may be cut (l), stay on disk (f).
  static let typeChanges: [(String, String, String?, String)] = [
    ("integer", "bigint", nil, "w"), ("bigint", "integer", nil, ""),
    ("integer", "numeric", nil, "w"),
    ("numeric", "integer", nil, "l"), ("numeric(10,2)", "numeric(12,2)", nil, "wf"),
    ("numeric(10,2)", "numeric(10,1)", nil, "l"), ("numeric(10,2)", "numeric", nil, "wf"),
    ("character varying(10)", "character varying(20)", nil, "wf"),
    ("character varying(10)", "character varying(5)", nil, ""),
    ("character varying(10)", "text", nil, "wf"), ("text", "character varying(5)", nil, ""),
    ("integer", "text", nil, "w"), ("public.mood", "text", nil, "w"),
    ("text", "date", "%::date", ""),
    ("text", "public.mood", "%::public.mood", ""), ("integer", "boolean", "%::boolean", ""),
    ("bigint", "boolean", "%::integer::boolean", ""),
    ("boolean", "bigint", "%::integer::bigint", ""),
    ("public.a", "public.b", "%::text::public.b", ""),
    ("public.a[]", "public.b[]", "%::text[]::public.b[]", ""),
    ("date", "timestamp without time zone", nil, "w"),
    ("timestamp without time zone", "date", nil, "l"),
    ("timestamp(3) without time zone", "timestamp(6) without time zone", nil, "wf"),
    ("timestamp(6) without time zone", "timestamp(3) without time zone", nil, "l"),
    ("json", "jsonb", nil, "w"), ("\"a(1)\"", "\"a(2)\"", "%::text::\"a(2)\"", ""),
  ]

  @Test(arguments: typeChanges)
  func typesChange(old: String, new: String, using: String?, traits: String) {
    let change = PostgresTypeChange(from: old, to: new)
    #expect(change.using == using)
    let found =
      (change.isWidening ? "w" : "") + (change.isLossy ? "l" : "") + (change.isFree ? "f" : "")
    #expect(found == traits)
  }

  @Test(arguments: [
    ("'a', 'b'", "'a', 'x', 'b', 'y'", ["'x' AFTER 'a'", "'y'"]),
    ("'a'", "'y', 'x', 'a'", ["'y' BEFORE 'a'", "'x' AFTER 'y'"]),
    ("", "'a', 'b'", ["'a'", "'b'"]), ("'a, '' b'", "'a, '' b', 'c'", ["'c'"]),
  ])
  func enumsGrow(old: String, new: String, added: [String]) throws {
    let change = PostgresEnumeration(from: Self.enumeration(old), to: Self.enumeration(new))
    let statements = try change.statements(SchemaSnapshot(), SchemaSnapshot())
    #expect(statements.map(\.text) == added.map { "ALTER TYPE public.e ADD VALUE " + $0 })
    #expect(statements.filter { !$0.needsAutocommit }.isEmpty)
  }

  @Test(arguments: [("'a', 'b'", "'b', 'a'"), ("'a', 'b'", "'b'"), ("'a'", "")])
  func enumsAreMadeAnew(old: String, new: String) {
    #expect(!PostgresEnumeration.canGrow(from: Self.enumeration(old), to: Self.enumeration(new)))
  }

  private static func enumeration(_ values: String) -> SchemaObject {
    SchemaObject(ObjectID(.enumeration, schema: "public", "e"), [.values: values])
  }

  @Test func inheritedPartsFitOnALine() {
    let part = PostgresInheritedPart(
      isConstraint: true, name: "a\tb", definition: "CHECK ((c <> E'\\n\n'))")
    #expect(!part.line.contains("\n"))
    #expect(PostgresInheritedPart(line: part.line[...]) == part)
  }

  static let parameterChanges: [(String?, String?, [String])] = [
    (nil, "fillfactor=70", ["SET (fillfactor = 70)"]), ("a=1", nil, ["RESET (a)"]),
    ("a=1, b=x", "a=2, c=Y z", ["SET (a = 2, c = 'Y z')", "RESET (b)"]), ("a=1", "a=1", []),
  ]

  @Test(arguments: parameterChanges)
  func parametersChange(old: String?, new: String?, clauses: [String]) {
    #expect(PostgresStorageParameters.clauses(from: old, to: new) == clauses)
  }

  @Test func renames() throws {
    func sql(
      _ kind: ObjectKind, owner: String? = nil, _ name: String, signature: String? = nil
    ) throws -> [String] {
      let id = ObjectID(kind, schema: "public", owner: owner, name)
      let object = SchemaObject(id, [.signature: signature])
      return try PostgresSchemaRules().rename(object, to: "New").map(\.text)
    }
    let column = try sql(.column, owner: "t", "a")
    #expect(column == ["ALTER TABLE public.t RENAME COLUMN a TO \"New\""])
    let value = try sql(.enumerationValue, owner: "e", "it's")
    #expect(value == ["ALTER TYPE public.e RENAME VALUE 'it''s' TO 'New'"])
    let key = try sql(.primaryKey, owner: "t", "t_pkey")
    #expect(key == ["ALTER TABLE public.t RENAME CONSTRAINT t_pkey TO \"New\""])
    let function = try sql(.function, "f(integer)", signature: "public.f(integer)")
    #expect(function == ["ALTER FUNCTION public.f(integer) RENAME TO \"New\""])
    #expect(throws: SchemaRefusal.self) { try sql(.extension, "citext") }
  }
}
