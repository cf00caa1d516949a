Constraints, which only a rebuild can change.

-- case: a primary key is added
-- current
CREATE TABLE t (a INT, b TEXT);
-- rows
INSERT INTO t VALUES (1, 'x'), (2, NULL);
-- desired
CREATE TABLE t (a INT PRIMARY KEY, b TEXT);

-- case: a column becomes the row's number
-- current
CREATE TABLE t (a INT PRIMARY KEY, b TEXT);
-- rows
INSERT INTO t VALUES (11, 'x'), (22, NULL);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT);

-- case: a number of the row becomes a column of its own
-- current
CREATE TABLE t (b TEXT);
-- rows
INSERT INTO t VALUES ('x'), (NULL);
-- desired
CREATE TABLE t (id INTEGER PRIMARY KEY, b TEXT);

-- case: a primary key gets another column
-- current
CREATE TABLE t (a INT, b TEXT, PRIMARY KEY (a));
-- rows
INSERT INTO t VALUES (1, 'x'), (2, 'y');
-- desired
CREATE TABLE t (a INT, b TEXT, PRIMARY KEY (a, b));

-- case: the columns of a primary key change places
-- current
CREATE TABLE t (a INT, b TEXT, PRIMARY KEY (a, b));
-- rows
INSERT INTO t VALUES (1, 'x'), (2, 'y');
-- desired
CREATE TABLE t (a INT, b TEXT, PRIMARY KEY (b, a));

-- case: a primary key gets a name
-- current
CREATE TABLE t (a INT PRIMARY KEY, b TEXT);
-- rows
INSERT INTO t VALUES (1, 'x'), (2, 'y');
-- desired
CREATE TABLE t (a INT, b TEXT, CONSTRAINT pk_t PRIMARY KEY (a));

-- case: a primary key counts down
-- current
CREATE TABLE t (a INT, b TEXT, PRIMARY KEY (a));
-- rows
INSERT INTO t VALUES (1, 'x'), (2, 'y');
-- desired
CREATE TABLE t (a INT, b TEXT, PRIMARY KEY (a DESC));

-- case: a row's number no longer is one, by an old mistake
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT);
-- rows
INSERT INTO t VALUES (10, 'x'), (20, 'y');
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY DESC, b TEXT);

-- case: a primary key goes
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT);
-- rows
INSERT INTO t VALUES (10, 'x'), (20, 'y');
-- desired
CREATE TABLE t (a INTEGER, b TEXT);

-- case: a primary key answers conflicts
-- current
CREATE TABLE t (a INT PRIMARY KEY, b TEXT);
-- rows
INSERT INTO t VALUES (10, 'x'), (20, 'y');
-- desired
CREATE TABLE t (a INT PRIMARY KEY ON CONFLICT REPLACE, b TEXT);

-- case: a key begins to count
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT);
-- rows
INSERT INTO t VALUES (10, 'x'), (20, 'y');
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT, b TEXT);

-- case: a key of the table begins to count
-- current
CREATE TABLE t (a INTEGER, b TEXT, PRIMARY KEY (a));
-- rows
INSERT INTO t VALUES (10, 'x'), (20, 'y');
-- desired
CREATE TABLE t (a INTEGER, b TEXT, PRIMARY KEY (a AUTOINCREMENT));

-- case: a unique constraint is added
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c TEXT);
-- rows
INSERT INTO t VALUES (1, 'x', 'y'), (2, 'x', 'z'), (3, NULL, NULL);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c TEXT, UNIQUE (b, c));

-- case: a unique constraint goes
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT UNIQUE);
-- rows
INSERT INTO t VALUES (1, 'x'), (2, 'y');
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT);

-- case: a unique constraint gets another collation
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, UNIQUE (b));
-- rows
INSERT INTO t VALUES (1, 'x'), (2, 'y');
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, UNIQUE (b COLLATE NOCASE));

-- case: a unique constraint that leaves rows out keeps all that are there
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT);
-- rows
INSERT INTO t VALUES (1, 'x'), (2, 'y'), (3, NULL);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, CONSTRAINT once UNIQUE (b) ON CONFLICT IGNORE);

-- case: a unique constraint becomes a unique index
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT UNIQUE);
-- rows
INSERT INTO t VALUES (1, 'x'), (2, 'y');
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT);
CREATE UNIQUE INDEX t_b ON t (b);

-- case: unnamed constraints that are twice there
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, CHECK (b > ''), CHECK (b > ''), UNIQUE (b), UNIQUE (b));
-- rows
INSERT INTO t VALUES (1, 'x'), (2, 'y');
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, CHECK (b > ''), UNIQUE (b));

-- case: two constraints with one name
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT);
-- rows
INSERT INTO t VALUES (1, 'x'), (2, 'y');
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, CONSTRAINT c CHECK (b > ''), CONSTRAINT c CHECK (a > 0));

-- case: a check is added
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER);
-- rows
INSERT INTO t VALUES (1, 5), (2, NULL);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER CHECK (b > 0));

-- case: a check changes
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER, CONSTRAINT positive CHECK (b > 0));
-- rows
INSERT INTO t VALUES (1, 5), (2, NULL);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER, CONSTRAINT positive CHECK (b >= 0 AND b IN (1, 5, 7)));

-- case: a check that names its own table is added
-- current
CREATE TABLE "t t" (a INTEGER PRIMARY KEY, b INTEGER);
-- rows
INSERT INTO "t t" VALUES (1, 5), (2, NULL);
-- desired
CREATE TABLE "t t" (a INTEGER PRIMARY KEY, b INTEGER, CHECK ("t t".b > [T T].a));

-- case: a check goes
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER CHECK (b > 0));
-- rows
INSERT INTO t VALUES (1, 5), (2, NULL);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER);

-- case: constraints without commas between them
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER, UNIQUE (b) CHECK (b > 0) CONSTRAINT empty);
-- rows
INSERT INTO t VALUES (1, 5), (2, NULL);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER, CHECK (b > 0) UNIQUE (b, a));

-- case: a foreign key is added
-- current
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER);
-- rows
INSERT INTO p VALUES (1), (2);
INSERT INTO t VALUES (1, 1), (2, NULL);
-- desired
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER REFERENCES p (id));

-- case: a foreign key gets other actions
-- current
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER REFERENCES p (id));
-- rows
INSERT INTO p VALUES (1), (2);
INSERT INTO t VALUES (1, 1), (2, NULL);
-- desired
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER REFERENCES p (id) ON DELETE CASCADE ON UPDATE SET NULL
  DEFERRABLE INITIALLY DEFERRED);

-- case: a foreign key points elsewhere
-- current
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE q (id INTEGER PRIMARY KEY);
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER REFERENCES p (id));
-- rows
INSERT INTO p VALUES (1), (2);
INSERT INTO q VALUES (1), (2);
INSERT INTO t VALUES (1, 1), (2, NULL);
-- desired
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE q (id INTEGER PRIMARY KEY);
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER REFERENCES q (id));

-- case: a foreign key goes
-- current
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER REFERENCES p (id));
-- rows
INSERT INTO p VALUES (1), (2);
INSERT INTO t VALUES (1, 1), (2, NULL);
-- desired
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER);

-- case: a table gets a foreign key to itself
-- current
CREATE TABLE t (id INTEGER PRIMARY KEY, up INTEGER);
-- rows
INSERT INTO t VALUES (1, NULL), (2, 1), (3, 2);
-- desired
CREATE TABLE t (id INTEGER PRIMARY KEY, up INTEGER REFERENCES t ON DELETE CASCADE);

-- case: two tables refer to each other
-- current
CREATE TABLE a (id INTEGER PRIMARY KEY, b INTEGER);
CREATE TABLE b (id INTEGER PRIMARY KEY, a INTEGER);
-- rows
INSERT INTO a VALUES (1, 1);
INSERT INTO b VALUES (1, 1);
-- desired
CREATE TABLE a (id INTEGER PRIMARY KEY, b INTEGER REFERENCES b);
CREATE TABLE b (id INTEGER PRIMARY KEY, a INTEGER REFERENCES a);

-- case: two new tables refer to each other
-- desired
CREATE TABLE a (id INTEGER PRIMARY KEY, b INTEGER REFERENCES b DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE b (id INTEGER PRIMARY KEY, a INTEGER REFERENCES a);

-- case: a table and the foreign keys to it go
-- current
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER REFERENCES p ON DELETE CASCADE);
-- rows
INSERT INTO p VALUES (1), (2);
INSERT INTO t VALUES (1, NULL), (2, NULL);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER);

-- case: two tables go, of which one refers to the other
-- current
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER REFERENCES p);
-- rows
INSERT INTO p VALUES (1), (2);
INSERT INTO t VALUES (1, 1), (2, 2);
-- desired
CREATE TABLE other (a);

-- case: a table that refers to itself goes
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER REFERENCES t);
CREATE TABLE u (a);
-- rows
INSERT INTO t VALUES (1, 1), (2, 1);
-- desired
CREATE TABLE u (a);

-- case: a foreign key names its target by another case and no columns
-- current
CREATE TABLE P (Id INTEGER PRIMARY KEY);
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER REFERENCES P);
-- rows
INSERT INTO P VALUES (1);
INSERT INTO t VALUES (1, 1);
-- desired
CREATE TABLE P (Id INTEGER PRIMARY KEY);
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER, FOREIGN KEY (B) REFERENCES "p" (ID));

-- case: a table that must not lose rows which its own refer to goes
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER REFERENCES t ON DELETE RESTRICT);
CREATE TABLE u (a);
-- rows
INSERT INTO t VALUES (1, 1), (2, 1);
-- desired
CREATE TABLE u (a);

-- case: words of a foreign key that mean nothing
-- current
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE t (a REFERENCES p ON INSERT CASCADE NOT NULL DEFERRABLE INITIALLY DEFERRED);
-- rows
INSERT INTO p VALUES (1);
INSERT INTO t VALUES (1);
-- desired
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE t (a REFERENCES p ON DELETE NO ACTION NOT DEFERRABLE INITIALLY DEFERRED, b UNIQUE);
