What gets another name, and all that hangs on it.

-- case: a column under a view, an index, a check and a default
-- current
CREATE TABLE t (id integer PRIMARY KEY, mail text DEFAULT 'x' CHECK (mail <> ''), n integer);
CREATE INDEX t_mail ON t (lower(mail)) WHERE mail IS NOT NULL;
CREATE VIEW v AS SELECT mail, n FROM t;
-- rows
INSERT INTO t VALUES (1, 'a', 2);
-- desired
CREATE TABLE t (id integer PRIMARY KEY, email text DEFAULT 'x' CHECK (email <> ''), n integer);
CREATE INDEX t_email ON t (lower(email)) WHERE email IS NOT NULL;
CREATE VIEW v AS SELECT email AS mail, n FROM t;
-- rename: t.mail=t.email

-- case: a column that also changes its type, by a comment
-- current
CREATE TABLE t (id integer PRIMARY KEY, n integer);
CREATE VIEW v AS SELECT n FROM t;
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (
  id integer PRIMARY KEY,
  -- renamed from: n
  "Number" bigint NOT NULL
);
CREATE VIEW v AS SELECT "Number" AS n FROM t;

-- case: a table with all that is its own
-- current
CREATE TABLE users (id serial PRIMARY KEY, mail text UNIQUE, age integer CHECK (age > 0));
CREATE INDEX users_age ON users (age);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER g BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION f();
CREATE TABLE posts (id integer PRIMARY KEY, user_id integer REFERENCES users ON DELETE CASCADE);
CREATE VIEW v AS SELECT mail FROM users;
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON users USING (age > 1);
COMMENT ON TABLE users IS 'them';
-- rows
INSERT INTO users (mail, age) VALUES ('a', 7);
INSERT INTO posts VALUES (1, 1);
-- desired
CREATE TABLE people (id serial PRIMARY KEY, mail text UNIQUE, age integer CHECK (age > 0));
CREATE INDEX people_age ON people (age);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER g BEFORE UPDATE ON people FOR EACH ROW EXECUTE FUNCTION f();
CREATE TABLE posts (id integer PRIMARY KEY, user_id integer REFERENCES people ON DELETE CASCADE);
CREATE VIEW v AS SELECT mail FROM people;
ALTER TABLE people ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON people USING (age > 1);
COMMENT ON TABLE people IS 'them';
-- rename: users=people

-- case: a table and two of its columns at once
-- current
CREATE TABLE users (id integer PRIMARY KEY, mail text, born date);
CREATE TABLE k (u integer REFERENCES users (id));
-- rows
INSERT INTO users VALUES (1, 'a', '2000-01-01');
INSERT INTO k VALUES (1);
-- desired
CREATE TABLE people (key integer PRIMARY KEY, mail text, birthday date);
CREATE TABLE k (person integer REFERENCES people (key));
-- rename: users=people
-- rename: people.id=people.key
-- rename: people.born=people.birthday
-- rename: k.u=k.person

-- case: a table of another schema, by a comment
-- current
CREATE SCHEMA app;
CREATE TABLE app.a (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, x integer);
CREATE TABLE app.k (a integer REFERENCES app.a);
-- rows
INSERT INTO app.a (x) VALUES (4);
-- desired
CREATE SCHEMA app;
-- renamed from: a
CREATE TABLE app.b (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, x integer);
CREATE TABLE app.k (a integer REFERENCES app.b);

-- case: two columns change names with each other and a third one comes
-- current
CREATE TABLE t (a integer, b text, c integer);
-- rows
INSERT INTO t VALUES (1, 'x', 2);
-- desired
CREATE TABLE t (a integer, "B" text, d integer);
-- rename: t.b=t.B
-- rename: t.c=t.d

-- case: a column of a partitioned table
-- current
CREATE TABLE p (id integer, n integer, PRIMARY KEY (id)) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
CREATE INDEX p_n ON p (n);
-- rows
INSERT INTO p VALUES (1, 5);
-- desired
CREATE TABLE p (id integer, count integer, PRIMARY KEY (id)) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
CREATE INDEX p_count ON p (count);
-- rename: p.n=p.count

-- case: a column of a parent, which its child has, too
-- current
CREATE TABLE p (a integer, b text);
CREATE TABLE k (c integer) INHERITS (p);
-- rows
INSERT INTO k VALUES (1, 'x', 2);
-- desired
CREATE TABLE p (z integer, b text);
CREATE TABLE k (c integer) INHERITS (p);
-- rename: p.a=p.z

-- case: a value of an enum that columns, defaults and views use
-- current
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE t (id integer PRIMARY KEY, m mood DEFAULT 'sad', CHECK (m <> 'ok' OR id > 0));
CREATE INDEX i ON t (id) WHERE m = 'sad';
CREATE VIEW v AS SELECT id FROM t WHERE m = 'sad';
-- rows
INSERT INTO t VALUES (1, NULL);
-- desired
CREATE TYPE mood AS ENUM ('unhappy', 'ok');
CREATE TABLE t (id integer PRIMARY KEY, m mood DEFAULT 'unhappy', CHECK (m <> 'ok' OR id > 0));
CREATE INDEX i ON t (id) WHERE m = 'unhappy';
CREATE VIEW v AS SELECT id FROM t WHERE m = 'unhappy';
-- rename: mood.sad=mood.unhappy

-- case: a value of an enum by a comment, with a new one beside it
-- current
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE t (m mood[]);
-- rows
INSERT INTO t VALUES (NULL);
-- desired
CREATE TYPE mood AS ENUM (
  -- renamed from: sad
  'it''s bad',
  'ok', 'great'
);
CREATE TABLE t (m mood[]);

-- case: a table under a function that the server reads, and under statistics
-- current
CREATE TABLE t (a integer, b integer);
CREATE FUNCTION f() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT sum(a) FROM t; END;
CREATE STATISTICS s ON a, b FROM t;
CREATE MATERIALIZED VIEW m AS SELECT a FROM t;
CREATE UNIQUE INDEX mi ON m (a);
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE u (a integer, c integer);
CREATE FUNCTION f() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT sum(a) FROM u; END;
CREATE STATISTICS s ON a, c FROM u;
CREATE MATERIALIZED VIEW m AS SELECT a FROM u;
CREATE UNIQUE INDEX mi ON m (a);
-- rename: t=u
-- rename: u.b=u.c

-- case: a column that a generated one is made of
-- current
CREATE TABLE t (a integer, g integer GENERATED ALWAYS AS (a * 2) STORED, CONSTRAINT c EXCLUDE USING btree (a WITH =));
-- rows
INSERT INTO t VALUES (3);
-- desired
CREATE TABLE t (n integer, g integer GENERATED ALWAYS AS (n * 2) STORED, CONSTRAINT c EXCLUDE USING btree (n WITH =));
-- rename: t.a=t.n
