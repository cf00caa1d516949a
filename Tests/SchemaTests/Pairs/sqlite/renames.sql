What gets another name, and all that hangs on it.

-- case: a column under a view, an index and a check
-- current
CREATE TABLE t (id INTEGER PRIMARY KEY, mail TEXT DEFAULT 'x' CHECK (mail <> ''), n);
CREATE INDEX t_mail ON t (lower(mail)) WHERE mail IS NOT NULL;
CREATE VIEW v AS SELECT mail, n FROM t;
-- rows
INSERT INTO t VALUES (1, 'a', 2);
-- desired
CREATE TABLE t (id INTEGER PRIMARY KEY, email TEXT DEFAULT 'x' CHECK (email <> ''), n);
CREATE INDEX t_email ON t (lower(email)) WHERE email IS NOT NULL;
CREATE VIEW v AS SELECT email AS mail, n FROM t;
-- rename: t.mail=t.email

-- case: a column that also changes its type, by a comment
-- current
CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER);
CREATE VIEW v AS SELECT n FROM t;
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (
  id INTEGER PRIMARY KEY,
  -- renamed from: n
  "the number" INT NOT NULL
);
CREATE VIEW v AS SELECT "the number" AS n FROM t;

-- case: a table with all that is its own
-- current
CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, mail TEXT UNIQUE, age INTEGER CHECK (age > 0));
CREATE INDEX users_age ON users (age);
CREATE TRIGGER g AFTER UPDATE ON users BEGIN UPDATE users SET age = 1 WHERE id = NEW.id; END;
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users ON DELETE CASCADE);
CREATE VIEW v AS SELECT mail FROM users;
-- rows
INSERT INTO users VALUES (7, 'a', 7);
INSERT INTO posts VALUES (1, 7);
-- desired
CREATE TABLE people (id INTEGER PRIMARY KEY AUTOINCREMENT, mail TEXT UNIQUE, age INTEGER CHECK (age > 0));
CREATE INDEX people_age ON people (age);
CREATE TRIGGER g AFTER UPDATE ON people BEGIN UPDATE people SET age = 1 WHERE id = NEW.id; END;
CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES people ON DELETE CASCADE);
CREATE VIEW v AS SELECT mail FROM people;
-- rename: users=people

-- case: a table and its columns at once
-- current
CREATE TABLE users (id INTEGER PRIMARY KEY, mail TEXT, born TEXT) STRICT;
CREATE TABLE k (u INTEGER REFERENCES users (id));
-- rows
INSERT INTO users VALUES (1, 'a', '2000-01-01');
INSERT INTO k VALUES (1);
-- desired
CREATE TABLE people ("key" INTEGER PRIMARY KEY, mail TEXT, birthday TEXT) STRICT;
CREATE TABLE k (person INTEGER REFERENCES people ("key"));
-- rename: users=people
-- rename: people.id=people.key
-- rename: people.born=people.birthday
-- rename: k.u=k.person

-- case: a table by a comment, and one that is rebuilt for another reason
-- current
CREATE TABLE a (id INTEGER PRIMARY KEY, x INTEGER);
CREATE TABLE k (a INTEGER REFERENCES a, n INTEGER);
-- rows
INSERT INTO a VALUES (1, 4);
INSERT INTO k VALUES (1, 2);
-- desired
-- renamed from: a
CREATE TABLE b (id INTEGER PRIMARY KEY, x INTEGER NOT NULL);
CREATE TABLE k (a INTEGER REFERENCES b, n INTEGER CHECK (n > 0));

-- case: a table that refers to itself, without rowid
-- current
CREATE TABLE a (id TEXT PRIMARY KEY, up TEXT REFERENCES a (id)) WITHOUT ROWID;
-- rows
INSERT INTO a VALUES ('x', 'x');
-- desired
CREATE TABLE "b c" (id TEXT PRIMARY KEY, parent TEXT REFERENCES "b c" (id)) WITHOUT ROWID;
-- rename: a=b c
-- rename: b c.up=b c.parent

-- case: a column that a generated one and a trigger use
-- current
CREATE TABLE t (a INTEGER, g INTEGER AS (a * 2) STORED);
CREATE TRIGGER g AFTER INSERT ON t WHEN NEW.a > 1 BEGIN DELETE FROM t WHERE a = 0; END;
-- rows
INSERT INTO t (a) VALUES (3);
-- desired
CREATE TABLE t (n INTEGER, g INTEGER AS (n * 2) STORED);
CREATE TRIGGER g AFTER INSERT ON t WHEN NEW.n > 1 BEGIN DELETE FROM t WHERE n = 0; END;
-- rename: t.a=t.n

-- case: a column under a view of a view
-- current
CREATE TABLE t (id INTEGER PRIMARY KEY, a);
CREATE VIEW v AS SELECT a FROM t;
CREATE VIEW w AS SELECT a FROM v;
-- rows
INSERT INTO t VALUES (1, 'x');
-- desired
CREATE TABLE t (id INTEGER PRIMARY KEY, z);
CREATE VIEW v AS SELECT z FROM t;
CREATE VIEW w AS SELECT z FROM v;
-- rename: t.a=t.z

-- case: a column under a view with a trigger
-- current
CREATE TABLE t (id INTEGER PRIMARY KEY, a);
CREATE VIEW v AS SELECT id, a FROM t;
CREATE TRIGGER g INSTEAD OF INSERT ON v BEGIN INSERT INTO t VALUES (NEW.id, NEW.a); END;
-- rows
INSERT INTO t VALUES (1, 'x');
-- desired
CREATE TABLE t (id INTEGER PRIMARY KEY, z);
CREATE VIEW v AS SELECT id, z FROM t;
CREATE TRIGGER g INSTEAD OF INSERT ON v BEGIN INSERT INTO t VALUES (NEW.id, NEW.z); END;
-- rename: t.a=t.z
