/// Databases in which somebody else was at work.
extension BadInput {
  static let tables: [BadInput] = [
    BadInput(
      "a version table of other columns",
      [.sql("CREATE TABLE aludel_version (id INTEGER, note TEXT)")], "upgrade",
      "1 wrong_version_table main"),
    BadInput(
      "a version table of one other column", [.sql("CREATE TABLE aludel_version (version TEXT)")],
      "status --exit-code", "2 wrong_version_table main"),
    BadInput(
      "a version table that is a view of something else",
      [.sql("CREATE VIEW aludel_version AS SELECT 1 AS one")], "upgrade",
      "1 wrong_version_table main"),
    BadInput(
      "a version table that is a view",
      [.sql("CREATE TABLE t (version_num TEXT); CREATE VIEW aludel_version AS SELECT * FROM t")],
      "upgrade", "1 query_failed versions/a1.sql"),
    BadInput(
      "a version table that is an index",
      [.sql("CREATE TABLE t (a int); CREATE INDEX aludel_version ON t (a)")], "upgrade",
      "1 query_failed versions/a1.sql"),
    BadInput(
      "a row of nothing",
      [
        .command(["upgrade", "a1"]),
        .sql(
          "DROP TABLE aludel_version; CREATE TABLE aludel_version (version_num TEXT); INSERT INTO aludel_version VALUES (NULL)"
        ),
      ], "upgrade", "1 unlocatable_current_revision main"),
    BadInput(
      "a row of bytes",
      [
        .command(["upgrade", "a1"]),
        .sql(
          "DROP TABLE aludel_version; CREATE TABLE aludel_version (version_num TEXT); INSERT INTO aludel_version VALUES (x'ff')"
        ),
      ], "upgrade", "1 unlocatable_current_revision main"),
    BadInput(
      "a row of a number",
      [
        .command(["upgrade", "a1"]),
        .sql(
          "DROP TABLE aludel_version; CREATE TABLE aludel_version (version_num INTEGER); INSERT INTO aludel_version VALUES (42)"
        ),
      ], "upgrade", "1 unlocatable_current_revision main"),
    BadInput(
      "an empty row",
      [.command(["upgrade", "a1"]), .sql("UPDATE aludel_version SET version_num = ''")], "upgrade",
      "1 unlocatable_current_revision main"),
    BadInput(
      "a row that is twice there",
      [
        .command(["upgrade", "a1"]),
        .sql(
          "DROP TABLE aludel_version; CREATE TABLE aludel_version (version_num TEXT); INSERT INTO aludel_version VALUES ('a1'), ('a1')"
        ),
      ], "upgrade", "1 wrong_version_table main"),
    BadInput(
      "a row that is twice there, downgrading",
      [
        .command(["upgrade", "a1"]),
        .sql(
          "DROP TABLE aludel_version; CREATE TABLE aludel_version (version_num TEXT); INSERT INTO aludel_version VALUES ('a1'), ('a1')"
        ),
      ], "downgrade base", "1 wrong_version_table main"),
    BadInput(
      "a row of another workspace",
      [
        .command(["upgrade", "a1"]), .sql("UPDATE aludel_version SET version_num = '3f2a9e8c4a1b'"),
      ], "upgrade", "1 unlocatable_current_revision main"),
    BadInput(
      "a row of another workspace beside ours",
      [.command(["upgrade", "a1"]), .sql("INSERT INTO aludel_version VALUES ('3f2a9e8c4a1b')")],
      "upgrade", "1 unlocatable_current_revision main"),
    BadInput(
      "a row with a quote",
      [
        .command(["upgrade", "a1"]),
        .sql("UPDATE aludel_version SET version_num = 'a''; DROP TABLE users; --'"),
      ], "upgrade", "1 unlocatable_current_revision main"),
    BadInput(
      "a row of control characters",
      [
        .command(["upgrade", "a1"]),
        .sql("UPDATE aludel_version SET version_num = char(27) || '[31m' || char(10)"),
      ], "upgrade", "1 unlocatable_current_revision main"),
    BadInput(
      "a row with a space behind it",
      [.command(["upgrade", "a1"]), .sql("UPDATE aludel_version SET version_num = 'a1 '")],
      "upgrade", "1 unlocatable_current_revision main"),
    BadInput(
      "a row of capitals",
      [.command(["upgrade", "a1"]), .sql("UPDATE aludel_version SET version_num = 'A1'")],
      "upgrade", "1 unlocatable_current_revision main"),
    BadInput(
      "a row of an endless id",
      [
        .command(["upgrade", "a1"]),
        .sql("UPDATE aludel_version SET version_num = hex(zeroblob(4000))"),
      ], "upgrade", "1 unlocatable_current_revision main"),
    BadInput(
      "stamping over a row that nobody knows",
      [.command(["upgrade", "a1"]), .sql("UPDATE aludel_version SET version_num = 'zz'")],
      "stamp heads", "1 unlocatable_current_revision main"),
    BadInput(
      "downgrading from a row that nobody knows",
      [.command(["upgrade", "a1"]), .sql("UPDATE aludel_version SET version_num = 'zz'")],
      "downgrade base", "1 unlocatable_current_revision main"),
    BadInput(
      "asking where a row is that nobody knows",
      [.command(["upgrade", "a1"]), .sql("UPDATE aludel_version SET version_num = 'zz'")],
      "current", "1 unlocatable_current_revision main"),
    BadInput(
      "showing current when nobody knows it",
      [.command(["upgrade", "a1"]), .sql("UPDATE aludel_version SET version_num = 'zz'")],
      "show current", "1 unlocatable_current_revision main"),
    BadInput(
      "a plan from a row that nobody knows",
      [.command(["upgrade", "a1"]), .sql("UPDATE aludel_version SET version_num = 'zz'")], "plan",
      "1 unlocatable_current_revision main"),
    BadInput(
      "a column that must not be empty, from base",
      [.sql("CREATE TABLE aludel_version (version_num TEXT, note TEXT NOT NULL)")], "upgrade",
      "1 query_failed versions/a1.sql"),
    BadInput(
      "a trigger that forbids it",
      [
        .command(["upgrade", "a1"]),
        .sql(
          "CREATE TRIGGER no BEFORE UPDATE ON aludel_version BEGIN SELECT raise(ABORT, 'not today'); END"
        ),
      ], "upgrade", "1 query_failed versions/b2.sql"),
    BadInput(
      "a history of another program",
      [.sql("CREATE TABLE aludel_version_history (id INTEGER PRIMARY KEY, what TEXT)")], "upgrade",
      "1 wrong_history_table main"),
    BadInput(
      "a history without its checksums",
      [
        .command(["upgrade", "a1"]),
        .sql("ALTER TABLE aludel_version_history DROP COLUMN checksum"),
      ], "upgrade", "1 wrong_history_table main"),
    BadInput(
      "a history without its checksums, asked for status",
      [
        .command(["upgrade", "a1"]),
        .sql("ALTER TABLE aludel_version_history RENAME COLUMN checksum TO hash"),
      ], "stamp heads", "1 wrong_history_table main"),
    BadInput(
      "a history that is a view", [.sql("CREATE VIEW aludel_version_history AS SELECT 1 AS id")],
      "upgrade", "1 wrong_history_table main"),
    BadInput(
      "a history with another check",
      [
        .command(["upgrade", "a1"]),
        .sql(
          "DROP TABLE aludel_version_history; CREATE TABLE aludel_version_history (id INTEGER PRIMARY KEY, run_id TEXT CHECK (run_id = 'x'), revision TEXT, direction TEXT, statement INTEGER, checksum TEXT, outcome TEXT, started_at TEXT, duration_ms INTEGER, applied_by TEXT, host TEXT, tool_version TEXT, error_code TEXT)"
        ),
      ], "upgrade", "1 query_failed versions/b2.sql"),
    BadInput(
      "a table that is there already",
      [.command(["upgrade", "a1"]), .sql("CREATE TABLE posts (a)")], "upgrade",
      "1 statement_failed versions/b2.sql:7:14"),
    BadInput(
      "a step that nobody finished",
      [
        .command(["upgrade", "a1"]),
        .sql(
          "INSERT INTO aludel_version_history (run_id, revision, direction, statement, checksum, outcome, started_at, applied_by, host, tool_version) VALUES ('r', 'b2', 'upgrade', 1, 'x', 'started_blindly', '2026-01-01T00:00:00Z', 'ana', 'here', '0')"
        ),
      ], "upgrade", "1 interrupted versions/b2.sql"),
    BadInput(
      "a step that stands half-way and reads otherwise now",
      [
        .command(["upgrade", "a1"]),
        .sql(
          "INSERT INTO aludel_version_history (run_id, revision, direction, statement, checksum, outcome, started_at, applied_by, host, tool_version) VALUES ('r', 'b2', 'upgrade', 1, 'x', 'applied', '2026-01-01T00:00:00Z', 'ana', 'here', '0')"
        ),
      ], "upgrade", "1 edited_after_interruption versions/b2.sql:7:1"),
    BadInput(
      "a step that stands half-way, stamped without saying so",
      [
        .command(["upgrade", "a1"]),
        .sql(
          "INSERT INTO aludel_version_history (run_id, revision, direction, statement, checksum, outcome, started_at, applied_by, host, tool_version) VALUES ('r', 'b2', 'upgrade', 1, 'x', 'started_blindly', '2026-01-01T00:00:00Z', 'ana', 'here', '0')"
        ),
      ], "downgrade base", "1 interrupted versions/b2.sql"),
    BadInput(
      "nothing to resume", [.command(["upgrade", "a1"]), .sql("SELECT 1")],
      "resume --statement done", "1 nothing_to_resume"),
    BadInput(
      "a database file that is no database",
      [.text("main.db", "this is a text and no database at all, whatever its name says")],
      "upgrade", "1 connection_failed main"),
    BadInput(
      "a database file of zeroes", [.bytes("main.db", [UInt8](repeating: 0, count: 4096))],
      "upgrade", "1 connection_failed main"),
    BadInput(
      "a database file that is cut off",
      [
        .command(["upgrade", "a1"]),
        .bytes("main.db", Array("SQLite format 3\0".utf8) + [16, 0, 1, 1]),
      ], "upgrade", "1 connection_failed main"),
    BadInput(
      "a database file that is a broken link into nowhere",
      [.link("main.db", to: "nowhere/main.db")], "upgrade", "1 connection_failed main"),
  ]
}
