Columns of tables that hold rows: what ALTER TABLE can do, and what it cannot.

-- case: a column is added
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT);
-- rows
INSERT INTO t VALUES (1, 'x'), (2, NULL);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c TEXT);

-- case: a column is added in the middle
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT);
-- rows
INSERT INTO t VALUES (1, 'x'), (2, NULL);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, c TEXT, b TEXT);

-- case: a column is added to a table with constraints behind its columns
-- current
CREATE TABLE t (a INTEGER, b TEXT, PRIMARY KEY (a), CHECK (b <> '') /* never empty */);
-- rows
INSERT INTO t VALUES (1, 'x'), (2, NULL);
-- desired
CREATE TABLE t (a INTEGER, b TEXT, c, PRIMARY KEY (a), CHECK (b <> ''));

-- case: several columns are added
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY);
-- rows
INSERT INTO t VALUES (1), (7);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT DEFAULT 'none', c REAL DEFAULT -1.5, d BLOB DEFAULT X'00ff');

-- case: a column with a constant default is added
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY);
-- rows
INSERT INTO t VALUES (1), (7);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER NOT NULL DEFAULT 5);

-- case: a column with a default in parentheses is added
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY);
-- rows
INSERT INTO t VALUES (1), (7);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER NOT NULL DEFAULT (5));

-- case: a column with a negative default in parentheses is added
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY);
-- rows
INSERT INTO t VALUES (1), (7);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER NOT NULL DEFAULT (-5));

-- case: a column with an expression as default is added
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY);
-- rows
INSERT INTO t VALUES (1), (7);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER NOT NULL DEFAULT (1 + 2));

-- case: a column that defaults to the time is added
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY);
-- rows
INSERT INTO t VALUES (1), (7);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP);

-- case: a column that defaults to true is added
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY);
-- rows
INSERT INTO t VALUES (1), (7);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b BOOLEAN NOT NULL DEFAULT TRUE);

-- case: a column that is not null and has no default is added to an empty table
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT NOT NULL);

-- case: a unique column is added
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY);
-- rows
INSERT INTO t VALUES (1), (7);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT UNIQUE);

-- case: a column with a check is added
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY);
-- rows
INSERT INTO t VALUES (1), (7);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER DEFAULT 9 CONSTRAINT more CHECK (b > a));

-- case: a column and a check of the table are added
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY);
-- rows
INSERT INTO t VALUES (1), (7);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER DEFAULT 9, c TEXT, CONSTRAINT more CHECK (b > a));

-- case: a column with a foreign key is added
-- current
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE t (a INTEGER PRIMARY KEY);
-- rows
INSERT INTO p VALUES (1);
INSERT INTO t VALUES (1), (7);
-- desired
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER REFERENCES p ON DELETE CASCADE);

-- case: a column and a foreign key of the table are added
-- current
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE t (a INTEGER PRIMARY KEY);
-- rows
INSERT INTO p VALUES (1);
INSERT INTO t VALUES (1), (7);
-- desired
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER, CONSTRAINT "t to p" FOREIGN KEY (b) REFERENCES p (id));

-- case: a column with a foreign key and a default is added
-- current
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE t (a INTEGER PRIMARY KEY);
-- rows
INSERT INTO p VALUES (1);
INSERT INTO t VALUES (1), (7);
-- desired
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER DEFAULT 1 REFERENCES p (id));

-- case: a column with a foreign key and the default null is added
-- current
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE t (a INTEGER PRIMARY KEY);
-- rows
INSERT INTO t VALUES (1), (7);
-- desired
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER DEFAULT NULL REFERENCES p (id));

-- case: two columns with one foreign key are added
-- current
CREATE TABLE p (x, y, PRIMARY KEY (x, y));
CREATE TABLE t (a INTEGER PRIMARY KEY);
-- rows
INSERT INTO t VALUES (1), (7);
-- desired
CREATE TABLE p (x, y, PRIMARY KEY (x, y));
CREATE TABLE t (a INTEGER PRIMARY KEY, x, y, FOREIGN KEY (x, y) REFERENCES p);

-- case: a virtual column is added
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER);
-- rows
INSERT INTO t VALUES (1, 5), (7, NULL);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER, c INTEGER AS (b * 2));

-- case: a stored column is added
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER);
-- rows
INSERT INTO t VALUES (1, 5), (7, NULL);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER, c INTEGER AS (b * 2) STORED);

-- case: a virtual column becomes a stored one
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER, c INTEGER AS (b * 2));
-- rows
INSERT INTO t (a, b) VALUES (1, 5), (7, NULL);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER, c INTEGER AS (b * 2) STORED);

-- case: a generated column gets another expression
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER, c INTEGER AS (b * 2));
-- rows
INSERT INTO t (a, b) VALUES (1, 0), (7, NULL);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER, c INTEGER AS (b * 3));

-- case: a generated column becomes a plain one and keeps its values
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER, c INTEGER AS (b * 2) STORED);
-- rows
INSERT INTO t (a, b) VALUES (1, 5), (7, NULL);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER, c INTEGER);

-- case: a generated column goes
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER, c INTEGER AS (b * 2));
-- rows
INSERT INTO t (a, b) VALUES (1, 5), (7, NULL);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER);

-- case: a stored column goes
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER, c INTEGER AS (b * 2) STORED, d);
-- rows
INSERT INTO t (a, b, d) VALUES (1, 5, 6), (7, NULL, 8);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER, d);

-- case: a column on which a generated one stands goes with it
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER, c INTEGER AS (b * 2));
-- rows
INSERT INTO t (a, b) VALUES (1, 5), (7, NULL);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY);

-- case: a column goes
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c TEXT);
-- rows
INSERT INTO t VALUES (1, 'x', 'y'), (2, NULL, 'z');
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, c TEXT);

-- case: a column with a check of its own goes
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT CHECK (b <> ''), c TEXT);
-- rows
INSERT INTO t VALUES (1, 'x', 'y'), (2, NULL, 'z');
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, c TEXT);

-- case: a column of a table's check goes
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c TEXT, CHECK (b < c));
-- rows
INSERT INTO t VALUES (1, 'x', 'y'), (2, NULL, 'z');
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, c TEXT);

-- case: a column of another column's check goes
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c TEXT CHECK (b < c));
-- rows
INSERT INTO t VALUES (1, 'x', 'y'), (2, NULL, 'z');
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, c TEXT CHECK (c <> ''));

-- case: a unique column goes
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT UNIQUE, c TEXT);
-- rows
INSERT INTO t VALUES (1, 'x', 'y'), (2, NULL, 'z');
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, c TEXT);

-- case: an indexed column goes with its index
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c TEXT);
CREATE INDEX i ON t (b, c);
CREATE INDEX j ON t (c);
-- rows
INSERT INTO t VALUES (1, 'x', 'y'), (2, NULL, 'z');
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, c TEXT);
CREATE INDEX j ON t (c);

-- case: an index loses a column that goes
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c TEXT);
CREATE INDEX i ON t (b, c);
-- rows
INSERT INTO t VALUES (1, 'x', 'y'), (2, NULL, 'z');
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, c TEXT);
CREATE INDEX i ON t (c);

-- case: a column with a foreign key goes
-- current
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER REFERENCES p, c TEXT);
-- rows
INSERT INTO p VALUES (1);
INSERT INTO t VALUES (1, 1, 'y'), (2, NULL, 'z');
-- desired
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE t (a INTEGER PRIMARY KEY, c TEXT);

-- case: one column goes and another comes
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT);
-- rows
INSERT INTO t VALUES (1, 'x'), (2, NULL);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, c TEXT);

-- case: all columns go and others come
-- current
CREATE TABLE t (a, b);
-- rows
INSERT INTO t VALUES (1, 'x'), (2, NULL);
-- desired
CREATE TABLE t (c DEFAULT 5, d);

-- case: all columns of a table without rowids go and others come
-- current
CREATE TABLE t (a PRIMARY KEY) WITHOUT ROWID;
-- rows
INSERT INTO t VALUES (1), (2);
-- desired
CREATE TABLE t (b PRIMARY KEY) WITHOUT ROWID;
-- lossy

-- case: a type changes in its words only
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b VARCHAR(30));
-- rows
INSERT INTO t VALUES (1, 'x'), (2, NULL);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b VARCHAR(60));

-- case: text becomes integer
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT);
-- rows
INSERT INTO t VALUES (1, 'x'), (2, NULL);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER);

-- case: text that looks like numbers becomes integer
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT);
-- rows
INSERT INTO t VALUES (1, '007'), (2, NULL);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER);
-- lossy

-- case: a column loses its type
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT);
-- rows
INSERT INTO t VALUES (1, '007'), (2, NULL);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b);

-- case: a column gets a default
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT);
-- rows
INSERT INTO t VALUES (1, 'x'), (2, NULL);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT DEFAULT 'it''s');

-- case: a default changes
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT DEFAULT 'a');
-- rows
INSERT INTO t VALUES (1, 'x'), (2, NULL);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT DEFAULT 'A');

-- case: a default becomes an expression
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT DEFAULT 'a');
-- rows
INSERT INTO t VALUES (1, 'x'), (2, NULL);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT DEFAULT (datetime('now', 'localtime')));

-- case: a column becomes not null
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT);
-- rows
INSERT INTO t VALUES (1, 'x'), (2, 'y');
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT NOT NULL);

-- case: a column is no longer not null
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT NOT NULL);
-- rows
INSERT INTO t VALUES (1, 'x'), (2, 'y');
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT);

-- case: not null gets a name and an answer to conflicts
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT NOT NULL);
-- rows
INSERT INTO t VALUES (1, 'x'), (2, 'y');
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT DEFAULT 'z' CONSTRAINT "b is there" NOT NULL ON CONFLICT REPLACE);

-- case: a collation changes
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT UNIQUE);
CREATE INDEX i ON t (b);
-- rows
INSERT INTO t VALUES (1, 'x'), (2, 'y');
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT COLLATE NOCASE UNIQUE);
CREATE INDEX i ON t (b);

-- case: a column's name gets other letters
-- current
CREATE TABLE t (id INTEGER PRIMARY KEY, userid TEXT, c);
-- rows
INSERT INTO t VALUES (1, 'x', 2), (2, 'y', 3);
-- desired
CREATE TABLE t (id INTEGER PRIMARY KEY, userId TEXT, c);

-- case: a column goes in whose definition a check of another one stands
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c TEXT CHECK (b <> ''));
-- rows
INSERT INTO t VALUES (1, 'x', 2), (2, 'y', 3);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, CHECK (b <> ''));

-- case: a column comes with a check that has nothing to do with it
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT);
-- rows
INSERT INTO t VALUES (1, 'x'), (2, 'y');
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c TEXT, CHECK (b <> ''));

-- case: a column comes with a check that answers conflicts
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT);
-- rows
INSERT INTO t VALUES (1, 'x'), (2, 'y');
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c TEXT, CONSTRAINT k CHECK (c <> b) ON CONFLICT ABORT);

-- case: a generated column that is not null comes, and one goes
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, d AS (b || a) NOT NULL);
-- rows
INSERT INTO t VALUES (1, 'x'), (2, 'y');
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c AS (a || b) NOT NULL);
