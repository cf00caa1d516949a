import DialectKit
import Interposition
import SQLText
import SchemaModel
import Testing

@testable import PostgresDialect

@Suite(.enabled(if: LiveServer.url != nil))
struct LiveSchemaTests {
  private let dialect = PostgresDialect()

  /// A session in a database of its own, which goes with it.
  private func withScratch(_ name: String, _ body: (any Connection) throws -> Void) throws {
    let administrator = try LiveServer.connect()
    defer { administrator.close() }
    try dialect.dropScratch(name, over: administrator)
    try dialect.createScratch(name, over: administrator)
    let endpoint = dialect.scratchEndpoint(name, beside: try LiveServer.endpoint())
    let connection = try dialect.connect(to: endpoint, settings: SessionSettings())
    try body(connection)
    // The session is still there, which must not keep the database.
    try dialect.dropScratch(name, over: administrator)
    connection.close()
    #expect(try dialect.scratchDatabases(prefix: name, over: administrator).isEmpty)
  }

  private func run(_ script: String, on connection: any Connection) throws {
    let splitter = StatementSplitter(rules: dialect.lexicalRules)
    for statement in try splitter.statements(in: script) { try connection.run(statement) }
  }

  private func inspect(
    _ connection: any Connection, _ schemas: [String]? = nil
  ) throws -> SchemaSnapshot {
    try dialect.inspect(connection, InspectionScope(schemas: schemas))
  }

  @Test func aNewDatabaseIsEmpty() throws {
    try withScratch("aludel_t_empty") { connection in
      let snapshot = try inspect(connection)
      #expect(snapshot == SchemaSnapshot())
    }
  }

  @Test func scratchDatabasesAreLikeTheConnectedOne() throws {
    try withScratch("aludel_t_like") { first in
      try first.execute("ALTER DATABASE aludel_t_like SET search_path TO \"A b\", public")
      try first.execute("ALTER DATABASE aludel_t_like SET timezone TO 'Asia/Tokyo'")
      try dialect.dropScratch("aludel_u_like", over: first)
      try dialect.createScratch("aludel_u_like", over: first)
      #expect(try dialect.scratchDatabases(prefix: "aludel_u_l", over: first) == ["aludel_u_like"])
      #expect(try dialect.scratchDatabases(prefix: "aludel%", over: first).isEmpty)
      let endpoint = dialect.scratchEndpoint("aludel_u_like", beside: try LiveServer.endpoint())
      let second = try dialect.connect(to: endpoint, settings: SessionSettings())
      let facts: SQLFragment = """
        SELECT current_setting('search_path'), current_setting('timezone'), datcollate, datctype,
          encoding FROM pg_database WHERE datname = current_database()
        """
      let rows = try (first.query(facts), second.query(facts))
      #expect(rows.0.first?.values.dropFirst(2) == rows.1.first?.values.dropFirst(2))
      #expect(rows.1.first?[0] == "\"A b\", public")
      #expect(rows.1.first?[1] == "Asia/Tokyo")
      second.close()
      try dialect.dropScratch("aludel_u_like", over: first)
    }
  }

  @Test func theSessionStaysAsItWas() throws {
    try withScratch("aludel_t_session") { connection in
      try connection.execute("SET search_path TO pg_temp, public")
      try connection.execute("SET DateStyle TO 'German'")
      try connection.execute("CREATE TEMPORARY TABLE pg_class (a integer)")
      let settings: SQLFragment = """
        SELECT current_setting('search_path'), current_setting('datestyle'), current_setting('jit')
        """
      let before = try connection.query(settings)
      try connection.execute("CREATE TABLE public.t (a date DEFAULT '2020-12-31')")
      let outside = try inspect(connection)
      #expect(!connection.isInTransaction)
      #expect(try connection.query(settings) == before)
      try connection.begin(TransactionOptions())
      try connection.execute("CREATE TABLE public.u (a integer)")
      let inside = try inspect(connection)
      #expect(connection.isInTransaction)
      #expect(try connection.query(settings) == before)
      try connection.rollback()
      let column = ObjectID(.column, schema: "public", owner: "t", "a")
      #expect(outside[column]?[.defaultValue] == "'2020-12-31'::date")
      #expect(inside[ObjectID(.table, schema: "public", "u")] != nil)
      #expect(outside[ObjectID(.table, schema: "public", "u")] == nil)
    }
  }

  /// A dump empties the search path for its session.
  @Test func theEndOfADumpIsNoObstacle() throws {
    try withScratch("aludel_t_dump") { connection in
      try run(
        """
        SET statement_timeout = 0;
        SET check_function_bodies = false;
        SELECT pg_catalog.set_config('search_path', '', false);
        SET default_tablespace = '';
        CREATE TYPE public.mood AS ENUM (
            'sad',
            'ok'
        );
        ALTER TYPE public.mood OWNER TO CURRENT_USER;
        CREATE TABLE public.t (
            id integer NOT NULL,
            m public.mood DEFAULT 'ok'::public.mood
        );
        ALTER TABLE ONLY public.t ADD CONSTRAINT t_pkey PRIMARY KEY (id);
        """, on: connection)
      let snapshot = try inspect(connection)
      let column = ObjectID(.column, schema: "public", owner: "t", "m")
      #expect(snapshot[column]?[.type] == "public.mood")
      #expect(snapshot[column]?[.defaultValue] == "'ok'::public.mood")
      #expect(snapshot[column]?.dependencies == [ObjectID(.enumeration, schema: "public", "mood")])
      #expect(snapshot[ObjectID(.primaryKey, schema: "public", owner: "t", "t_pkey")] != nil)
    }
  }

  @Test func onlyTheSchemasThatAreAskedFor() throws {
    try withScratch("aludel_t_scope") { connection in
      try run(
        """
        CREATE SCHEMA app; CREATE SCHEMA "app_%"; CREATE SCHEMA other;
        CREATE TABLE app.a (x integer); CREATE TABLE "app_%".b (x integer);
        CREATE TABLE other.c (x integer); CREATE TABLE public.d (x integer);
        """, on: connection)
      func tables(_ patterns: [String]?) throws -> [String] {
        try inspect(connection, patterns).sorted.filter { $0.id.kind == .table }.map(\.id.path)
      }
      #expect(try tables(nil) == ["app.a", "app_%.b", "other.c", "public.d"])
      #expect(try tables(["app"]) == ["app.a"])
      #expect(try tables(["app_*"]) == ["app_%.b"])
      #expect(try tables(["a?p*", "public"]) == ["app.a", "app_%.b", "public.d"])
      #expect(try tables([]) == [])
    }
  }

  /// Counts the calls.
  private final class CountedConnection: InterposedConnection {
    private(set) var count = 0
    override func call<Result>(
      _ name: String, _ body: () throws(DatabaseError) -> Result
    ) throws(DatabaseError) -> Result {
      count += 1
      return try body()
    }
  }

  @Test func theNumberOfStatementsDoesNotDependOnTheSchema() throws {
    try withScratch("aludel_t_count") { connection in
      let empty = CountedConnection(connection)
      _ = try inspect(empty)
      for index in 0..<20 {
        try run(
          """
          CREATE TYPE e\(index) AS ENUM ('x');
          CREATE TABLE t\(index) (a serial PRIMARY KEY, b e\(index), c integer REFERENCES t\(index));
          CREATE VIEW v\(index) AS SELECT a, b FROM t\(index);
          CREATE FUNCTION f\(index)() RETURNS integer LANGUAGE sql AS 'SELECT 1';
          """, on: connection)
      }
      let full = CountedConnection(connection)
      #expect(try inspect(full).objects.count > 200)
      #expect(full.count == empty.count)
    }
  }

  @Test func whatIsNotPlannedIsFoundAndRefused() throws {
    try withScratch("aludel_t_unplanned") { connection in
      try run(
        """
        CREATE TABLE t (a integer);
        CREATE TYPE c AS (x integer);
        CREATE FUNCTION to_c(integer) RETURNS c LANGUAGE sql AS 'SELECT row($1)::c';
        CREATE CAST (integer AS c) WITH FUNCTION to_c(integer);
        CREATE FUNCTION same(c, c) RETURNS boolean LANGUAGE sql AS 'SELECT true';
        CREATE OPERATOR === (LEFTARG = c, RIGHTARG = c, FUNCTION = same);
        CREATE OPERATOR FAMILY fam USING btree;
        CREATE PUBLICATION pub FOR TABLE t;
        CREATE TEXT SEARCH CONFIGURATION ts (COPY = simple);
        CREATE TEXT SEARCH DICTIONARY di (TEMPLATE = simple);
        CREATE FOREIGN DATA WRAPPER fdw;
        CREATE SERVER srv FOREIGN DATA WRAPPER fdw;
        CREATE FOREIGN TABLE ft (a integer) SERVER srv;
        CREATE CONVERSION conv FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
        CREATE TYPE shell;
        """, on: connection)
      let snapshot = try inspect(connection)
      let rules = PostgresSchemaRules()
      let refused = snapshot.sorted.filter { object in
        let group = ChangeGroup(root: object.id, changes: [.create(object)])
        do throws(SchemaRefusal) {
          _ = try rules.statements(for: group, from: SchemaSnapshot(), to: snapshot)
          return false
        } catch {
          return error.object == object.id
        }
      }
      #expect(
        Set(refused.map(\.id.description)) == [
          "cast integer AS public.c", "operator public.===(public.c, public.c)",
          "operator family public.fam", "publication pub", "text search configuration public.ts",
          "text search dictionary public.di", "foreign data wrapper fdw", "foreign server srv",
          "foreign table public.ft", "conversion public.conv", "base type public.shell",
        ])
    }
  }

  @Test func anIndexThatWasNotFinishedIsMadeAnew() throws {
    try withScratch("aludel_t_invalid") { connection in
      try run("CREATE TABLE t (a integer); INSERT INTO t VALUES (1), (1);", on: connection)
      #expect(throws: DatabaseError.self) {
        try connection.execute("CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)")
      }
      try connection.execute("DELETE FROM t")
      let current = try inspect(connection)
      let id = ObjectID(.index, schema: "public", owner: "t", "i")
      #expect(current[id]?[.invalid] == "yes")
      var desired = current
      var index = try #require(desired[id])
      index[.invalid] = nil
      desired.insert(index)
      let plan = try SchemaPlan(from: current, to: desired, rules: PostgresSchemaRules())
      #expect(
        plan.statements.map(\.text) == [
          "DROP INDEX public.i", "CREATE UNIQUE INDEX i ON public.t (a)",
        ])
      for statement in plan.statements {
        try connection.run(SQLStatement(text: statement.text))
      }
      #expect(try inspect(connection)[id]?[.invalid] == nil)
    }
  }

  @Test func whatWarnsAndWhatIsLost() throws {
    try withScratch("aludel_t_hazards") { connection in
      try run(
        """
        CREATE TYPE e AS ENUM ('a', 'b');
        CREATE TABLE t (a integer, b varchar(20), c text, d e, n integer);
        CREATE TABLE gone (a integer);
        """, on: connection)
      let current = try inspect(connection)
      try run(
        """
        DROP TABLE gone, t; DROP TYPE e; CREATE TYPE e AS ENUM ('a');
        CREATE TABLE t (a bigint, b varchar(10), d e, n integer NOT NULL, x integer NOT NULL,
          CONSTRAINT k CHECK (n > 0));
        CREATE UNIQUE INDEX i ON t (a);
        """, on: connection)
      let desired = try inspect(connection)
      let plan = try SchemaPlan(from: current, to: desired, rules: PostgresSchemaRules())
      let hazards = plan.statements.flatMap(\.hazards).map { "\($0.kind.rawValue): \($0.message)" }
      let expected = [
        "data_loss: drops public.gone and all its rows",
        "may_fail: fails when a row holds 'b'", "rewrite: writes all rows of public.t anew",
        "data_loss: drops public.t.c and all that it holds",
        "may_fail: fails when a value of public.t.b cannot become character varying(10)",
        "may_fail: fails when public.t.n holds nulls: give those rows a value before",
        "may_fail: fails when public.t has rows, since x would be null in them; "
          + "add it without NOT NULL, fill it, and SET NOT NULL then",
        "may_fail: k fails when rows of public.t do not pass the check",
        "may_fail: fails when rows of public.t have the same values",
        "lock: keeps writers of public.t waiting until the index is built",
      ]
      #expect(Set(hazards) == Set(expected))
    }
  }
}
