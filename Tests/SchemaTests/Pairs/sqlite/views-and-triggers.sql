Views and triggers, which SQLite looks at only when they are used.

-- case: a view comes
-- current
CREATE TABLE t (a, b);
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (a, b);
CREATE VIEW v (x) AS
  SELECT a -- the first
  FROM t;

-- case: a view goes
-- current
CREATE TABLE t (a, b);
CREATE VIEW v AS SELECT a FROM t;
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (a, b);

-- case: a view changes
-- current
CREATE TABLE t (a, b);
CREATE VIEW v AS SELECT a FROM t;
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (a, b);
CREATE VIEW v AS SELECT a, b FROM t;

-- case: a view under another view changes
-- current
CREATE TABLE t (a, b);
CREATE VIEW v AS SELECT a FROM t;
CREATE VIEW w AS SELECT a FROM v;
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (a, b);
CREATE VIEW v AS SELECT b AS a FROM t;
CREATE VIEW w AS SELECT a FROM v;

-- case: a table under views is rebuilt
-- current
CREATE TABLE t (a, b);
CREATE VIEW v AS SELECT a FROM t;
CREATE VIEW w AS SELECT v.a, t.b FROM v JOIN t USING (a);
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b NOT NULL);
CREATE VIEW v AS SELECT a FROM t;
CREATE VIEW w AS SELECT v.a, t.b FROM v JOIN t USING (a);

-- case: a table is rebuilt while a view names a table that is not there
-- current
CREATE TABLE t (a, b);
CREATE VIEW v AS SELECT a FROM nowhere;
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (a UNIQUE, b);
CREATE VIEW v AS SELECT a FROM nowhere;

-- case: a column goes that a view has shown
-- current
CREATE TABLE t (a, b);
CREATE VIEW v AS SELECT a, b FROM t;
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (a);
CREATE VIEW v AS SELECT a FROM t;

-- case: a column goes that a view under another view has shown
-- current
CREATE TABLE t (a, b);
CREATE VIEW v AS SELECT a, b FROM t;
CREATE VIEW w AS SELECT a FROM v;
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (a);
CREATE VIEW v AS SELECT a FROM t;
CREATE VIEW w AS SELECT a FROM v;

-- case: a column goes that a trigger of another table has named
-- current
CREATE TABLE t (a, b);
CREATE TABLE a (x);
CREATE TRIGGER g AFTER INSERT ON a BEGIN UPDATE t SET b = NEW.x; END;
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (a);
CREATE TABLE a (x);
CREATE TRIGGER g AFTER INSERT ON a BEGIN UPDATE t SET a = NEW.x; END;

-- case: views in a circle
-- current
CREATE TABLE t (a, b);
CREATE VIEW v AS SELECT a FROM w;
CREATE VIEW w AS SELECT a FROM v;
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (a NOT NULL, b);
CREATE VIEW v AS SELECT a + 1 AS a FROM w;
CREATE VIEW w AS SELECT a FROM v;

-- case: a view becomes a table
-- current
CREATE TABLE u (a, b);
CREATE VIEW t AS SELECT a, b FROM u;
-- rows
INSERT INTO u VALUES (1, 2);
-- desired
CREATE TABLE u (a, b);
CREATE TABLE t (a, b);

-- case: a view with a window, a common table and strings in double quotes
-- current
CREATE TABLE t (a, b);
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (a, b);
CREATE VIEW v AS WITH RECURSIVE c(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM c WHERE n < 3)
  SELECT n, row_number() OVER (PARTITION BY a ORDER BY b DESC) AS "The Number", "text" AS s,
    CASE WHEN a->>'$.x' IS NOT NULL THEN -1e-3 ELSE .5 END FROM c, t;

-- case: a trigger comes
-- current
CREATE TABLE t (a, b);
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (a, b);
CREATE TRIGGER g BEFORE UPDATE OF a, b ON t FOR EACH ROW WHEN NEW.a > 'A'
BEGIN
  -- nobody may; not even you
  SELECT RAISE(ABORT, 'no; never');
  INSERT INTO t VALUES (CASE WHEN NEW.a THEN 1 ELSE 2 END, 3);
END;

-- case: a trigger goes
-- current
CREATE TABLE t (a, b);
CREATE TRIGGER g AFTER DELETE ON t BEGIN INSERT INTO t VALUES (OLD.a, OLD.b); END;
-- desired
CREATE TABLE t (a, b);

-- case: a trigger changes
-- current
CREATE TABLE t (a, b);
CREATE TRIGGER g AFTER DELETE ON t BEGIN INSERT INTO t VALUES (OLD.a, 'x'); END;
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (a, b);
CREATE TRIGGER g AFTER DELETE ON t BEGIN INSERT INTO t VALUES (OLD.a, 'X'); END;

-- case: a trigger moves to another table
-- current
CREATE TABLE t (a, b);
CREATE TABLE u (a, b);
CREATE TRIGGER g AFTER DELETE ON t BEGIN SELECT 1; END;
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (a, b);
CREATE TABLE u (a, b);
CREATE TRIGGER g AFTER DELETE ON u BEGIN SELECT 1; END;

-- case: two triggers change tables that are rebuilt
-- current
CREATE TABLE t (a, b);
CREATE TABLE u (a, b);
CREATE TRIGGER g AFTER DELETE ON t BEGIN SELECT 1; END;
CREATE TRIGGER h AFTER DELETE ON u BEGIN SELECT 1; END;
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (a UNIQUE, b);
CREATE TABLE u (a UNIQUE, b);
CREATE TRIGGER g AFTER DELETE ON u BEGIN SELECT 1; END;
CREATE TRIGGER h AFTER DELETE ON t BEGIN SELECT 1; END;

-- case: a rebuilt table keeps, loses, changes and gets triggers
-- current
CREATE TABLE t (a INTEGER PRIMARY KEY, b);
CREATE TABLE log (x);
CREATE TRIGGER kept AFTER INSERT ON t BEGIN INSERT INTO log VALUES (NEW.a); END;
CREATE TRIGGER lost AFTER DELETE ON t BEGIN INSERT INTO log VALUES (OLD.a); END;
CREATE TRIGGER changed AFTER INSERT ON t BEGIN INSERT INTO log VALUES (NEW.b); END;
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (a INTEGER PRIMARY KEY, b NOT NULL);
CREATE TABLE log (x);
CREATE TRIGGER kept AFTER INSERT ON t BEGIN INSERT INTO log VALUES (NEW.a); END;
CREATE TRIGGER changed AFTER INSERT ON t BEGIN INSERT INTO log VALUES (-NEW.b); END;
CREATE TRIGGER new AFTER UPDATE ON t BEGIN INSERT INTO log VALUES (NEW.b); END;

-- case: tables whose triggers name each other are rebuilt
-- current
CREATE TABLE t (a, b);
CREATE TABLE u (a, b);
CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO u VALUES (1, 2); END;
CREATE TRIGGER h AFTER DELETE ON u BEGIN DELETE FROM t; END;
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (a NOT NULL, b);
CREATE TABLE u (a NOT NULL, b);
CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO u VALUES (1, 2); END;
CREATE TRIGGER h AFTER DELETE ON u BEGIN DELETE FROM t; END;

-- case: a trigger in place of a view's insert comes
-- current
CREATE TABLE t (a, b);
CREATE VIEW v AS SELECT a FROM t;
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (a, b);
CREATE VIEW v AS SELECT a FROM t;
CREATE TRIGGER g INSTEAD OF INSERT ON v BEGIN INSERT INTO t (a) VALUES (NEW.a); END;

-- case: a view with a trigger changes, and its table is rebuilt
-- current
CREATE TABLE t (a, b);
CREATE VIEW v AS SELECT a FROM t;
CREATE TRIGGER g INSTEAD OF INSERT ON v BEGIN INSERT INTO t (a) VALUES (NEW.a); END;
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (a, b UNIQUE);
CREATE VIEW v AS SELECT a, b FROM t;
CREATE TRIGGER g INSTEAD OF INSERT ON v BEGIN INSERT INTO t (a) VALUES (NEW.a); END;

-- case: a view with a trigger goes
-- current
CREATE TABLE t (a, b);
CREATE VIEW v AS SELECT a FROM t;
CREATE TRIGGER g INSTEAD OF INSERT ON v BEGIN INSERT INTO t (a) VALUES (NEW.a); END;
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (a, b);

-- case: a trigger names its table in another case
-- current
CREATE TABLE Users (a, b);
CREATE TRIGGER g AFTER INSERT ON USERS BEGIN SELECT 1; END;
-- rows
INSERT INTO Users VALUES (1, 2);
-- desired
CREATE TABLE Users (a UNIQUE, b);
CREATE TRIGGER g AFTER INSERT ON users BEGIN SELECT 1; END;

-- case: a trigger with a directive for another program in it
-- current
CREATE TABLE t (a, b);
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (a, b);
CREATE TRIGGER g AFTER INSERT ON t BEGIN
  -- migrate: downgrade
  SELECT 1;
END;

-- case: a table goes that views and triggers still name
-- current
CREATE TABLE t (a, b);
CREATE TABLE u (a);
CREATE VIEW v AS SELECT a FROM t;
CREATE TRIGGER g AFTER INSERT ON u BEGIN DELETE FROM t; END;
-- rows
INSERT INTO u VALUES (1);
-- desired
CREATE TABLE u (a NOT NULL);
CREATE VIEW v AS SELECT a FROM t;
CREATE TRIGGER g AFTER INSERT ON u BEGIN DELETE FROM t; END;
