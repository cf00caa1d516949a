Many changes at once, as they come in life.

-- case: a shop grows up
-- current
CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT, mail TEXT);
CREATE TABLE orders (id INTEGER PRIMARY KEY AUTOINCREMENT, customer INTEGER, total REAL, note TEXT);
CREATE INDEX orders_customer ON orders (customer);
CREATE VIEW totals AS SELECT customer, sum(total) AS total FROM orders GROUP BY customer;
-- rows
INSERT INTO customers VALUES (1, 'Ana', 'ana@example.com'), (2, 'João', NULL);
INSERT INTO orders VALUES (1, 1, 10.5, NULL), (2, 1, 3, 'fast'), (7, 2, 0.1, '');
-- desired
CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, mail TEXT COLLATE NOCASE UNIQUE, since TEXT);
CREATE TABLE orders (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  customer INTEGER NOT NULL REFERENCES customers ON DELETE CASCADE,
  total REAL NOT NULL DEFAULT 0 CHECK (total >= 0),
  cents INTEGER AS (CAST(round(total * 100) AS INTEGER)) STORED,
  note TEXT
);
CREATE TABLE lines (
  "order" INTEGER NOT NULL REFERENCES orders,
  number INTEGER NOT NULL,
  article TEXT NOT NULL,
  PRIMARY KEY ("order", number)
) WITHOUT ROWID;
CREATE INDEX orders_customer ON orders (customer, total DESC);
CREATE INDEX lines_article ON lines (article) WHERE article <> '';
CREATE VIEW totals AS SELECT customer, sum(cents) AS total FROM orders GROUP BY customer;
CREATE TRIGGER orders_number AFTER INSERT ON orders
BEGIN
  UPDATE customers SET since = coalesce(since, date('now')) WHERE id = NEW.customer;
END;

-- case: parents and children are rebuilt together
-- current
CREATE TABLE a (id INTEGER PRIMARY KEY, x TEXT);
CREATE TABLE b (id INTEGER PRIMARY KEY, a INTEGER NOT NULL REFERENCES a ON DELETE CASCADE);
CREATE TABLE c (id INTEGER PRIMARY KEY, b INTEGER REFERENCES b ON DELETE SET NULL);
-- rows
INSERT INTO a VALUES (1, 'x'), (2, 'y');
INSERT INTO b VALUES (1, 1), (2, 1), (3, 2);
INSERT INTO c VALUES (1, 1), (2, 3), (3, NULL);
-- desired
CREATE TABLE a (id INTEGER PRIMARY KEY, x TEXT UNIQUE);
CREATE TABLE b (id INTEGER PRIMARY KEY, a INTEGER NOT NULL REFERENCES a ON DELETE RESTRICT);
CREATE TABLE c (id INTEGER PRIMARY KEY, b INTEGER REFERENCES b ON DELETE SET DEFAULT, d TEXT NOT NULL DEFAULT (1 || 2));

-- case: a parent is rebuilt and its children stay
-- current
CREATE TABLE a (id INTEGER PRIMARY KEY, x TEXT);
CREATE TABLE b (id INTEGER PRIMARY KEY, a INTEGER NOT NULL REFERENCES a ON DELETE CASCADE);
CREATE TABLE c (id INTEGER PRIMARY KEY, a INTEGER REFERENCES a ON DELETE SET NULL);
-- rows
INSERT INTO a VALUES (1, 'x'), (2, 'y');
INSERT INTO b VALUES (1, 1), (2, 1), (3, 2);
INSERT INTO c VALUES (1, 1), (2, 2), (3, NULL);
-- desired
CREATE TABLE a (id INTEGER PRIMARY KEY, x TEXT NOT NULL);
CREATE TABLE b (id INTEGER PRIMARY KEY, a INTEGER NOT NULL REFERENCES a ON DELETE CASCADE);
CREATE TABLE c (id INTEGER PRIMARY KEY, a INTEGER REFERENCES a ON DELETE SET NULL);

-- case: a schema becomes another one
-- current
CREATE TABLE a (id INTEGER PRIMARY KEY, x TEXT REFERENCES b);
CREATE TABLE b (id TEXT PRIMARY KEY);
CREATE VIEW v AS SELECT * FROM a;
CREATE TRIGGER g INSTEAD OF DELETE ON v BEGIN DELETE FROM a; END;
-- desired
CREATE TABLE v (id INTEGER PRIMARY KEY, x TEXT REFERENCES w);
CREATE TABLE w (id TEXT PRIMARY KEY);
CREATE VIEW a AS SELECT * FROM v;
CREATE TRIGGER g INSTEAD OF DELETE ON a BEGIN DELETE FROM v; END;

-- case: columns go, come and change in one table
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c TEXT, d TEXT, e AS (b || c));
CREATE INDEX i ON t (b);
CREATE INDEX j ON t (c) WHERE d > 1;
-- rows
INSERT INTO t VALUES (1, 'b', 'c', 'd'), (2, NULL, NULL, NULL);
-- desired
CREATE TABLE t (z TEXT DEFAULT 'z', a INTEGER PRIMARY KEY, c TEXT DEFAULT 'c', d TEXT CHECK (d <> c), f AS (c || d) STORED);
CREATE INDEX j ON t (c) WHERE d > 1;

-- case: columns that name each other come
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY);
-- rows
INSERT INTO t VALUES (1);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b AS (c + 1), c AS (d + 1), d INTEGER DEFAULT 5 CHECK (d < e), e INTEGER DEFAULT 6);

-- case: columns whose checks name each other come
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY);
-- rows
INSERT INTO t VALUES (1);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, d INTEGER DEFAULT 5 CHECK (d < e), e INTEGER DEFAULT 6 CHECK (e > d));

-- case: every column of a strict table without rowids changes
-- current
CREATE TABLE t (a INT, b TEXT, c REAL, PRIMARY KEY (a, b)) STRICT, WITHOUT ROWID;
-- rows
INSERT INTO t VALUES (1, 'x', 1.5), (1, 'y', NULL);
-- desired
CREATE TABLE t (a INTEGER, b TEXT COLLATE RTRIM, c ANY, PRIMARY KEY (b, a)) STRICT, WITHOUT ROWID;

-- case: a dump of the shell
-- current
CREATE TABLE IF NOT EXISTS "users" ("id" integer not null primary key autoincrement, "name" varchar not null);
-- rows
INSERT INTO users VALUES (3, 'x');
-- desired
CREATE TABLE IF NOT EXISTS users (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name VARCHAR NOT NULL,
  created_at DATETIME);
CREATE UNIQUE INDEX IF NOT EXISTS "index_users_on_name" ON "users" ("name");

-- case: nothing happens
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT);
CREATE VIEW v AS SELECT a FROM t;
-- rows
INSERT INTO t VALUES (1, 'x');
-- desired
create table T(B text, "a" integer primary key);
create view v as select "a" from t;
-- refused: are the same name to SQLite

-- case: an empty schema
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT REFERENCES t);
CREATE VIEW v AS SELECT a FROM t;
CREATE INDEX i ON t (b);
-- rows
INSERT INTO t VALUES (1, 1);
-- desired
