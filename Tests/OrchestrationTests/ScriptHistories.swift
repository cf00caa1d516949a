/// Histories with what clients and servers read differently, one for each engine: `a` below the
/// branches `b` and `c`, their merge `d`, and `e`.
enum ScriptHistories {
  struct Revision {
    var id: String
    var parents = ""
    var options = ""
    var message = "Revision"
    var upgrade: String
    var downgrade: String
  }

  static func history(of dialect: String) -> [Revision] {
    switch dialect {
    case "postgresql": postgresql
    case "mysql": mysql
    default: sqlite
    }
  }

  /// Nothing of it may become SQL.
  private static let message =
    "*/ DROP TABLE item; \\q \u{2028} :'x' $aludel$ 'quote"

  private static let postgresql = [
    Revision(
      id: "a", message: message,
      upgrade: """
        CREATE TABLE item (id int PRIMARY KEY, name text, tags int[] DEFAULT '{1,2,3}');
        COPY item (id, name) FROM stdin;
        1\tit's; \\\\. fine
        2\t\\N
        3\t:name -- no comment
        \\.
        INSERT INTO item (id, name) VALUES (4, E'it\\'s;'), (5, 'C:\\'), (6, $x$;'$x$);
        UPDATE item SET name = name || tags[1:id]::text || ':id' WHERE id = (4); -- the end
        """,
      downgrade: "DROP TABLE item"),
    Revision(
      id: "b", parents: "a",
      upgrade: """
        CREATE FUNCTION begin_all(n int) RETURNS int LANGUAGE plpgsql AS $$
        BEGIN -- a comment; with
          RETURN CASE WHEN n > 1 THEN n ELSE 1 END; -- \\echo
        END $$;
        CREATE FUNCTION twice(n int) RETURNS int BEGIN ATOMIC
          SELECT 1; SELECT CASE WHEN n > 0 THEN n * 2 END;
        END;
        CREATE RULE no_delete AS ON DELETE TO item DO INSTEAD (SELECT 1; SELECT 2);
        """,
      downgrade: """
        DROP RULE no_delete ON item; DROP FUNCTION twice(int); DROP FUNCTION begin_all(int);
        """),
    Revision(
      id: "c", parents: "a",
      upgrade: """
        SET statement_timeout = 0;
        SELECT pg_catalog.set_config('search_path', '', false);
        CREATE TABLE public.other (id int);
        -- migrate: autocommit
        CREATE INDEX CONCURRENTLY item_name ON public.item (name);
        VACUUM public.item;
        -- migrate: end
        INSERT INTO public.other VALUES (1);
        """,
      downgrade: """
        DROP INDEX item_name; DROP TABLE other;
        """),
    Revision(id: "d", parents: "b, c", upgrade: "", downgrade: ""),
    Revision(
      id: "e", parents: "d", options: " transaction=none",
      upgrade: """
        CREATE TABLE alone (id int);
        CREATE INDEX CONCURRENTLY alone_id ON alone (id);
        """,
      downgrade: "DROP TABLE alone"),
  ]

  private static let mysql = [
    Revision(
      id: "a", message: message,
      upgrade: """
        CREATE TABLE item (id int PRIMARY KEY, name text, changed int);
        INSERT INTO item (id, name) VALUES (1, 'it''s;'), (2, "it\\"s \\\\; ä"), (3, 'C:\\\\'); # end
        /*!50003 UPDATE item SET name = '/* */;' WHERE id = 3 */;
        UPDATE item SET changed = 5--1 WHERE id = 1; -- the end
        """,
      downgrade: "DROP TABLE item"),
    Revision(
      id: "b", parents: "a",
      upgrade: """
        DELIMITER //
        CREATE PROCEDURE fill(IN n INT)
        BEGIN
          -- a comment; in the body
          INSERT INTO item (id, name) VALUES (n, '//');
          /* and 'another' */
        END//
        CREATE TRIGGER counted BEFORE INSERT ON item FOR EACH ROW
        BEGIN
          SET NEW.changed = 1;
          SET NEW.name = CONCAT(NEW.name, ';');
        END//
        DELIMITER ;
        CALL fill(10);
        CREATE VIEW named AS SELECT id, name FROM item WHERE name IS NOT NULL;
        """,
      downgrade: """
        DROP VIEW named; DROP TRIGGER counted; DROP PROCEDURE fill; DELETE FROM item WHERE id = 10;
        """),
    Revision(
      id: "c", parents: "a",
      upgrade: """
        SET SESSION sql_mode = 'ANSI_QUOTES', foreign_key_checks = 0;
        CREATE TABLE other (id int, item_id int, FOREIGN KEY (item_id) REFERENCES item (id));
        INSERT INTO other VALUES (1, 99);
        """,
      downgrade: "DROP TABLE other"),
    Revision(id: "d", parents: "b, c", upgrade: "", downgrade: ""),
    Revision(
      id: "e", parents: "d", options: " transaction=none",
      upgrade: """
        CREATE TABLE alone (id int, name varchar(20) DEFAULT "text");
        INSERT INTO alone (id) VALUES (1);
        """,
      downgrade: "DROP TABLE alone"),
  ]

  private static let sqlite = [
    Revision(
      id: "a", message: message,
      upgrade: """
        CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT DEFAULT "plain");
        INSERT INTO item VALUES (1, 'it''s;
        .quit
        '), (2, "string"), (3, 10
        / 5); -- the end
        CREATE TABLE part (id INTEGER PRIMARY KEY, item_id INTEGER REFERENCES item (id));
        INSERT INTO part VALUES (1, 1);
        """,
      downgrade: "DROP TABLE part; DROP TABLE item"),
    Revision(
      id: "b", parents: "a",
      upgrade: """
        CREATE TABLE log (line TEXT);
        CREATE TRIGGER logged AFTER UPDATE ON item BEGIN
          -- a comment; in the body
          INSERT INTO log VALUES (new.name || ';');
          SELECT CASE WHEN new.id > 5 THEN RAISE(ABORT, 'no') END;
        END;
        UPDATE item SET name = 'changed' WHERE id = 2;
        """,
      downgrade: "DROP TRIGGER IF EXISTS logged; DROP TABLE log"),
    Revision(
      id: "c", parents: "a", options: " foreign_keys=off",
      upgrade: """
        CREATE TABLE new_item (id INTEGER PRIMARY KEY, name TEXT, more TEXT);
        INSERT INTO new_item (id, name) SELECT id, name FROM item;
        DROP TABLE item;
        ALTER TABLE new_item RENAME TO item;
        """,
      downgrade: """
        CREATE TABLE old_item (id INTEGER PRIMARY KEY, name TEXT DEFAULT "plain");
        INSERT INTO old_item SELECT id, name FROM item;
        DROP TABLE item;
        ALTER TABLE old_item RENAME TO item;
        """),
    Revision(id: "d", parents: "b, c", upgrade: "", downgrade: ""),
    Revision(
      id: "e", parents: "d", options: " transaction=none",
      upgrade: """
        CREATE TABLE alone (id INTEGER);
        VACUUM;
        INSERT INTO alone VALUES (1);
        """,
      downgrade: "DROP TABLE alone"),
  ]
}
