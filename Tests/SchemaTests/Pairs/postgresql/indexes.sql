Indexes of every kind.

-- case: all kinds come
-- current
CREATE TABLE t (a integer, b text, c jsonb, d int4range, e point, f text[], g tsvector);
-- rows
INSERT INTO t VALUES (1, 'x', '{}');
-- desired
CREATE TABLE t (a integer, b text, c jsonb, d int4range, e point, f text[], g tsvector);
CREATE INDEX i01 ON t (a);
CREATE UNIQUE INDEX i02 ON t (a DESC NULLS LAST, b COLLATE "C" text_pattern_ops);
CREATE INDEX i03 ON t USING hash (b);
CREATE INDEX i04 ON t USING gin (c jsonb_path_ops);
CREATE INDEX i05 ON t USING gist (d);
CREATE INDEX i06 ON t USING spgist (e);
CREATE INDEX i07 ON t USING brin (a) WITH (pages_per_range = 32);
CREATE INDEX i08 ON t USING gin (f) WITH (fastupdate = off);
CREATE INDEX i09 ON t (lower(b), (a + 1)) INCLUDE (a);
CREATE INDEX i10 ON t (a) WHERE b IS NOT NULL AND a > 0;
CREATE UNIQUE INDEX i11 ON t (a) NULLS NOT DISTINCT;
CREATE INDEX i12 ON t USING gist (g tsvector_ops (siglen = 100));
CREATE INDEX i13 ON t USING gin (to_tsvector('english', b));
COMMENT ON INDEX i13 IS 'for search';

-- case: an index changes
-- current
CREATE TABLE t (a integer, b text);
CREATE INDEX i ON t (a);
CREATE INDEX j ON t (b) WHERE a > 0;
CREATE INDEX k ON t (a) WITH (fillfactor = 50);
COMMENT ON INDEX i IS 'stays';
-- rows
INSERT INTO t VALUES (1, 'x');
-- desired
CREATE TABLE t (a integer, b text);
CREATE INDEX i ON t (a, b);
CREATE INDEX j ON t (b) WHERE a > 1;
CREATE UNIQUE INDEX k ON t (a) WITH (fillfactor = 60);
COMMENT ON INDEX i IS 'stays';

-- case: an index moves to another table
-- current
CREATE TABLE t (a integer);
CREATE TABLE u (a integer);
CREATE INDEX i ON t (a);
-- desired
CREATE TABLE t (a integer);
CREATE TABLE u (a integer);
CREATE INDEX i ON u (a);

-- case: an index by a function of its own
-- current
CREATE FUNCTION f(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE TABLE t (a integer);
CREATE INDEX i ON t (f(a));
-- rows
INSERT INTO t VALUES (1);
-- desired
CREATE FUNCTION f(x integer) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT $1::bigint';
CREATE TABLE t (a integer);
CREATE INDEX i ON t (f(a));

-- case: statistics of an expression
-- current
CREATE TABLE t (a integer);
CREATE INDEX i ON t ((a + 1), (a * 2));
ALTER INDEX i ALTER COLUMN 1 SET STATISTICS 100;
-- desired
CREATE TABLE t (a integer);
CREATE INDEX i ON t ((a + 1), (a * 2));
ALTER INDEX i ALTER COLUMN 2 SET STATISTICS 200;

-- case: statistics objects
-- current
CREATE TABLE t (a integer, b integer, c integer);
CREATE STATISTICS s1 ON a, b FROM t;
CREATE STATISTICS s2 (dependencies) ON a, b FROM t;
-- desired
CREATE TABLE t (a integer, b integer, c integer);
CREATE STATISTICS s1 ON a, b FROM t;
ALTER STATISTICS s1 SET STATISTICS 50;
COMMENT ON STATISTICS s1 IS 'some';
CREATE STATISTICS s2 (dependencies, mcv) ON a, c FROM t;
CREATE STATISTICS s3 ON (a + b) FROM t;

-- case: the type changes under statistics
-- current
CREATE TABLE t (a integer, b integer);
CREATE STATISTICS s ON a, b FROM t;
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (a bigint, b integer);
CREATE STATISTICS s ON a, b FROM t;

-- case: a column goes with its index while another index stays
-- current
CREATE TABLE t (a integer, b integer);
CREATE INDEX i ON t (a);
CREATE INDEX j ON t (b);
-- desired
CREATE TABLE t (b integer);
CREATE INDEX j ON t (b);
