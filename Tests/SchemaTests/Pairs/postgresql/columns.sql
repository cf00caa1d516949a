Columns: coming, going, and every fact of one.

-- case: a column gets a default
-- current
CREATE TABLE t (a integer);
-- rows
INSERT INTO t VALUES (1);
-- desired
CREATE TABLE t (a integer DEFAULT 5);

-- case: a default changes
-- current
CREATE TABLE t (a integer, b text DEFAULT 'x');
-- rows
INSERT INTO t VALUES (1);
-- desired
CREATE TABLE t (a integer, b text DEFAULT 'it''s y');

-- case: a default becomes an expression
-- current
CREATE TABLE t (a integer, b timestamptz DEFAULT '2020-01-01 00:00:00+00');
-- rows
INSERT INTO t VALUES (1);
-- desired
CREATE TABLE t (a integer, b timestamptz DEFAULT now() + interval '1 day');

-- case: a default that is folded is no difference
-- current
CREATE TABLE t (a timestamp DEFAULT 'now', b timestamptz DEFAULT 'now', c time DEFAULT 'now');
-- rows
INSERT INTO t DEFAULT VALUES;
-- desired
CREATE TABLE t (a timestamp DEFAULT 'now', b timestamptz DEFAULT 'now', c time DEFAULT 'now');

-- case: a folded default comes
-- current
CREATE TABLE t (a timestamp);
-- rows
INSERT INTO t VALUES (NULL);
-- desired
CREATE TABLE t (a timestamp DEFAULT 'now');

-- case: defaults with an escaped string
-- current
CREATE TABLE t (a text DEFAULT E'a\\b\nc');
-- rows
INSERT INTO t DEFAULT VALUES;
-- desired
CREATE TABLE t (a text DEFAULT E'a\\b''\nd', b jsonb DEFAULT '{"a": [1, 2]}', c bytea DEFAULT '\xdeadbeef');

-- case: a column is added and another goes
-- current
CREATE TABLE t (a integer, b text);
-- rows
INSERT INTO t VALUES (1, 'x'), (2, 'y');
-- desired
CREATE TABLE t (a integer, c date);
-- lossy

-- case: columns in another order are the same
-- current
CREATE TABLE t (a integer, b text, c date);
-- rows
INSERT INTO t VALUES (1, 'x', '2020-01-01');
-- desired
CREATE TABLE t (c date, b text, a integer);

-- case: the last column goes and one comes
-- current
CREATE TABLE t (a integer);
-- rows
INSERT INTO t VALUES (1);
-- desired
CREATE TABLE t (b integer);
-- lossy

-- case: a table loses all its columns
-- current
CREATE TABLE t (a integer);
-- desired
CREATE TABLE t ();

-- case: a column is no longer null
-- current
CREATE TABLE t (a integer);
-- rows
INSERT INTO t VALUES (1);
-- desired
CREATE TABLE t (a integer NOT NULL);

-- case: a column that must not be null comes with a default
-- current
CREATE TABLE t (a integer);
-- rows
INSERT INTO t VALUES (1);
-- desired
CREATE TABLE t (a integer, b text NOT NULL DEFAULT '');

-- case: names that must be quoted
-- current
CREATE TABLE "Order" ("group" integer, "a""b" text, "1st" date);
-- rows
INSERT INTO "Order" VALUES (1, 'x');
-- desired
CREATE TABLE "Order" ("group" bigint, "a""b" varchar(20) NOT NULL, "Ünï" date, CONSTRAINT "a b" CHECK ("group" > 0));
CREATE INDEX "I x" ON "Order" ("a""b", lower("a""b"));

-- case: wider integers
-- current
CREATE TABLE t (a smallint DEFAULT 1, b integer DEFAULT 2, c integer);
-- rows
INSERT INTO t VALUES (1, 2, 3);
-- desired
CREATE TABLE t (a integer DEFAULT 1, b bigint DEFAULT 2, c numeric);
-- lossy

-- case: other lengths of text
-- current
CREATE TABLE t (a varchar(10) DEFAULT 'x', b varchar(10), c text, d char(3));
-- rows
INSERT INTO t VALUES ('a', 'b', 'c', 'd');
-- desired
CREATE TABLE t (a varchar(20) DEFAULT 'x', b text DEFAULT 'b', c varchar(30), d varchar(3));
-- lossy

-- case: numerics with more and with fewer digits
-- current
CREATE TABLE t (a numeric(10, 2), b numeric(10, 4), c double precision);
-- rows
INSERT INTO t VALUES (1.25, 2.5, 3);
-- desired
CREATE TABLE t (a numeric(12, 2), b numeric(8, 2), c real);
-- lossy

-- case: text becomes an integer
-- current
CREATE TABLE t (a text DEFAULT '7');
-- rows
INSERT INTO t VALUES ('12');
-- desired
CREATE TABLE t (a integer DEFAULT 7);
-- lossy

-- case: an integer becomes a boolean
-- current
CREATE TABLE t (a integer NOT NULL DEFAULT 0, b smallint);
-- rows
INSERT INTO t VALUES (1, 1);
-- desired
CREATE TABLE t (a boolean NOT NULL DEFAULT false, b boolean);
-- lossy

-- case: text becomes json, json becomes jsonb
-- current
CREATE TABLE t (a text, b json DEFAULT '{}');
-- rows
INSERT INTO t VALUES ('{"x":1}', '[]');
-- desired
CREATE TABLE t (a jsonb, b jsonb DEFAULT '{}');
-- lossy

-- case: times of several kinds
-- current
CREATE TABLE t (a date DEFAULT CURRENT_DATE, b timestamp DEFAULT now(), c timestamptz(3), d text);
-- rows
INSERT INTO t VALUES ('2020-01-01', '2020-01-01 12:00', '2020-01-01 12:00+00', '2020-01-01');
-- desired
CREATE TABLE t (a timestamp DEFAULT now(), b timestamptz DEFAULT now(), c timestamptz(6), d date);
-- lossy

-- case: text becomes a uuid
-- current
CREATE TABLE t (a text NOT NULL, b varchar(40));
-- rows
INSERT INTO t VALUES ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', NULL);
-- desired
CREATE TABLE t (a uuid NOT NULL DEFAULT gen_random_uuid(), b inet);

-- case: arrays
-- current
CREATE TABLE t (a integer[] DEFAULT '{}', b text[], c varchar(5)[]);
-- rows
INSERT INTO t VALUES ('{1,2}', '{3}', '{a}');
-- desired
CREATE TABLE t (a bigint[] DEFAULT '{1}', b integer[], c text[]);

-- case: intervals and bits
-- current
CREATE TABLE t (a interval, b bit(3), c bit varying(5), d interval(2));
-- rows
INSERT INTO t VALUES ('1 day', B'101', B'1', '1.5 s');
-- desired
CREATE TABLE t (a interval day to second, b bit varying(3), c bit varying(7), d interval);

-- case: a type changes with an index, a check and a key on it
-- current
CREATE TABLE t (a integer PRIMARY KEY, b integer CHECK (b > 0), c varchar(10) UNIQUE);
CREATE INDEX i ON t (b) WHERE b < 100;
CREATE INDEX j ON t (lower(c));
CREATE TABLE u (a integer REFERENCES t);
-- rows
INSERT INTO t VALUES (1, 2, 'x');
INSERT INTO u VALUES (1);
-- desired
CREATE TABLE t (a bigint PRIMARY KEY, b bigint CHECK (b > 0), c text UNIQUE);
CREATE INDEX i ON t (b) WHERE b < 100;
CREATE INDEX j ON t (lower(c));
CREATE TABLE u (a bigint REFERENCES t);

-- case: an identity comes
-- current
CREATE TABLE t (a integer, b text);
-- rows
INSERT INTO t VALUES (7, 'x');
-- desired
CREATE TABLE t (a integer GENERATED ALWAYS AS IDENTITY, b text);

-- case: an identity gets options
-- current
CREATE TABLE t (a bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, b text);
-- rows
INSERT INTO t (b) VALUES ('x');
-- desired
CREATE TABLE t (a bigint GENERATED BY DEFAULT AS IDENTITY (START WITH 10 INCREMENT BY 5 MAXVALUE 1000 CACHE 3 CYCLE) PRIMARY KEY, b text);

-- case: an identity of another type
-- current
CREATE TABLE t (a integer GENERATED ALWAYS AS IDENTITY (INCREMENT BY -1));
-- rows
INSERT INTO t DEFAULT VALUES;
-- desired
CREATE TABLE t (a bigint GENERATED ALWAYS AS IDENTITY (INCREMENT BY -1));

-- case: serial becomes identity
-- current
CREATE TABLE t (a serial PRIMARY KEY, b text);
-- rows
INSERT INTO t (b) VALUES ('x'), ('y');
-- desired
CREATE TABLE t (a integer GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, b text);

-- case: a column becomes serial
-- current
CREATE TABLE t (a integer, b text);
-- rows
INSERT INTO t VALUES (5, 'x');
-- desired
CREATE TABLE t (a serial, b text);

-- case: a serial column comes and a bigserial goes
-- current
CREATE TABLE t (a bigserial, b text);
-- rows
INSERT INTO t (b) VALUES ('x');
-- desired
CREATE TABLE t (b text, c serial);

-- case: serial becomes bigserial
-- current
CREATE TABLE t (a serial PRIMARY KEY);
-- rows
INSERT INTO t DEFAULT VALUES;
-- desired
CREATE TABLE t (a bigserial PRIMARY KEY);

-- case: a generated column comes, another goes
-- current
CREATE TABLE t (a integer, b integer GENERATED ALWAYS AS (a * 2) STORED);
-- rows
INSERT INTO t VALUES (2);
-- desired
CREATE TABLE t (a integer, c text GENERATED ALWAYS AS ('x' || a::text) STORED);

-- case: a generated column by another expression, with an index and a view
-- current
CREATE TABLE t (a integer, b integer GENERATED ALWAYS AS (a * 2) STORED);
CREATE INDEX i ON t (b);
CREATE VIEW v AS SELECT b FROM t;
-- rows
INSERT INTO t VALUES (2);
-- desired
CREATE TABLE t (a integer, b integer GENERATED ALWAYS AS (a * 3) STORED);
CREATE INDEX i ON t (b);
CREATE VIEW v AS SELECT b FROM t;
-- lossy

-- case: a generated column becomes a plain one
-- current
CREATE TABLE t (a integer, b integer GENERATED ALWAYS AS (a + 1) STORED);
-- rows
INSERT INTO t VALUES (2);
-- desired
CREATE TABLE t (a integer, b integer DEFAULT 9);

-- case: the type changes under a generated column
-- current
CREATE TABLE t (a integer, b integer GENERATED ALWAYS AS (a + 1) STORED, c text);
CREATE INDEX i ON t (b, c);
-- rows
INSERT INTO t VALUES (2);
-- desired
CREATE TABLE t (a bigint, b integer GENERATED ALWAYS AS (a + 1) STORED, c text);
CREATE INDEX i ON t (b, c);
-- lossy

-- case: collations
-- current
CREATE TABLE t (a text, b text COLLATE "C", c varchar(10) COLLATE "POSIX");
-- rows
INSERT INTO t VALUES ('a', 'b', 'c');
-- desired
CREATE TABLE t (a text COLLATE "C", b text, c varchar(20) COLLATE "POSIX");

-- case: storage, compression, statistics and options
-- current
CREATE TABLE t (a text, b text, c text, d integer);
ALTER TABLE t ALTER b SET STORAGE EXTERNAL;
-- rows
INSERT INTO t VALUES ('a', 'b', 'c', 1);
-- desired
CREATE TABLE t (a text COMPRESSION pglz, b text, c text, d integer);
ALTER TABLE t ALTER c SET STORAGE PLAIN, ALTER d SET STATISTICS 500, ALTER d SET (n_distinct = 5, n_distinct_inherited = -0.5);

-- case: storage stays when the type changes
-- current
CREATE TABLE t (a varchar(10));
ALTER TABLE t ALTER a SET STORAGE EXTERNAL;
-- rows
INSERT INTO t VALUES ('a');
-- desired
CREATE TABLE t (a text);
ALTER TABLE t ALTER a SET STORAGE EXTERNAL;

-- case: comments on columns
-- current
CREATE TABLE t (a integer, b integer);
COMMENT ON COLUMN t.a IS 'one';
-- desired
CREATE TABLE t (a integer, b integer, c integer);
COMMENT ON COLUMN t.b IS 'it''s';
COMMENT ON COLUMN t.c IS E'two\nlines \\ and a backslash';

-- case: a function in a default changes what it returns
-- current
CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE TABLE t (a bigint DEFAULT f(), b integer);
-- rows
INSERT INTO t (b) VALUES (1);
-- desired
CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT 2::bigint';
CREATE TABLE t (a bigint DEFAULT f(), b integer);

-- case: a default calls a new function
-- current
CREATE TABLE t (a integer DEFAULT 1);
-- rows
INSERT INTO t DEFAULT VALUES;
-- desired
CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE TABLE t (a integer DEFAULT f());

-- case: a column with a default by a function goes with it
-- current
CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE TABLE t (a integer DEFAULT f(), b integer);
-- rows
INSERT INTO t (b) VALUES (1);
-- desired
CREATE TABLE t (b integer);
-- lossy


-- case: an identity column becomes text, another one a number that counts
-- current
CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY, b text);
-- rows
INSERT INTO t (b) VALUES ('7');
-- desired
CREATE TABLE t (id text NOT NULL, b bigint NOT NULL GENERATED BY DEFAULT AS IDENTITY (START 10));
-- lossy

-- case: a child's default by a function becomes the parent's plain one
-- current
CREATE FUNCTION two() RETURNS integer LANGUAGE sql AS 'SELECT 2';
CREATE TABLE p (a integer DEFAULT two());
CREATE TABLE k () INHERITS (p);
-- desired
CREATE FUNCTION two() RETURNS integer LANGUAGE sql AS 'SELECT 2';
CREATE TABLE p (a text DEFAULT 'x');
CREATE TABLE k () INHERITS (p);
