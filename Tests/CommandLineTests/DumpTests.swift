import Foundation
import Testing

/// What the engines' own tools print of a schema can be a desired schema, and gives no difference.
@Suite struct DumpTests {
  private static func has(_ program: String) -> Bool {
    ["/usr/bin/", "/usr/local/bin/"].contains {
      FileManager.default.isExecutableFile(atPath: $0 + program)
    }
  }

  /// Runs the history, dumps the schema, and compares.
  private func tryOut(_ dump: String, url: String, sql: String) throws {
    let shell = try Shell()
    defer { shell.close() }
    shell.environment["SQL"] = sql
    let made = try shell.run(
      """
      aludel init -t single -q --database main='\(url)' >/dev/null 2>&1 &&
      sed -i 's/^versions = .*/&\\nschema = "schema.sql"/' aludel.toml &&
      rev versions a1 '' first "$SQL" '' && aludel upgrade -q && \(dump) > schema.sql
      """)
    #expect(made.status == 0, "\(made.text(of: .error))")
    let checked = try shell.run("aludel check")
    let dumped = try String(
      contentsOf: shell.folder.appendingPathComponent("schema.sql"), encoding: .utf8)
    #expect(
      checked.status == 0,
      "\(checked.text(of: .output))\(checked.text(of: .error))\n\(dumped)")
    let replayed = try shell.run("aludel check --replay")
    #expect(replayed.status == 0, "\(replayed.text(of: .output))")
  }

  @Test(.enabled(if: has("sqlite3"))) func ofTheSQLiteShell() throws {
    try tryOut(
      "sqlite3 main.db .schema", url: "sqlite:///main.db",
      sql: """
        CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT, "the name" TEXT COLLATE NOCASE);
        CREATE TABLE b (a_id INTEGER REFERENCES a ON DELETE CASCADE, n INTEGER, UNIQUE (a_id, n)) STRICT;
        CREATE INDEX i ON b (n DESC) WHERE n > 0;
        CREATE VIEW v AS SELECT a.id, n FROM a JOIN b ON a_id = a.id;
        CREATE TRIGGER g AFTER INSERT ON b BEGIN UPDATE a SET "the name" = 'x;' WHERE id = 1; END;
        INSERT INTO a ("the name") VALUES ('x');
        ANALYZE;
        """)
  }

  /// As it is, without owners and privileges, and with those of roles that this server does not have.
  @Test(
    .enabled(if: ScratchDatabase.Engine.postgresql.hasSchemas && has("pg_dump")),
    arguments: [
      "pg_dump -s #", "pg_dump -s -O -x #",
      "pg_dump -s # | sed -E 's/ TO (postgres|PUBLIC)/ TO \"nobody here\"/'",
    ])
  func ofPostgreSQL(_ dump: String) throws {
    let database = try ScratchDatabase(on: .postgresql)
    defer { database.drop() }
    try tryOut(
      dump.replacingOccurrences(of: "#", with: "'\(database.url)'"), url: database.url,
      sql: """
        CREATE SCHEMA app;
        CREATE TYPE app.mood AS ENUM ('calm', 'loud');
        CREATE TABLE app.users (id serial PRIMARY KEY, mail varchar(200) NOT NULL UNIQUE,
          mood app.mood DEFAULT 'calm', CHECK (mail IN ('a', 'b') OR length(mail) > 3));
        CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
          user_id integer REFERENCES app.users ON DELETE CASCADE, total numeric(10, 2) DEFAULT 0);
        CREATE INDEX orders_user ON orders (user_id) WHERE total > 0;
        CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
        CREATE TRIGGER touch BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION app.touch();
        CREATE VIEW app.sums AS SELECT u.mail, sum(o.total) AS total
          FROM app.users u JOIN orders o ON o.user_id = u.id GROUP BY u.mail;
        COMMENT ON TABLE orders IS 'what they have ordered; all of it';
        GRANT SELECT ON orders TO PUBLIC;
        ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO PUBLIC;
        """)
  }

  /// As it is, and with definers whom this server does not have.
  @Test(
    .enabled(if: ScratchDatabase.Engine.mysql.hasSchemas && has("mariadb-dump")),
    arguments: ["", " | sed -E 's/DEFINER=`[^`]*`@`[^`]*`/DEFINER=`nobody here`@`%`/'"])
  func ofMariaDB(_ filter: String) throws {
    let database = try ScratchDatabase(on: .mysql)
    defer { database.drop() }
    let parts = URLComponents(string: database.url)
    let socket = parts?.queryItems?.first { $0.name == "socket" }?.value ?? ""
    try tryOut(
      "mariadb-dump --no-defaults -u \(parts?.user ?? "root") -S \(socket) -d --routines --triggers --events "
        + "--ignore-table=\(database.name).aludel_version "
        + "--ignore-table=\(database.name).aludel_version_history \(database.name)" + filter,
      url: database.url,
      sql: """
        CREATE TABLE a (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(40) NOT NULL DEFAULT 'x;',
          mood ENUM('calm', 'loud'), at TIMESTAMP DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
          KEY name (name(10))) COMMENT='a table';
        CREATE TABLE b (a_id INT, n INT CHECK (n > 0), CONSTRAINT b_a FOREIGN KEY (a_id) REFERENCES a (id));
        CREATE VIEW w AS SELECT v.n FROM (SELECT n FROM b) v;
        CREATE VIEW z AS SELECT n FROM w;
        CREATE TRIGGER g BEFORE INSERT ON b FOR EACH ROW BEGIN SET NEW.n = 1; SET NEW.a_id = NULL; END;
        CREATE FUNCTION f(x INT) RETURNS INT DETERMINISTIC RETURN x + 1;
        CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01' DO DELETE FROM b;
        """)
  }
}
