Views and materialized views.

-- case: a view comes with everything
-- current
CREATE TABLE t (a integer PRIMARY KEY, b text);
-- rows
INSERT INTO t VALUES (1, 'x');
-- desired
CREATE TABLE t (a integer PRIMARY KEY, b text);
CREATE VIEW v (x, "Y") WITH (security_barrier = true, security_invoker = true) AS SELECT a, b FROM t WHERE a > 0 WITH LOCAL CHECK OPTION;
COMMENT ON VIEW v IS 'a view';
COMMENT ON COLUMN v.x IS 'a column';
ALTER VIEW v ALTER COLUMN "Y" SET DEFAULT 'z';

-- case: options of a view
-- current
CREATE TABLE t (a integer);
CREATE VIEW v WITH (security_barrier = true) AS SELECT a FROM t;
-- desired
CREATE TABLE t (a integer);
CREATE VIEW v WITH (security_invoker = true) AS SELECT a FROM t WITH CASCADED CHECK OPTION;

-- case: a view gets more columns at its end
-- current
CREATE TABLE t (a integer, b text);
CREATE VIEW v AS SELECT a FROM t;
CREATE VIEW w AS SELECT a FROM v;
-- desired
CREATE TABLE t (a integer, b text);
CREATE VIEW v AS SELECT a, b FROM t WHERE b <> '';
CREATE VIEW w AS SELECT a FROM v;

-- case: a view loses a column, under another one
-- current
CREATE TABLE t (a integer, b text);
CREATE VIEW v AS SELECT a, b FROM t;
CREATE VIEW w AS SELECT a FROM v;
CREATE VIEW x AS SELECT a FROM w;
COMMENT ON VIEW w IS 'kept';
-- desired
CREATE TABLE t (a integer, b text);
CREATE VIEW v AS SELECT a FROM t;
CREATE VIEW w AS SELECT a FROM v;
CREATE VIEW x AS SELECT a FROM w;
COMMENT ON VIEW w IS 'kept';

-- case: the type changes under views
-- current
CREATE TABLE t (a integer, b text);
CREATE VIEW v AS SELECT a, b FROM t;
CREATE VIEW w AS SELECT count(*) AS n, max(a) AS m FROM v;
CREATE MATERIALIZED VIEW m AS SELECT a, b FROM v;
CREATE UNIQUE INDEX i ON m (a);
COMMENT ON COLUMN v.a IS 'kept';
COMMENT ON INDEX i IS 'kept';
-- rows
INSERT INTO t VALUES (1, 'x');
-- desired
CREATE TABLE t (a bigint, b text);
CREATE VIEW v AS SELECT a, b FROM t;
CREATE VIEW w AS SELECT count(*) AS n, max(a) AS m FROM v;
CREATE MATERIALIZED VIEW m AS SELECT a, b FROM v;
CREATE UNIQUE INDEX i ON m (a);
COMMENT ON COLUMN v.a IS 'kept';
COMMENT ON INDEX i IS 'kept';

-- case: a column of a view goes
-- current
CREATE TABLE t (a integer, b text);
CREATE VIEW v AS SELECT a, b FROM t;
-- rows
INSERT INTO t VALUES (1, 'x');
-- desired
CREATE TABLE t (a integer);
CREATE VIEW v AS SELECT a FROM t;
-- lossy

-- case: a view changes to a new column while the old one goes
-- current
CREATE TABLE t (a integer, b text);
CREATE VIEW v AS SELECT b AS x FROM t;
-- rows
INSERT INTO t VALUES (1, 'x');
-- desired
CREATE TABLE t (a integer, c text);
CREATE VIEW v AS SELECT c AS x FROM t;
-- lossy

-- case: a table with views of views goes
-- current
CREATE TABLE t (a integer);
CREATE VIEW z AS SELECT * FROM t;
CREATE VIEW b AS SELECT * FROM z;
CREATE MATERIALIZED VIEW a AS SELECT * FROM b;
-- desired
CREATE TABLE u (a integer);

-- case: a view over a primary key
-- desired
CREATE TABLE t (a integer PRIMARY KEY, b text);
CREATE TABLE u (a integer REFERENCES t);
CREATE VIEW v AS SELECT t.a, t.b, count(u.a) AS n FROM t LEFT JOIN u ON u.a = t.a GROUP BY t.a;

-- case: the primary key under a view changes its name
-- current
CREATE TABLE t (a integer PRIMARY KEY, b text);
CREATE VIEW v AS SELECT a, b FROM t GROUP BY a;
-- desired
CREATE TABLE t (a integer CONSTRAINT k PRIMARY KEY, b text);
CREATE VIEW v AS SELECT a, b FROM t GROUP BY a;

-- case: a recursive view
-- current
CREATE RECURSIVE VIEW v (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM v WHERE n < 10;
-- desired
CREATE RECURSIVE VIEW v (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM v WHERE n < 20;

-- case: a materialized view changes
-- current
CREATE TABLE t (a integer, b text);
CREATE MATERIALIZED VIEW m AS SELECT a FROM t;
CREATE INDEX i ON m (a);
CREATE VIEW v AS SELECT a FROM m;
-- rows
INSERT INTO t VALUES (1);
-- desired
CREATE TABLE t (a integer, b text);
CREATE MATERIALIZED VIEW m WITH (fillfactor = 50) AS SELECT a, b FROM t;
CREATE INDEX i ON m (a);
CREATE INDEX j ON m (b);
CREATE VIEW v AS SELECT a FROM m;
COMMENT ON MATERIALIZED VIEW m IS 'some rows';
COMMENT ON COLUMN m.b IS 'some column';

-- case: parameters of a materialized view
-- current
CREATE MATERIALIZED VIEW m WITH (fillfactor = 50) AS SELECT 1 AS a;
-- desired
CREATE MATERIALIZED VIEW m WITH (autovacuum_enabled = false) AS SELECT 1 AS a;
ALTER MATERIALIZED VIEW m ALTER COLUMN a SET STATISTICS 7;

-- case: a view becomes a materialized view
-- current
CREATE VIEW v AS SELECT 1 AS a;
CREATE VIEW w AS SELECT a FROM v;
-- desired
CREATE MATERIALIZED VIEW v AS SELECT 1 AS a;
CREATE VIEW w AS SELECT a FROM v;

-- case: a view with triggers and rules is made anew
-- current
CREATE TABLE t (a integer, b text);
CREATE VIEW v AS SELECT a, b FROM t;
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER g INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION f();
CREATE RULE r AS ON DELETE TO v DO INSTEAD NOTHING;
COMMENT ON RULE r ON v IS 'kept';
-- desired
CREATE TABLE t (a integer, b text);
CREATE VIEW v AS SELECT b, a FROM t;
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER g INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION f();
CREATE RULE r AS ON DELETE TO v DO INSTEAD NOTHING;
COMMENT ON RULE r ON v IS 'kept';

-- case: a view in the place of a table's column order
-- current
CREATE TABLE t (a integer);
CREATE VIEW v AS SELECT * FROM t;
-- desired
CREATE TABLE t (a integer, b integer);
CREATE VIEW v AS SELECT * FROM t;
