Indexes of every kind.

-- case: an index comes
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c TEXT);
-- rows
INSERT INTO t VALUES (1, 'x', 'y'), (2, NULL, 'z');
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c TEXT);
CREATE INDEX i ON t (b DESC, c COLLATE NOCASE);

-- case: an index goes
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c TEXT);
CREATE INDEX i ON t (b);
-- rows
INSERT INTO t VALUES (1, 'x', 'y'), (2, NULL, 'z');
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c TEXT);

-- case: an index gets a column
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c TEXT);
CREATE INDEX i ON t (b);
-- rows
INSERT INTO t VALUES (1, 'x', 'y'), (2, NULL, 'z');
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c TEXT);
CREATE INDEX i ON t (b, c);

-- case: an index becomes unique
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c TEXT);
CREATE INDEX i ON t (b);
-- rows
INSERT INTO t VALUES (1, 'x', 'y'), (2, NULL, 'z');
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c TEXT);
CREATE UNIQUE INDEX i ON t (b);

-- case: an index becomes partial
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c TEXT);
CREATE INDEX i ON t (b);
-- rows
INSERT INTO t VALUES (1, 'x', 'y'), (2, NULL, 'z');
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c TEXT);
CREATE INDEX i ON t (b) WHERE c IS NOT NULL AND b > 'A';

-- case: the condition of an index changes in a string's case
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c TEXT);
CREATE INDEX i ON t (b) WHERE b > 'a';
-- rows
INSERT INTO t VALUES (1, 'x', 'y'), (2, NULL, 'z');
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c TEXT);
CREATE INDEX i ON t (b) WHERE b > 'A';

-- case: an index of expressions
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c TEXT);
CREATE INDEX i ON t (lower(b), a + 1 DESC);
-- rows
INSERT INTO t VALUES (1, 'x', 'y'), (2, NULL, 'z');
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c TEXT);
CREATE INDEX i ON t (upper(b), a + 1, substr(c, 2));

-- case: an index moves to another table
-- current
CREATE TABLE t (a, b);
CREATE TABLE u (a, b);
CREATE INDEX i ON t (a);
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (a, b);
CREATE TABLE u (a, b);
CREATE INDEX i ON u (a);

-- case: two indexes change tables
-- current
CREATE TABLE t (a, b);
CREATE TABLE u (a, b);
CREATE INDEX i ON t (a);
CREATE INDEX j ON u (a);
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (a, b);
CREATE TABLE u (a, b);
CREATE INDEX i ON u (a);
CREATE INDEX j ON t (a);

-- case: two indexes change tables that are rebuilt
-- current
CREATE TABLE t (a, b);
CREATE TABLE u (a, b);
CREATE INDEX i ON t (a);
CREATE INDEX j ON u (a);
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (a, b NOT NULL);
CREATE TABLE u (a, b UNIQUE);
CREATE INDEX i ON u (a);
CREATE INDEX j ON t (a);

-- case: a rebuilt table keeps, loses, changes and gets indexes
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c TEXT);
CREATE INDEX kept ON t (b) WHERE b > 'A';
CREATE UNIQUE INDEX "kept too" ON t (lower(b), c DESC);
CREATE INDEX lost ON t (c);
CREATE INDEX changed ON t (c, b);
-- rows
INSERT INTO t VALUES (1, 'x', 'y'), (2, 'y', 'z');
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT NOT NULL, c TEXT);
CREATE INDEX kept ON t (b) WHERE b > 'A';
CREATE UNIQUE INDEX "kept too" ON t (lower(b), c DESC);
CREATE INDEX changed ON t (b, c);
CREATE INDEX new ON t (b);

-- case: an index of a column that is new
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT);
-- rows
INSERT INTO t VALUES (1, 'x'), (2, 'y');
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c TEXT);
CREATE INDEX i ON t (c, b);

-- case: an index of a table without rowids
-- current
CREATE TABLE t (a TEXT PRIMARY KEY, b TEXT) WITHOUT ROWID;
CREATE INDEX i ON t (b);
-- rows
INSERT INTO t VALUES ('1', 'x'), ('2', 'y');
-- desired
CREATE TABLE t (a TEXT PRIMARY KEY, b TEXT) WITHOUT ROWID;
CREATE INDEX i ON t (b, a DESC);

-- case: letters of an index's name change
-- current
CREATE TABLE t (a, b);
CREATE INDEX i ON t (a);
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (a, b);
CREATE INDEX I ON t (a);

-- case: an index says ascending and binary
-- current
CREATE TABLE t (a, b);
CREATE INDEX i ON t (a);
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (a, b);
CREATE INDEX i ON t (a COLLATE BINARY ASC);
