Whole tables and what they are.

-- case: a table comes
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT NOT NULL DEFAULT 'x', UNIQUE (b));

-- case: a table goes
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT);
CREATE TABLE u (a INTEGER PRIMARY KEY);
-- rows
INSERT INTO t VALUES (1, 'x');
INSERT INTO u VALUES (1);
-- desired
CREATE TABLE u (a INTEGER PRIMARY KEY);

-- case: a table with all that hangs on it goes
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT);
CREATE INDEX i ON t (b);
CREATE TRIGGER g AFTER INSERT ON t BEGIN DELETE FROM t WHERE a = NEW.a; END;
CREATE TABLE u (a);
-- rows
INSERT INTO u VALUES (1);
-- desired
CREATE TABLE u (a);

-- case: a table made of a query
-- current
CREATE TABLE src (a INTEGER, b TEXT);
CREATE TABLE t AS SELECT a, b, a + 1 AS "c d" FROM src;
-- rows
INSERT INTO t VALUES (1, 'x', 2);
-- desired
CREATE TABLE src (a INTEGER, b TEXT);
CREATE TABLE t (a INT, b TEXT, "c d" NUM);

-- case: a table becomes strict
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c INT);
-- rows
INSERT INTO t VALUES (1, 'x', 5), (2, NULL, NULL);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c INT) STRICT;

-- case: a strict table gets a column and another type
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c INT) STRICT;
-- rows
INSERT INTO t VALUES (1, 'x', 5), (2, NULL, NULL);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b ANY, c INTEGER, d BLOB) STRICT;

-- case: a strict table gets a column only
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY) STRICT;
-- rows
INSERT INTO t VALUES (1), (2);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, d REAL DEFAULT 1.5) STRICT;

-- case: a strict table loses a column
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c INT) STRICT;
-- rows
INSERT INTO t VALUES (1, 'x', 5), (2, NULL, NULL);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, c INT) STRICT;

-- case: a table loses its rowids
-- current
CREATE TABLE t (a TEXT PRIMARY KEY, b TEXT);
-- rows
INSERT INTO t VALUES ('k', 'x'), ('l', NULL);
-- desired
CREATE TABLE t (a TEXT PRIMARY KEY, b TEXT) WITHOUT ROWID;

-- case: a table without rowids gets a column and loses one
-- current
CREATE TABLE t (a TEXT PRIMARY KEY, b TEXT) WITHOUT ROWID;
-- rows
INSERT INTO t VALUES ('k', 'x'), ('l', NULL);
-- desired
CREATE TABLE t (a TEXT PRIMARY KEY, c TEXT) WITHOUT ROWID;

-- case: a table without rowids is rebuilt
-- current
CREATE TABLE t (a TEXT PRIMARY KEY, b TEXT) WITHOUT ROWID;
-- rows
INSERT INTO t VALUES ('k', 'x'), ('l', NULL);
-- desired
CREATE TABLE t (a TEXT PRIMARY KEY, b TEXT, CHECK (b <> '')) STRICT, WITHOUT ROWID;

-- case: a table loses everything special
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT UNIQUE CHECK (b > '') DEFAULT 'x' NOT NULL) STRICT, WITHOUT ROWID;
-- rows
INSERT INTO t VALUES (1, 'k'), (2, 'l');
-- desired
CREATE TABLE t (a, b);

-- case: a column that is called rowid
-- current
CREATE TABLE t (rowid TEXT, b TEXT);
-- rows
INSERT INTO t VALUES ('k', 'x'), ('l', NULL);
-- desired
CREATE TABLE t (rowid TEXT, b TEXT, UNIQUE (rowid));

-- case: columns with all names of the row's number
-- current
CREATE TABLE t (rowid TEXT, _rowid_ TEXT, oid TEXT);
-- rows
INSERT INTO t VALUES ('k', 'x', 'y'), ('l', NULL, NULL);
-- desired
CREATE TABLE t (rowid TEXT, _rowid_ TEXT, oid TEXT, UNIQUE (rowid));

-- case: a new column takes the name rowid
-- current
CREATE TABLE t (a TEXT, b TEXT);
-- rows
INSERT INTO t VALUES ('k', 'x'), ('l', NULL);
-- desired
CREATE TABLE t (a TEXT UNIQUE, b TEXT, rowid INT DEFAULT 4);

-- case: a counting table is rebuilt
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT, b TEXT);
-- rows
INSERT INTO t VALUES (1, 'x'), (9, 'y');
DELETE FROM t WHERE a = 9;
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT, b TEXT UNIQUE);

-- case: a counting table comes, and one goes
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT, b TEXT);
-- rows
INSERT INTO t VALUES (1, 'x'), (9, 'y');
-- desired
CREATE TABLE u (a INTEGER PRIMARY KEY AUTOINCREMENT, b TEXT);

-- case: a table becomes a view
-- current
CREATE TABLE t (a, b);
CREATE TABLE u (a, b);
-- rows
INSERT INTO u VALUES (1, 2);
-- desired
CREATE TABLE u (a, b);
CREATE VIEW t AS SELECT a, b FROM u;

-- case: a table takes the name of an index, and the other way round
-- current
CREATE TABLE t (a, b);
CREATE TABLE x (a, b);
CREATE INDEX y ON t (a);
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (a, b);
CREATE TABLE y (a, b);
CREATE INDEX x ON t (a);

-- case: names that need quotes
-- current
CREATE TABLE "order" ("select" INTEGER PRIMARY KEY, "it's" TEXT, "a ""b""" TEXT, [x y] INT, `z``z` INT, ä TEXT);
CREATE INDEX "in dex" ON "order" ("it's", "a ""b""");
-- rows
INSERT INTO "order" VALUES (1, 'x', 'y', 2, 3, 'ü');
-- desired
CREATE TABLE "order" ("select" INTEGER PRIMARY KEY, "it's" TEXT UNIQUE, "a ""b""" TEXT, [x y] INT, `z``z` INT, ä TEXT,
  "group" TEXT DEFAULT 'g', CHECK ("x y" > 1), UNIQUE ("z`z", "ä"));
CREATE INDEX "in dex" ON "order" ("it's", "a ""b""");

-- case: names that are keywords all the same
-- current
CREATE TABLE key (abort INTEGER PRIMARY KEY, desc TEXT, "true" TEXT, "current_date" TEXT, "null" TEXT, match TEXT);
-- rows
INSERT INTO key VALUES (1, 'a', 'b', 'c', 'd', 'e');
-- desired
CREATE TABLE key (abort INTEGER PRIMARY KEY, desc TEXT NOT NULL, "true" TEXT, "current_date" TEXT, "null" TEXT, match TEXT,
  replace TEXT, CHECK ("true" <> "null"));

-- case: a name in the strings' quotes
-- current
CREATE TABLE 't' ('a' INTEGER PRIMARY KEY, 'b' TEXT);
-- rows
INSERT INTO t VALUES (1, 'x');
-- desired
CREATE TABLE 't' ('a' INTEGER PRIMARY KEY, 'b' TEXT, UNIQUE ('b'));

-- case: a table whose name begins as those of SQLite nearly do
-- current
CREATE TABLE sqlitefoo (a);
CREATE TABLE sqlite (a);
-- rows
INSERT INTO sqlitefoo VALUES (1);
-- desired
CREATE TABLE sqlitefoo (a UNIQUE);
CREATE TABLE sqlite (a, b);

-- case: a table has the name of a rebuild
-- current
CREATE TABLE t (a);
CREATE TABLE aludel_new_t (a);
CREATE INDEX Aludel_New_T_2 ON t (a);
-- rows
INSERT INTO t VALUES (1);
INSERT INTO aludel_new_t VALUES (2);
-- desired
CREATE TABLE t (a UNIQUE);
CREATE TABLE aludel_new_t (a);
CREATE INDEX Aludel_New_T_2 ON t (a);

-- case: letters of a table's name change
-- current
CREATE TABLE Users (a);
-- rows
INSERT INTO Users VALUES (1);
-- desired
CREATE TABLE users (a);
-- refused: are the same name to SQLite

-- case: statistics are there
-- current
CREATE TABLE t (a, b);
CREATE INDEX i ON t (a);
ANALYZE;
-- rows
INSERT INTO t VALUES (1, 2);
ANALYZE;
-- desired
CREATE TABLE t (a NOT NULL, b);
CREATE INDEX i ON t (a);

-- case: comments everywhere
-- current
CREATE /* a */ TABLE -- b
  t ( -- c, (
  a /* , */ INTEGER -- d
  PRIMARY KEY, b TEXT -- , e
  /* ) */ ) -- f
;
-- rows
INSERT INTO t VALUES (1, 'x');
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY /* here */, b TEXT CHECK (b <> '--'), -- migrate: downgrade
  c TEXT -- the last
);

-- case: strings with all signs
-- current
CREATE TABLE t (a TEXT DEFAULT 'x');
-- rows
INSERT INTO t VALUES ('y');
-- desired
CREATE TABLE t (a TEXT DEFAULT 'a, (b; -- "c" [d] `e` /* f */ ''g'''
);
