Functions, procedures, aggregates, triggers, rules, policies and event triggers.

-- case: functions of every kind come
-- desired
CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION f(a integer, b text DEFAULT 'x') RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 5 AS $$ SELECT b || a::text $$;
CREATE FUNCTION f(VARIADIC a text[]) RETURNS SETOF text LANGUAGE sql ROWS 7 AS $$ SELECT unnest(a) $$;
CREATE FUNCTION g(OUT a integer, INOUT b text) LANGUAGE plpgsql SECURITY DEFINER SET search_path TO 'public' AS $body$
BEGIN
  a := 1; -- with a $$ in it
END $body$;
CREATE FUNCTION h() RETURNS TABLE (x integer, y text) LANGUAGE sql BEGIN ATOMIC SELECT 1, 'y'::text; END;
CREATE PROCEDURE p(a integer, INOUT b integer DEFAULT 3) LANGUAGE plpgsql AS 'BEGIN b := a; END';
COMMENT ON FUNCTION f(integer, text) IS 'the second';
COMMENT ON PROCEDURE p(integer, integer) IS 'a procedure';

-- case: a body changes
-- current
CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT a + 1';
CREATE TABLE t (a integer DEFAULT f(1), CHECK (f(a) > 0));
CREATE VIEW v AS SELECT f(1) AS x;
-- desired
CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT a + 2';
CREATE TABLE t (a integer DEFAULT f(1), CHECK (f(a) > 0));
CREATE VIEW v AS SELECT f(1) AS x;

-- case: a function returns something else under everything that calls it
-- current
CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT a + 1';
CREATE TABLE t (a integer, b bigint DEFAULT f(1), CONSTRAINT c CHECK (f(a) > 0), g bigint GENERATED ALWAYS AS (f(a)) STORED);
CREATE INDEX i ON t (f(a));
CREATE VIEW v AS SELECT f(a) AS x FROM t;
CREATE POLICY p ON t USING (f(a) > 1);
CREATE FUNCTION h() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT f(1); END;
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE FUNCTION f(a integer) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT a + 1::bigint';
CREATE TABLE t (a integer, b bigint DEFAULT f(1), CONSTRAINT c CHECK (f(a) > 0), g bigint GENERATED ALWAYS AS (f(a)) STORED);
CREATE INDEX i ON t (f(a));
CREATE VIEW v AS SELECT f(a) AS x FROM t;
CREATE POLICY p ON t USING (f(a) > 1);
CREATE FUNCTION h() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT f(1); END;

-- case: names and defaults of parameters
-- current
CREATE FUNCTION f(a integer, b integer DEFAULT 1) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION g(a integer, b integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION h(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
COMMENT ON FUNCTION h(integer) IS 'kept';
-- desired
CREATE FUNCTION f(a integer, b integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION g(a integer, b integer DEFAULT 2) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION h(x integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
COMMENT ON FUNCTION h(integer) IS 'kept';

-- case: one overload goes and another comes
-- current
CREATE FUNCTION f(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION f(text) RETURNS integer LANGUAGE sql AS 'SELECT 2';
-- desired
CREATE FUNCTION f(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION f(bigint) RETURNS integer LANGUAGE sql AS 'SELECT 3';

-- case: a function becomes a procedure
-- current
CREATE FUNCTION f(integer) RETURNS void LANGUAGE sql AS '';
-- desired
CREATE PROCEDURE f(integer) LANGUAGE sql AS '';

-- case: functions with types of the schema
-- current
CREATE TABLE t (a integer, b text);
-- desired
CREATE TYPE e AS ENUM ('x', 'y');
CREATE TABLE t (a integer, b text, c e);
CREATE FUNCTION f(e[], t) RETURNS SETOF t LANGUAGE sql AS 'SELECT * FROM t';
CREATE FUNCTION g() RETURNS e LANGUAGE plpgsql AS $$ DECLARE r t%ROWTYPE; BEGIN RETURN 'x'; END $$;

-- case: functions whose bodies call each other
-- desired
CREATE TABLE z (a integer);
CREATE FUNCTION b() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM z';
CREATE FUNCTION a() RETURNS bigint LANGUAGE sql AS 'SELECT b()';
CREATE TABLE u (x bigint DEFAULT a());

-- case: aggregates
-- current
CREATE AGGREGATE s(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0');
CREATE AGGREGATE r(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '1');
CREATE TABLE t (a integer);
CREATE VIEW v AS SELECT s(a) AS x FROM t;
-- desired
CREATE AGGREGATE s(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '5', COMBINEFUNC = int4pl, PARALLEL = SAFE);
CREATE AGGREGATE o(float8 ORDER BY anyelement) (SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA);
CREATE AGGREGATE m(integer) (SFUNC = int4pl, STYPE = integer, MSFUNC = int4pl, MINVFUNC = int4mi, MSTYPE = integer, INITCOND = '0', MINITCOND = '0', SORTOP = <);
CREATE AGGREGATE n(*) (SFUNC = int8inc, STYPE = bigint, INITCOND = '0');
COMMENT ON AGGREGATE n(*) IS 'counts';
CREATE TABLE t (a integer);
CREATE VIEW v AS SELECT s(a) AS x FROM t;

-- case: triggers come, go and change
-- current
CREATE TABLE t (a integer, b text);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
CREATE TRIGGER y AFTER UPDATE ON t FOR EACH STATEMENT EXECUTE FUNCTION f('a');
COMMENT ON TRIGGER y ON t IS 'kept';
-- rows
INSERT INTO t VALUES (1, 'x');
-- desired
CREATE TABLE t (a integer, b text);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER y AFTER UPDATE OF b ON t FOR EACH ROW WHEN (old.a IS DISTINCT FROM new.a) EXECUTE FUNCTION f('a');
COMMENT ON TRIGGER y ON t IS 'kept';
CREATE CONSTRAINT TRIGGER z AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION f();
CREATE TRIGGER w AFTER DELETE ON t REFERENCING OLD TABLE AS o FOR EACH STATEMENT EXECUTE FUNCTION f();

-- case: when triggers fire
-- current
CREATE TABLE t (a integer);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
CREATE TRIGGER y BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
ALTER TABLE t DISABLE TRIGGER x;
-- desired
CREATE TABLE t (a integer);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
CREATE TRIGGER y BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
CREATE TRIGGER z BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
ALTER TABLE t ENABLE ALWAYS TRIGGER y, ENABLE REPLICA TRIGGER z;

-- case: the type of a trigger's column changes
-- current
CREATE TABLE t (a integer, b text);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER x BEFORE UPDATE OF a ON t FOR EACH ROW EXECUTE FUNCTION f();
CREATE TRIGGER y AFTER UPDATE ON t FOR EACH ROW WHEN (new.a > 5) EXECUTE FUNCTION f();
-- rows
INSERT INTO t VALUES (1, 'x');
-- desired
CREATE TABLE t (a bigint, b text);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER x BEFORE UPDATE OF a ON t FOR EACH ROW EXECUTE FUNCTION f();
CREATE TRIGGER y AFTER UPDATE ON t FOR EACH ROW WHEN (new.a > 5) EXECUTE FUNCTION f();

-- case: a trigger's column and its function go
-- current
CREATE TABLE t (a integer, b text);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER x BEFORE UPDATE OF a ON t FOR EACH ROW EXECUTE FUNCTION f();
-- desired
CREATE TABLE t (b text);

-- case: rules
-- current
CREATE TABLE t (a integer);
CREATE TABLE u (a integer);
CREATE RULE r AS ON INSERT TO t DO ALSO INSERT INTO u VALUES (new.a);
CREATE RULE s AS ON DELETE TO t DO INSTEAD NOTHING;
-- desired
CREATE TABLE t (a bigint);
CREATE TABLE u (a bigint);
CREATE RULE r AS ON INSERT TO t DO ALSO INSERT INTO u VALUES (new.a);
CREATE RULE s AS ON DELETE TO t WHERE old.a > 5 DO INSTEAD NOTHING;
CREATE RULE q AS ON UPDATE TO t DO ALSO NOTIFY n;
ALTER TABLE t DISABLE RULE q;
COMMENT ON RULE q ON t IS 'tells';

-- case: policies
-- current
CREATE TABLE t (a integer, b text);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON t USING (a > 0);
CREATE POLICY q ON t FOR SELECT TO postgres USING (a > 0);
CREATE POLICY r ON t USING (a > 0) WITH CHECK (a > 1);
CREATE POLICY s ON t FOR INSERT WITH CHECK (a > 1);
-- desired
CREATE TABLE t (a integer, b text);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON t USING (a > 1 AND b IN ('x', 'y')) WITH CHECK (a > 2);
CREATE POLICY q ON t FOR SELECT USING (a > 0);
CREATE POLICY r ON t WITH CHECK (a > 1);
CREATE POLICY s ON t AS RESTRICTIVE FOR UPDATE TO pg_read_all_data, postgres USING (a > 1);
COMMENT ON POLICY s ON t IS 'a policy';

-- case: a policy that looks at another table
-- current
CREATE TABLE t (a integer);
CREATE TABLE u (a integer, n text);
CREATE POLICY p ON t USING (EXISTS (SELECT FROM u WHERE u.a = t.a AND n = current_user));
-- desired
CREATE TABLE t (a bigint);
CREATE TABLE u (a bigint, n varchar(30));
CREATE POLICY p ON t USING (EXISTS (SELECT FROM u WHERE u.a = t.a AND n = current_user));

-- case: event triggers
-- current
CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER x ON ddl_command_end EXECUTE FUNCTION f();
CREATE EVENT TRIGGER y ON ddl_command_end EXECUTE FUNCTION f();
ALTER EVENT TRIGGER y DISABLE;
-- desired
CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER x ON sql_drop WHEN TAG IN ('DROP TABLE', 'DROP VIEW') EXECUTE FUNCTION f();
CREATE EVENT TRIGGER y ON ddl_command_end EXECUTE FUNCTION f();
ALTER EVENT TRIGGER y ENABLE ALWAYS;
COMMENT ON EVENT TRIGGER y IS 'always';

-- case: a function that others call gets one more parameter with a default
-- current
CREATE FUNCTION f(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 2';
CREATE TABLE t (a integer DEFAULT f(3), b integer, g integer GENERATED ALWAYS AS (f(b)) STORED, CHECK (f(a) > 0));
CREATE INDEX i ON t (f(a));
CREATE VIEW v AS SELECT f(a) AS x FROM t;
CREATE VIEW w AS SELECT x FROM v;
CREATE FUNCTION h() RETURNS integer LANGUAGE sql RETURN f(1);
-- rows
INSERT INTO t (a, b) VALUES (1, 2);
-- desired
CREATE FUNCTION f(n integer, m integer DEFAULT 2) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 * $2';
CREATE TABLE t (a integer DEFAULT f(3), b integer, g integer GENERATED ALWAYS AS (f(b)) STORED, CHECK (f(a) > 0));
CREATE INDEX i ON t (f(a));
CREATE VIEW v AS SELECT f(a, 2) AS x FROM t;
CREATE VIEW w AS SELECT x FROM v;
CREATE FUNCTION h() RETURNS integer LANGUAGE sql RETURN f(2);
