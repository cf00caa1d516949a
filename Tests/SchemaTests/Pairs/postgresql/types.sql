Types, sequences, extensions, collations.

-- case: an enum gets values at every place
-- current
CREATE TYPE e AS ENUM ('b', 'd');
CREATE TABLE t (a e DEFAULT 'b');
-- rows
INSERT INTO t VALUES ('b'), ('d');
-- desired
CREATE TYPE e AS ENUM ('a', 'a2', 'b', 'c', 'it''s, c', 'd', 'e', 'f');
CREATE TABLE t (a e DEFAULT 'b');

-- case: an enum loses a value
-- current
CREATE TYPE e AS ENUM ('a', 'b', 'c');
CREATE TABLE t (a e DEFAULT 'a' NOT NULL, b e[] DEFAULT '{a,c}', c text);
COMMENT ON TYPE e IS 'kept';
-- rows
INSERT INTO t VALUES ('a', '{a,c}', 'x'), ('c', NULL, 'y');
-- desired
CREATE TYPE e AS ENUM ('a', 'c');
CREATE TABLE t (a e DEFAULT 'a' NOT NULL, b e[] DEFAULT '{a,c}', c text);
COMMENT ON TYPE e IS 'kept';

-- case: the values of an enum change places under everything
-- current
CREATE TYPE e AS ENUM ('a', 'b');
CREATE TABLE t (a e DEFAULT 'a', b integer, CONSTRAINT c CHECK (a <> 'b'), UNIQUE (a, b));
CREATE INDEX i ON t (a);
CREATE INDEX j ON t (b) WHERE a = 'a';
CREATE VIEW v AS SELECT a FROM t;
CREATE VIEW w AS SELECT a::text FROM v;
CREATE MATERIALIZED VIEW m AS SELECT a FROM v;
CREATE INDEX k ON m (a);
CREATE POLICY p ON t USING (a = 'a');
CREATE FUNCTION f(e) RETURNS e LANGUAGE sql AS 'SELECT $1';
CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER x AFTER UPDATE ON t FOR EACH ROW WHEN (new.a = 'b') EXECUTE FUNCTION g();
-- rows
INSERT INTO t VALUES ('a', 1);
-- desired
CREATE TYPE e AS ENUM ('b', 'a');
CREATE TABLE t (a e DEFAULT 'a', b integer, CONSTRAINT c CHECK (a <> 'b'), UNIQUE (a, b));
CREATE INDEX i ON t (a);
CREATE INDEX j ON t (b) WHERE a = 'a';
CREATE VIEW v AS SELECT a FROM t;
CREATE VIEW w AS SELECT a::text FROM v;
CREATE MATERIALIZED VIEW m AS SELECT a FROM v;
CREATE INDEX k ON m (a);
CREATE POLICY p ON t USING (a = 'a');
CREATE FUNCTION f(e) RETURNS e LANGUAGE sql AS 'SELECT $1';
CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER x AFTER UPDATE ON t FOR EACH ROW WHEN (new.a = 'b') EXECUTE FUNCTION g();

-- case: one enum loses a value while a column leaves it, one comes and one goes
-- current
CREATE TYPE e AS ENUM ('a', 'b');
CREATE TABLE t (a e DEFAULT 'a', b e, c e);
-- rows
INSERT INTO t VALUES ('a', 'a', 'a');
-- desired
CREATE TYPE e AS ENUM ('a');
CREATE TABLE t (a text DEFAULT 'a', b e, d e);
-- lossy

-- case: an enum that a domain uses loses a value
-- current
CREATE TYPE e AS ENUM ('a', 'b');
CREATE DOMAIN d AS e;
-- desired
CREATE TYPE e AS ENUM ('a');
CREATE DOMAIN d AS e;
-- refused: while domain public.d uses it

-- case: text becomes an enum
-- current
CREATE TABLE t (a text NOT NULL DEFAULT 'x', b varchar(10));
-- rows
INSERT INTO t VALUES ('y', NULL);
-- desired
CREATE TYPE e AS ENUM ('x', 'y');
CREATE TABLE t (a e NOT NULL DEFAULT 'x', b e);

-- case: one enum becomes another
-- current
CREATE TYPE e AS ENUM ('x', 'y');
CREATE TABLE t (a e DEFAULT 'x');
-- rows
INSERT INTO t VALUES ('y');
-- desired
CREATE TYPE f AS ENUM ('x', 'y', 'z');
CREATE TABLE t (a f DEFAULT 'x');

-- case: an enum without values
-- desired
CREATE TYPE e AS ENUM ();

-- case: an enum's name is a table's, and the other way round
-- current
CREATE TYPE x AS ENUM ('a');
CREATE TABLE y (a integer);
-- desired
CREATE TYPE y AS ENUM ('a');
CREATE TABLE x (a integer);

-- case: a domain comes with everything
-- desired
CREATE DOMAIN d AS varchar(10) COLLATE "C" DEFAULT 'x' NOT NULL CONSTRAINT c CHECK (VALUE <> 'y') CONSTRAINT c2 CHECK (length(VALUE) > 0);
COMMENT ON DOMAIN d IS 'a domain';
COMMENT ON CONSTRAINT c ON DOMAIN d IS 'a check';
CREATE TABLE t (a d);

-- case: a domain in use changes
-- current
CREATE DOMAIN d AS integer DEFAULT 1 CONSTRAINT c CHECK (VALUE > 0) CONSTRAINT e CHECK (VALUE < 9);
CREATE TABLE t (a d);
-- rows
INSERT INTO t VALUES (1);
-- desired
CREATE DOMAIN d AS integer DEFAULT 2 NOT NULL CONSTRAINT c CHECK (VALUE > -1);
ALTER DOMAIN d ADD CONSTRAINT f CHECK (VALUE < 10) NOT VALID;
CREATE TABLE t (a d);

-- case: a domain's check is validated
-- current
CREATE DOMAIN d AS integer;
ALTER DOMAIN d ADD CONSTRAINT f CHECK (VALUE < 10) NOT VALID;
-- desired
CREATE DOMAIN d AS integer CONSTRAINT f CHECK (VALUE < 10);

-- case: a domain without users over another type
-- current
CREATE DOMAIN d AS integer;
CREATE FUNCTION f(d) RETURNS d LANGUAGE sql AS 'SELECT $1';
-- desired
CREATE DOMAIN d AS bigint;
CREATE FUNCTION f(d) RETURNS d LANGUAGE sql AS 'SELECT $1';

-- case: a domain in use over another type
-- current
CREATE DOMAIN d AS integer;
CREATE TABLE t (a d);
-- desired
CREATE DOMAIN d AS bigint;
CREATE TABLE t (a d);
-- refused: while column public.t.a uses it

-- case: a domain by a function
-- current
CREATE FUNCTION f(integer) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE DOMAIN d AS integer CONSTRAINT c CHECK (f(VALUE));
CREATE TABLE t (a d);
-- rows
INSERT INTO t VALUES (1);
-- desired
CREATE FUNCTION f(x integer) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE DOMAIN d AS integer CONSTRAINT c CHECK (f(VALUE));
CREATE TABLE t (a d);

-- case: composite types
-- current
CREATE TYPE c AS (a integer, b text);
CREATE TYPE d AS (x c);
CREATE TABLE t (v c, w c[]);
-- rows
INSERT INTO t VALUES (NULL, NULL);
-- desired
CREATE TYPE c AS (a integer, b text, "C" text COLLATE "C");
CREATE TYPE d AS (x c, y date);
CREATE TYPE e AS ();
COMMENT ON TYPE c IS 'a type';
COMMENT ON COLUMN c.b IS 'an attribute';
CREATE TABLE t (v c, w c[]);

-- case: an attribute of another type
-- current
CREATE TYPE c AS (a integer, b text);
-- desired
CREATE TYPE c AS (a bigint, b varchar(10));

-- case: an attribute of another type while a column has it
-- current
CREATE TYPE c AS (a integer, b text);
CREATE TABLE t (v c);
-- desired
CREATE TYPE c AS (a bigint, b text);
CREATE TABLE t (v c);
-- refused: while column public.t.v uses it

-- case: range types
-- current
CREATE TYPE r AS RANGE (SUBTYPE = float8);
-- desired
CREATE TYPE r AS RANGE (SUBTYPE = float8, SUBTYPE_DIFF = float8mi);
CREATE TYPE s AS RANGE (SUBTYPE = text, COLLATION = "C", MULTIRANGE_TYPE_NAME = many_s);
CREATE TABLE t (a r, b s, c many_s);
COMMENT ON TYPE s IS 'a range';

-- case: sequences
-- current
CREATE SEQUENCE a;
CREATE SEQUENCE b AS integer START WITH 5;
CREATE SEQUENCE c INCREMENT BY 2;
-- desired
CREATE SEQUENCE a AS smallint INCREMENT BY 3 MAXVALUE 300 CACHE 5 CYCLE;
CREATE SEQUENCE b AS integer MINVALUE -5;
CREATE SEQUENCE d INCREMENT BY -1 START WITH -7 MAXVALUE -2;
CREATE UNLOGGED SEQUENCE e;
COMMENT ON SEQUENCE d IS 'down';

-- case: a sequence belongs to a column, to another, to none
-- current
CREATE TABLE t (a integer, b integer);
CREATE SEQUENCE s OWNED BY t.a;
CREATE SEQUENCE u;
CREATE SEQUENCE v OWNED BY t.a;
-- desired
CREATE TABLE t (a integer, b integer);
CREATE SEQUENCE s OWNED BY t.b;
CREATE SEQUENCE u OWNED BY t.a;
CREATE SEQUENCE v;

-- case: the column goes and its sequence stays
-- current
CREATE TABLE t (a serial, b integer);
-- desired
CREATE TABLE t (b integer);
CREATE SEQUENCE t_a_seq AS integer;

-- case: a table goes and its sequence stays
-- current
CREATE TABLE t (a serial);
-- desired
CREATE SEQUENCE t_a_seq AS integer;

-- case: two tables by one sequence
-- current
CREATE SEQUENCE s;
CREATE TABLE t (a integer DEFAULT nextval('s'));
-- rows
INSERT INTO t DEFAULT VALUES;
-- desired
CREATE SEQUENCE s;
CREATE TABLE t (a bigint DEFAULT nextval('s'));
CREATE TABLE u (a integer DEFAULT nextval('s'));

-- case: an extension comes with what needs it
-- current
CREATE TABLE t (a text);
-- rows
INSERT INTO t VALUES ('x');
-- desired
CREATE SCHEMA x;
CREATE EXTENSION pg_trgm WITH SCHEMA x;
CREATE EXTENSION citext;
COMMENT ON EXTENSION citext IS 'mine';
CREATE TABLE t (a text, b citext DEFAULT 'x');
CREATE INDEX i ON t USING gin (a x.gin_trgm_ops);

-- case: an extension moves to another schema
-- current
CREATE EXTENSION pg_trgm;
-- desired
CREATE SCHEMA x;
CREATE EXTENSION pg_trgm WITH SCHEMA x;

-- case: collations
-- current
CREATE COLLATION c (LOCALE = 'C');
-- desired
CREATE COLLATION c (LOCALE = 'POSIX');
CREATE COLLATION d (PROVIDER = icu, LOCALE = 'und-u-ks-level2', DETERMINISTIC = false);
COMMENT ON COLLATION d IS 'any case';
CREATE TABLE t (a text COLLATE d);

-- case: an enum loses a value and the attribute that kept it
-- current
CREATE TYPE e AS ENUM ('a', 'b', 'c');
CREATE TYPE p AS (x integer, y e);
CREATE TABLE t (a e DEFAULT 'a', p p);
-- rows
INSERT INTO t VALUES ('b', ROW(1, NULL));
-- desired
CREATE TYPE e AS ENUM ('b', 'a');
CREATE TYPE p AS (x integer);
CREATE TABLE t (a e DEFAULT 'a', p p);
-- lossy
