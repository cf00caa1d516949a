import DialectKit
import SQLText
import Testing

@testable import PostgresDialect

struct StatementTests {
  let dialect = PostgresDialect()

  @Test(arguments: [
    ("VACUUM", "VACUUM"), ("vacuum (full) t", "VACUUM"),
    ("CREATE INDEX CONCURRENTLY i ON t (a)", "CREATE INDEX CONCURRENTLY"),
    (
      "-- why\n/* a /* nested */ b */ create unique index concurrently if not exists i on t (a)",
      "CREATE INDEX CONCURRENTLY"
    ),
    ("DROP INDEX CONCURRENTLY IF EXISTS i", "DROP INDEX CONCURRENTLY"),
    ("REINDEX INDEX CONCURRENTLY i", "REINDEX CONCURRENTLY"),
    ("REINDEX (VERBOSE, CONCURRENTLY) TABLE t", "REINDEX CONCURRENTLY"),
    ("REINDEX (CONCURRENTLY false) SCHEMA s", "REINDEX SCHEMA"),
    ("REINDEX DATABASE d", "REINDEX DATABASE"), ("REINDEX SYSTEM d", "REINDEX SYSTEM"),
    ("CLUSTER", "CLUSTER of all tables"), ("CLUSTER (VERBOSE)", "CLUSTER of all tables"),
    ("CLUSTER VERBOSE;", "CLUSTER of all tables"),
    ("CREATE DATABASE d", "CREATE DATABASE"), ("DROP DATABASE d", "DROP DATABASE"),
    ("ALTER DATABASE d SET TABLESPACE x", "ALTER DATABASE … SET TABLESPACE"),
    ("CREATE TABLESPACE x LOCATION '/x'", "CREATE TABLESPACE"),
    ("DROP TABLESPACE x", "DROP TABLESPACE"), ("ALTER SYSTEM SET a = 1", "ALTER SYSTEM"),
    (
      "ALTER TABLE IF EXISTS ONLY a.\"b\" DETACH PARTITION c.d CONCURRENTLY",
      "ALTER TABLE … DETACH PARTITION … CONCURRENTLY"
    ),
    ("CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p", "CREATE SUBSCRIPTION with create_slot"),
    (
      "CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p WITH (create_slot = true)",
      "CREATE SUBSCRIPTION with create_slot"
    ),
    ("ALTER SUBSCRIPTION s REFRESH PUBLICATION", "ALTER SUBSCRIPTION with refresh"),
    ("ALTER SUBSCRIPTION s ADD PUBLICATION p", "ALTER SUBSCRIPTION with refresh"),
    ("DISCARD ALL", "DISCARD ALL"), ("COMMIT PREPARED 'x'", "COMMIT PREPARED"),
    ("/* c */ rollback prepared 'x'", "ROLLBACK PREPARED"),
  ])
  func refusedInATransaction(sql: String, what: String) {
    let statement = SQLStatement(text: sql)
    let objection = dialect.objection(to: statement, in: .transaction)
    #expect(objection?.reason == "\(what) cannot run inside a transaction")
    #expect(objection?.advice.contains("`-- migrate: autocommit`") == true)
    #expect(dialect.objection(to: statement, in: .autocommit) == nil)
  }

  @Test(arguments: [
    "", "-- nothing", "SELECT 'VACUUM'", "CREATE INDEX concurrently_made ON t (a)",
    "CREATE INDEX \"CONCURRENTLY\" ON t (a)", "CREATE TABLE database (a int)",
    "REINDEX TABLE t", "REINDEX (VERBOSE) INDEX i", "CLUSTER t", "CLUSTER (VERBOSE) t USING i",
    "CLUSTER VERBOSE t", "CLUSTER \"t\"", "ALTER DATABASE d SET a = 1",
    "ALTER TABLE t DETACH PARTITION p", "ALTER TABLE t DETACH PARTITION p FINALIZE",
    "ALTER TABLE t ADD COLUMN a text DEFAULT 'DETACH PARTITION x CONCURRENTLY'",
    "CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p WITH (create_slot = false)",
    "CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p WITH (enabled = false, connect = off)",
    "ALTER SUBSCRIPTION s SET PUBLICATION p WITH (refresh = false)",
    "ALTER SUBSCRIPTION s DISABLE", "DROP SUBSCRIPTION s", "DISCARD PLANS",
    "ALTER TYPE mood ADD VALUE 'fine'", "SAVEPOINT a", "ROLLBACK TO a",
    "ROLLBACK WORK TO SAVEPOINT a", "PREPARE p AS SELECT 1",
    "REFRESH MATERIALIZED VIEW CONCURRENTLY v",
    "COPY t FROM PROGRAM 'x'", "CREATE FUNCTION f() RETURNS void AS $$ SET TABLESPACE $$",
  ])
  func allowed(sql: String) {
    #expect(dialect.objection(to: SQLStatement(text: sql), in: .transaction) == nil)
  }

  @Test(arguments: [
    ("a b_1", ["A", "B_1"]), ("a 'b''c' d", ["A", "'", "'", "D"]), (#"e'a\'b' c"#, ["'", "C"]),
    ("a $$ b $$ c", ["A", "$", "C"]), ("$x$ $$ $y$ $x$ c", ["$", "C"]), ("$1 a", ["$", "1", "A"]),
    ("a /* b", ["A"]), ("a 'b", ["A", "'"]), ("$$ a", ["$"]), ("$", ["$"]),
    ("a;b", ["A", ";", "B"]),
    ("größe", ["GRÖSSE"]),
  ])
  func words(sql: String, words: [String]) {
    #expect(Array(PostgresWords(of: sql)) == words)
  }
}
