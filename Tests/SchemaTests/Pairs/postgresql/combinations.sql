Several changes at once, and chains through many kinds of objects.

-- case: a new value of an enum is a default, in a check and in an index at once
-- current
CREATE TYPE e AS ENUM ('a');
CREATE TABLE t (a e DEFAULT 'a', b integer);
-- rows
INSERT INTO t VALUES ('a', 1);
-- desired
CREATE TYPE e AS ENUM ('a', 'b');
CREATE TABLE t (a e DEFAULT 'b', b integer, CHECK (a IN ('a', 'b')));
CREATE INDEX i ON t (b) WHERE a = 'b';
CREATE VIEW v AS SELECT * FROM t WHERE a = 'b';
-- lossy

-- case: a value for an enum under a domain
-- current
CREATE TYPE e AS ENUM ('a');
CREATE DOMAIN d AS e;
CREATE TABLE t (a d[]);
CREATE FUNCTION f(x d) RETURNS e LANGUAGE sql AS 'SELECT x::e';
-- desired
CREATE TYPE e AS ENUM ('a', 'b');
CREATE DOMAIN d AS e;
CREATE TABLE t (a d[]);
CREATE FUNCTION f(x d) RETURNS e LANGUAGE sql AS 'SELECT x::e';
-- refused: while domain public.d uses it

-- case: a function that returns the rows of a view which is made anew
-- current
CREATE TABLE t (a integer, b text);
CREATE VIEW v AS SELECT a, b FROM t;
CREATE FUNCTION f() RETURNS SETOF v LANGUAGE sql AS 'SELECT * FROM v';
CREATE VIEW w AS SELECT a FROM f();
-- rows
INSERT INTO t VALUES (1, 'x');
-- desired
CREATE TABLE t (a bigint, b text);
CREATE VIEW v AS SELECT a, b FROM t;
CREATE FUNCTION f() RETURNS SETOF v LANGUAGE sql AS 'SELECT * FROM v';
CREATE VIEW w AS SELECT a FROM f();

-- case: a table's rows are a column's type
-- current
CREATE TABLE t (a integer, b text);
CREATE TABLE u (x t, y t[]);
-- rows
INSERT INTO u VALUES (ROW(1, 'x'), NULL);
-- desired
CREATE TABLE t (a integer, b text, c date);
CREATE TABLE u (x t, y t[], z integer);
-- lossy

-- case: a key that others refer to gets another column
-- current
CREATE TABLE p (a integer, b integer, PRIMARY KEY (a));
CREATE TABLE k (a integer REFERENCES p, b integer);
CREATE VIEW v AS SELECT a, b FROM p GROUP BY a;
-- desired
CREATE TABLE p (a integer, b integer, PRIMARY KEY (a, b));
CREATE TABLE k (a integer, b integer, FOREIGN KEY (a, b) REFERENCES p);
CREATE VIEW v AS SELECT a, b FROM p GROUP BY a, b;

-- case: references over three schemas
-- current
CREATE SCHEMA s1;
CREATE SCHEMA s2;
CREATE SCHEMA s3;
CREATE TABLE s3.c (id integer PRIMARY KEY);
CREATE TABLE s2.b (id integer PRIMARY KEY, c integer REFERENCES s3.c);
CREATE TABLE s1.a (id integer PRIMARY KEY, b integer REFERENCES s2.b);
CREATE VIEW s1.v AS SELECT a.id, c.id AS c FROM s1.a JOIN s2.b ON b.id = a.b JOIN s3.c ON c.id = b.c;
-- rows
INSERT INTO s3.c VALUES (1);
INSERT INTO s2.b VALUES (1, 1);
-- desired
CREATE SCHEMA s1;
CREATE SCHEMA s2;
CREATE SCHEMA s3;
CREATE TABLE s3.c (id bigint PRIMARY KEY);
CREATE TABLE s2.b (id integer PRIMARY KEY, c bigint NOT NULL REFERENCES s3.c ON DELETE CASCADE);
CREATE TABLE s1.a (id integer PRIMARY KEY, b integer);
CREATE VIEW s1.v AS SELECT a.id, c.id AS c FROM s1.a JOIN s2.b ON b.id = a.b JOIN s3.c ON c.id = b.c;

-- case: a trigger gets another function and the old one goes
-- current
CREATE TABLE t (a integer);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
-- desired
CREATE TABLE t (a integer);
CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION g();

-- case: defaults, checks and generated columns over new functions and types
-- current
CREATE TABLE t (id integer PRIMARY KEY);
-- rows
INSERT INTO t VALUES (1);
-- desired
CREATE TYPE kind AS ENUM ('x', 'y');
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
CREATE FUNCTION pick(integer) RETURNS kind LANGUAGE sql IMMUTABLE AS $$ SELECT CASE WHEN $1 > 0 THEN 'x'::kind ELSE 'y'::kind END $$;
CREATE FUNCTION fits(kind, positive) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN true; END $$;
CREATE TABLE t (id integer PRIMARY KEY, k kind DEFAULT pick(1), n positive DEFAULT 1, g kind GENERATED ALWAYS AS (pick(id)) STORED, CHECK (fits(k, n)));
CREATE INDEX i ON t (pick(id));

-- case: two tables swap a column that both have in a view
-- current
CREATE TABLE a (id integer PRIMARY KEY, x text);
CREATE TABLE b (id integer PRIMARY KEY);
CREATE VIEW v AS SELECT a.id, a.x FROM a JOIN b USING (id);
-- desired
CREATE TABLE a (id integer PRIMARY KEY);
CREATE TABLE b (id integer PRIMARY KEY, x text);
CREATE VIEW v AS SELECT a.id, b.x FROM a JOIN b USING (id);

-- case: a view and a table change names with each other
-- current
CREATE TABLE a (x integer);
CREATE VIEW b AS SELECT 1 AS x;
-- desired
CREATE TABLE b (x integer);
CREATE VIEW a AS SELECT 1 AS x;

-- case: a materialized view over a materialized view under a type that changes
-- current
CREATE TABLE t (a integer, b integer);
CREATE MATERIALIZED VIEW m1 AS SELECT a, sum(b) AS s FROM t GROUP BY a;
CREATE UNIQUE INDEX i1 ON m1 (a);
CREATE MATERIALIZED VIEW m2 AS SELECT max(s) AS s FROM m1;
CREATE INDEX i2 ON m2 (s);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN REFRESH MATERIALIZED VIEW m1; RETURN NULL; END';
CREATE TRIGGER g AFTER INSERT ON t EXECUTE FUNCTION f();
-- desired
CREATE TABLE t (a bigint, b bigint);
CREATE MATERIALIZED VIEW m1 AS SELECT a, sum(b) AS s FROM t GROUP BY a;
CREATE UNIQUE INDEX i1 ON m1 (a);
CREATE MATERIALIZED VIEW m2 AS SELECT max(s) AS s FROM m1;
CREATE INDEX i2 ON m2 (s);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN REFRESH MATERIALIZED VIEW m1; RETURN NULL; END';
CREATE TRIGGER g AFTER INSERT ON t EXECUTE FUNCTION f();

-- case: row security by a table that is new
-- current
CREATE TABLE docs (id integer PRIMARY KEY, owner text);
-- rows
INSERT INTO docs VALUES (1, 'me');
-- desired
CREATE TABLE members (name text PRIMARY KEY, team integer NOT NULL);
CREATE FUNCTION team_of(who text) RETURNS integer LANGUAGE sql STABLE BEGIN ATOMIC SELECT team FROM members WHERE name = who; END;
CREATE TABLE docs (id integer PRIMARY KEY, owner text, team integer DEFAULT team_of(current_user));
ALTER TABLE docs ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON docs USING (owner = current_user OR team = team_of(current_user)) WITH CHECK (owner = current_user);

-- case: a function read by the server keeps a column from changing
-- current
CREATE TABLE t (a integer, b text);
CREATE FUNCTION f() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT sum(a) FROM t; END;
CREATE VIEW v AS SELECT f() AS x;
-- rows
INSERT INTO t VALUES (1, 'x');
-- desired
CREATE TABLE t (a smallint, b text);
CREATE FUNCTION f() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT sum(a) FROM t; END;
CREATE VIEW v AS SELECT f() AS x;

-- case: a shop grows up
-- current
CREATE TABLE customers (id serial PRIMARY KEY, name varchar(50), mail text);
CREATE TABLE orders (id serial PRIMARY KEY, customer integer REFERENCES customers, total float8, state text DEFAULT 'new', placed timestamp DEFAULT now());
CREATE INDEX orders_customer ON orders (customer);
CREATE VIEW open_orders AS SELECT o.id, c.name, o.total FROM orders o JOIN customers c ON c.id = o.customer WHERE o.state = 'new';
-- rows
INSERT INTO customers (name, mail) VALUES ('Ada', 'ada@example.com');
INSERT INTO orders (customer, total) VALUES (1, 9.5);
-- desired
CREATE EXTENSION citext;
CREATE TYPE state AS ENUM ('new', 'paid', 'sent');
CREATE TABLE customers (id integer GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, name text NOT NULL, mail citext UNIQUE, since date NOT NULL DEFAULT CURRENT_DATE);
COMMENT ON TABLE customers IS 'who buys';
CREATE TABLE orders (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, customer integer NOT NULL REFERENCES customers ON DELETE CASCADE, total numeric(12, 2) NOT NULL CHECK (total >= 0), state state NOT NULL DEFAULT 'new', placed timestamptz NOT NULL DEFAULT now());
CREATE INDEX orders_customer ON orders (customer, placed DESC);
CREATE INDEX orders_open ON orders (placed) WHERE state <> 'sent';
CREATE TABLE lines ("order" bigint REFERENCES orders ON DELETE CASCADE, line smallint, price numeric(12, 2), count integer DEFAULT 1, total numeric GENERATED ALWAYS AS (price * count) STORED, PRIMARY KEY ("order", line));
CREATE VIEW open_orders AS SELECT o.id, c.name, o.total, sum(l.total) AS lines FROM orders o JOIN customers c ON c.id = o.customer LEFT JOIN lines l ON l."order" = o.id WHERE o.state = 'new' GROUP BY o.id, c.name;
CREATE FUNCTION pay(what bigint) RETURNS void LANGUAGE sql AS $$ UPDATE orders SET state = 'paid' WHERE id = what $$;
-- lossy

-- case: everything goes
-- current
CREATE SCHEMA s;
CREATE TYPE s.e AS ENUM ('x');
CREATE DOMAIN s.d AS s.e[];
CREATE TYPE s.c AS (x s.d, y integer);
CREATE SEQUENCE s.q;
CREATE FUNCTION s.f(s.c) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE AGGREGATE s.g(integer) (SFUNC = int4pl, STYPE = integer);
CREATE TABLE s.p (a integer DEFAULT nextval('s.q'), b s.c, CHECK (s.f(b) > 0)) PARTITION BY LIST (a);
CREATE TABLE s.p1 PARTITION OF s.p FOR VALUES IN (1);
CREATE TABLE s.k (a integer PRIMARY KEY, b serial) ;
CREATE TABLE s.l () INHERITS (s.k);
CREATE VIEW s.v AS SELECT s.g(a) AS n FROM s.p;
CREATE MATERIALIZED VIEW s.m AS SELECT n FROM s.v;
CREATE FUNCTION s.t() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER x INSTEAD OF INSERT ON s.v FOR EACH ROW EXECUTE FUNCTION s.t();
CREATE TRIGGER y AFTER INSERT ON s.p FOR EACH ROW EXECUTE FUNCTION s.t();
CREATE POLICY z ON s.k USING (a > 0);
CREATE RULE r AS ON INSERT TO s.l DO INSTEAD NOTHING;
CREATE STATISTICS s.st ON a, b FROM s.k;
-- desired
CREATE TABLE t (a integer);

-- case: words of many languages
-- current
CREATE TABLE "größe" ("名前" text, "Naïve Käse" integer);
COMMENT ON TABLE "größe" IS 'Ünïcödé';
-- rows
INSERT INTO "größe" VALUES ('x', 1);
-- desired
CREATE TABLE "größe" ("名前" text NOT NULL DEFAULT 'ナ', "Naïve Käse" bigint CHECK ("Naïve Käse" > 0));
COMMENT ON TABLE "größe" IS E'Ünï\ncödé''s';
COMMENT ON COLUMN "größe"."名前" IS '名';

-- case: names as long as they can be
-- current
CREATE TYPE a23456789012345678901234567890123456789012345678901234567890123 AS ENUM ('x', 'y');
CREATE TABLE t (a a23456789012345678901234567890123456789012345678901234567890123);
-- rows
INSERT INTO t VALUES ('x');
-- desired
CREATE TYPE a23456789012345678901234567890123456789012345678901234567890123 AS ENUM ('y', 'x');
CREATE TABLE t (a a23456789012345678901234567890123456789012345678901234567890123, b integer CONSTRAINT b23456789012345678901234567890123456789012345678901234567890123 CHECK (b > 0));
