Tables as a whole.

-- case: nothing becomes a table
-- desired
CREATE TABLE t (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name varchar(100) NOT NULL DEFAULT '' CHECK (name <> 'x'),
  amount numeric(10, 2),
  total numeric GENERATED ALWAYS AS (amount * 2) STORED,
  UNIQUE (name, amount) DEFERRABLE INITIALLY DEFERRED
);
COMMENT ON TABLE t IS 'a table';
CREATE INDEX t_amount ON t (amount DESC NULLS LAST) INCLUDE (name) WHERE amount > 0;

-- case: a table goes
-- current
CREATE TABLE t (a serial PRIMARY KEY, b text);
CREATE TABLE u (a integer);
-- rows
INSERT INTO u VALUES (1);
-- desired
CREATE TABLE u (a integer);

-- case: tables that refer to each other come
-- desired
CREATE TABLE a (id integer PRIMARY KEY, b integer);
CREATE TABLE b (id integer PRIMARY KEY, a integer REFERENCES a);
ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b;

-- case: a table refers to itself
-- current
CREATE TABLE t (id integer PRIMARY KEY);
-- rows
INSERT INTO t VALUES (1);
-- desired
CREATE TABLE t (id integer PRIMARY KEY, parent integer REFERENCES t);

-- case: a chain of references comes in the wrong order of names
-- desired
CREATE TABLE z (id integer PRIMARY KEY);
CREATE TABLE m (id integer PRIMARY KEY REFERENCES z);
CREATE TABLE a (id integer REFERENCES m);

-- case: unlogged and logged
-- current
CREATE UNLOGGED TABLE t (a integer);
CREATE TABLE u (a integer);
-- rows
INSERT INTO t VALUES (1);
INSERT INTO u VALUES (1);
-- desired
CREATE TABLE t (a integer);
CREATE UNLOGGED TABLE u (a integer);

-- case: storage parameters
-- current
CREATE TABLE t (a integer, b text) WITH (fillfactor = 70, autovacuum_enabled = false);
-- rows
INSERT INTO t VALUES (1);
-- desired
CREATE TABLE t (a integer, b text) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.2, toast.autovacuum_enabled = off);

-- case: replica identity
-- current
CREATE TABLE t (a integer NOT NULL UNIQUE, b integer PRIMARY KEY);
CREATE TABLE u (a integer);
ALTER TABLE u REPLICA IDENTITY FULL;
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (a integer NOT NULL UNIQUE, b integer PRIMARY KEY);
ALTER TABLE t REPLICA IDENTITY USING INDEX t_a_key;
CREATE TABLE u (a integer);
ALTER TABLE u REPLICA IDENTITY NOTHING;

-- case: replica identity from one index to another, which is new
-- current
CREATE TABLE t (a integer NOT NULL, b integer NOT NULL);
CREATE UNIQUE INDEX i ON t (a);
ALTER TABLE t REPLICA IDENTITY USING INDEX i;
-- desired
CREATE TABLE t (a integer NOT NULL, b integer NOT NULL);
CREATE UNIQUE INDEX j ON t (b);
ALTER TABLE t REPLICA IDENTITY USING INDEX j;

-- case: the index of the replica identity goes
-- current
CREATE TABLE t (a integer NOT NULL, b integer NOT NULL);
CREATE UNIQUE INDEX i ON t (a);
ALTER TABLE t REPLICA IDENTITY USING INDEX i;
-- desired
CREATE TABLE t (a integer NOT NULL, b integer NOT NULL);

-- case: the order of a table
-- current
CREATE TABLE t (a integer PRIMARY KEY, b integer);
ALTER TABLE t CLUSTER ON t_pkey;
-- desired
CREATE TABLE t (a integer PRIMARY KEY, b integer);
CREATE INDEX i ON t (b);
ALTER TABLE t CLUSTER ON i;

-- case: row security
-- current
CREATE TABLE t (a integer);
CREATE TABLE u (a integer);
ALTER TABLE u ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
-- desired
CREATE TABLE t (a integer);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE TABLE u (a integer);

-- case: a table of a type
-- current
CREATE TYPE c AS (a integer, b text);
CREATE TABLE t (a integer, b text);
-- rows
INSERT INTO t VALUES (1, 'x');
-- desired
CREATE TYPE c AS (a integer, b text);
CREATE TABLE t OF c;

-- case: a table becomes a view
-- current
CREATE TABLE t (a integer);
-- desired
CREATE VIEW t AS SELECT 1 AS a;

-- case: comments on everything of a table
-- current
CREATE TABLE t (a integer PRIMARY KEY, b integer CONSTRAINT c CHECK (b > 0));
CREATE INDEX i ON t (b);
COMMENT ON TABLE t IS 'old';
COMMENT ON INDEX i IS 'old';
-- desired
CREATE TABLE t (a integer PRIMARY KEY, b integer CONSTRAINT c CHECK (b > 0));
CREATE INDEX i ON t (b);
COMMENT ON TABLE t IS 'new';
COMMENT ON CONSTRAINT c ON t IS 'a check';
COMMENT ON CONSTRAINT t_pkey ON t IS 'the key';

-- case: schemas
-- current
CREATE SCHEMA a;
CREATE TABLE a.t (x integer);
COMMENT ON SCHEMA a IS 'old';
-- desired
CREATE SCHEMA a;
CREATE TABLE a.t (x integer, y integer);
CREATE SCHEMA b;
CREATE TABLE b.t (x integer);
COMMENT ON SCHEMA b IS 'new';

-- case: a schema goes with all that is in it
-- current
CREATE SCHEMA a;
CREATE TYPE a.e AS ENUM ('x');
CREATE TABLE a.t (x integer PRIMARY KEY, y a.e);
CREATE VIEW a.v AS SELECT * FROM a.t;
CREATE FUNCTION a.f(a.e) RETURNS a.e LANGUAGE sql AS 'SELECT $1';
-- desired
CREATE SCHEMA b;

-- case: a table moves to another schema
-- current
CREATE SCHEMA a;
CREATE TABLE a.t (x integer);
-- desired
CREATE SCHEMA b;
CREATE TABLE b.t (x integer);

-- case: inheritance comes with all its parts
-- desired
CREATE TABLE p (a integer NOT NULL DEFAULT 1, b text, CONSTRAINT c CHECK (a > 0));
CREATE TABLE k (c date, CHECK (b <> '')) INHERITS (p);
ALTER TABLE k ALTER a SET DEFAULT 2;
CREATE INDEX i ON k (a);

-- case: a parent changes under its child
-- current
CREATE TABLE p (a integer DEFAULT 1, b text, d integer);
CREATE TABLE k (c date) INHERITS (p);
-- rows
INSERT INTO p VALUES (1, 'x');
INSERT INTO k VALUES (2, 'y');
-- desired
CREATE TABLE p (a bigint DEFAULT 5 NOT NULL, b text, e integer DEFAULT 3);
CREATE TABLE k (c date, f integer) INHERITS (p);

-- case: a child keeps a default of its own
-- current
CREATE TABLE p (a integer DEFAULT 1);
CREATE TABLE k () INHERITS (p);
ALTER TABLE k ALTER a SET DEFAULT 7;
-- desired
CREATE TABLE p (a integer DEFAULT 2);
CREATE TABLE k () INHERITS (p);
ALTER TABLE k ALTER a SET DEFAULT 7;

-- case: a child of nobody
-- current
CREATE TABLE p (a integer, b text);
CREATE TABLE k (c date) INHERITS (p);
-- rows
INSERT INTO k VALUES (1, 'x');
-- desired
CREATE TABLE p (a integer, b text);
CREATE TABLE k (a integer, b text, c date);
-- lossy

-- case: two parents
-- current
CREATE TABLE p (a integer);
CREATE TABLE q (b integer);
CREATE TABLE k () INHERITS (p, q);
-- desired
CREATE TABLE p (a integer, x integer);
CREATE TABLE q (b integer);
CREATE TABLE r (c integer);
CREATE TABLE k () INHERITS (p, q, r);

-- case: statistics name their columns in no order
-- current
CREATE TABLE t (a integer, b integer, "C" integer);
CREATE STATISTICS s1 (ndistinct) ON a, b, "C" FROM t;
CREATE STATISTICS s2 ON (a + 1), b, a FROM t;
-- desired
CREATE TABLE t ("C" integer, b integer, a integer);
CREATE STATISTICS s1 (ndistinct) ON b, a, "C" FROM t;
CREATE STATISTICS s2 ON b, (a + 1), a FROM t;
-- same
