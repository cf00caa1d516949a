-- case: views over tables and views
-- current
-- desired
CREATE TABLE t (id int, a int);
CREATE TABLE p (id int, code varchar(10), `order` int);
CREATE ALGORITHM = MERGE SQL SECURITY INVOKER VIEW v1 AS SELECT id, a FROM t WHERE a > 3 WITH LOCAL CHECK OPTION;
CREATE VIEW v2 (x, y) AS WITH q AS (SELECT * FROM v1) SELECT q.id, p.code FROM q JOIN p ON p.id = q.id WHERE p.code IN ('a', 'b');
CREATE VIEW v3 AS SELECT 1 one, 'é' accented, 'it''s \\ x' quoted, `order` FROM p ORDER BY `order`;
CREATE ALGORITHM = TEMPTABLE VIEW v4 AS SELECT count(*) n, max(a) AS `group` FROM t GROUP BY id HAVING n > 1 UNION SELECT 1, 2;
CREATE VIEW v5 AS SELECT t.id, (SELECT max(code) FROM p WHERE p.id = t.id) m FROM t LEFT JOIN (SELECT id FROM p) d ON d.id = t.id;
CREATE VIEW a AS SELECT * FROM v1 WHERE id > 1;
-- case: a view is another
-- current
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT a FROM t;
CREATE VIEW w AS SELECT a FROM v;
-- desired
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT a, b + 1 AS c FROM t WHERE b IS NOT NULL;
CREATE VIEW w AS SELECT a, c FROM v;
-- case: options of a view
-- current
CREATE TABLE t (a int);
CREATE ALGORITHM = TEMPTABLE VIEW v AS SELECT a FROM t;
CREATE VIEW w AS SELECT a FROM t WITH CHECK OPTION;
-- desired
CREATE TABLE t (a int);
CREATE SQL SECURITY INVOKER VIEW v AS SELECT a FROM t;
CREATE VIEW w AS SELECT a FROM t;
-- case: a view follows its table
-- current
CREATE TABLE t (a int, b int, c int);
CREATE VIEW v AS SELECT a, b FROM t;
-- desired
CREATE TABLE t (a bigint, d int, c int);
CREATE VIEW v AS SELECT a, d FROM t;
-- case: a view of a table that goes
-- current
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t;
CREATE VIEW w AS SELECT a FROM v;
-- desired
CREATE TABLE u (a int);
CREATE VIEW w AS SELECT a FROM u;
-- case: a view becomes a table
-- lossy
-- current
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t;
-- desired
CREATE TABLE t (a int);
CREATE TABLE v (a int);
-- case: a view with a function and a sequence
-- current
-- desired
DELIMITER //
CREATE FUNCTION twice(a int) RETURNS int DETERMINISTIC RETURN a * 2//
DELIMITER ;
CREATE SEQUENCE s;
CREATE VIEW v AS SELECT twice(3) AS t, nextval(s) AS n;
-- case: triggers in their order
-- current
CREATE TABLE t (a int, b varchar(10));
CREATE TRIGGER t1 BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1;
CREATE TRIGGER t3 BEFORE INSERT ON t FOR EACH ROW SET NEW.a = NEW.a + 3;
CREATE TRIGGER u1 AFTER DELETE ON t FOR EACH ROW SET @x = OLD.a;
-- desired
CREATE TABLE t (a int, b varchar(10));
DELIMITER //
CREATE TRIGGER t1 BEFORE INSERT ON t FOR EACH ROW BEGIN /* one; */ SET NEW.a = 1; SET NEW.b = 'x'; END//
CREATE TRIGGER t2 BEFORE INSERT ON t FOR EACH ROW SET NEW.a = NEW.a * 2//
CREATE TRIGGER t3 BEFORE INSERT ON t FOR EACH ROW SET NEW.a = NEW.a + 3//
CREATE TRIGGER a0 BEFORE INSERT ON t FOR EACH ROW PRECEDES t1 SET NEW.b = 'y'//
DELIMITER ;
-- case: triggers change places
-- current
CREATE TABLE t (a int);
CREATE TRIGGER x BEFORE UPDATE ON t FOR EACH ROW SET NEW.a = 1;
CREATE TRIGGER y BEFORE UPDATE ON t FOR EACH ROW SET NEW.a = 2;
CREATE TRIGGER z BEFORE UPDATE ON t FOR EACH ROW SET NEW.a = 3;
-- desired
CREATE TABLE t (a int);
CREATE TRIGGER z BEFORE UPDATE ON t FOR EACH ROW SET NEW.a = 3;
CREATE TRIGGER y BEFORE UPDATE ON t FOR EACH ROW SET NEW.a = 2;
CREATE TRIGGER x BEFORE UPDATE ON t FOR EACH ROW SET NEW.a = 1;
-- case: one of three triggers goes
-- current
CREATE TABLE t (a int);
CREATE TRIGGER x AFTER UPDATE ON t FOR EACH ROW SET @a = 1;
CREATE TRIGGER y AFTER UPDATE ON t FOR EACH ROW SET @a = 2;
CREATE TRIGGER z AFTER UPDATE ON t FOR EACH ROW SET @a = 3;
-- desired
CREATE TABLE t (a int, b int);
CREATE TRIGGER x AFTER UPDATE ON t FOR EACH ROW SET @a = 1;
CREATE TRIGGER z AFTER UPDATE ON t FOR EACH ROW SET @a = 3;
-- case: a trigger moves to another table
-- current
CREATE TABLE t (a int);
CREATE TABLE u (a int);
CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1;
-- desired
CREATE TABLE t (a int);
CREATE TABLE u (a int);
CREATE TRIGGER x BEFORE INSERT ON u FOR EACH ROW SET NEW.a = 1;
-- case: a table goes with its triggers
-- lossy
-- current
CREATE TABLE t (a int);
CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1;
CREATE TRIGGER y BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 2;
-- desired
-- case: functions and procedures
-- current
DELIMITER //
CREATE FUNCTION f(a int) RETURNS int DETERMINISTIC RETURN a//
CREATE FUNCTION goes() RETURNS int NO SQL RETURN 1//
DELIMITER ;
-- desired
DELIMITER //
CREATE FUNCTION f(a bigint, b varchar(10)) RETURNS varchar(20) CHARSET latin1 DETERMINISTIC SQL SECURITY INVOKER COMMENT 'it''s' RETURN concat(a, b)//
CREATE PROCEDURE p(IN a int, OUT b int, INOUT c text) MODIFIES SQL DATA BEGIN
  -- a comment; with a semicolon
  SET b = a; # another
  IF a > 1 THEN SET c = 'x\\y'; END IF;
END//
CREATE PROCEDURE f() SELECT 1//
CREATE AGGREGATE FUNCTION ag(x int) RETURNS int BEGIN
  DECLARE s int DEFAULT 0;
  DECLARE CONTINUE HANDLER FOR NOT FOUND RETURN s;
  LOOP FETCH GROUP NEXT ROW; SET s = s + x; END LOOP;
END//
CREATE PROCEDURE `odd name`() COMMENT 'c' BEGIN END//
DELIMITER ;
-- case: a function in the mode of Oracle
-- current
-- desired
SET sql_mode = 'ORACLE';
DELIMITER //
CREATE FUNCTION f(a INT) RETURN INT AS BEGIN RETURN a || 1; END//
CREATE PACKAGE pk AS PROCEDURE x(); END//
CREATE PACKAGE BODY pk AS PROCEDURE x() AS BEGIN NULL; END; END//
DELIMITER ;
SET sql_mode = DEFAULT;
-- case: a package is another
-- current
SET sql_mode = 'ORACLE';
DELIMITER //
CREATE PACKAGE pk AS PROCEDURE x(); END//
CREATE PACKAGE BODY pk AS PROCEDURE x() AS BEGIN NULL; END; END//
DELIMITER ;
SET sql_mode = DEFAULT;
-- desired
SET sql_mode = 'ORACLE';
DELIMITER //
CREATE PACKAGE pk AS PROCEDURE x(); PROCEDURE y(); END//
CREATE PACKAGE BODY pk AS PROCEDURE x() AS BEGIN NULL; END; PROCEDURE y() AS BEGIN NULL; END; END//
DELIMITER ;
SET sql_mode = DEFAULT;
-- case: modes that only decide on errors are no difference
-- current
SET sql_mode = 'STRICT_ALL_TABLES';
CREATE FUNCTION f() RETURNS int NO SQL RETURN 1;
SET sql_mode = DEFAULT;
-- desired
SET sql_mode = 'NO_ZERO_DATE';
CREATE FUNCTION f() RETURNS int NO SQL RETURN 1;
SET sql_mode = DEFAULT;
-- case: events
-- current
CREATE TABLE t (a int);
CREATE EVENT e2 ON SCHEDULE EVERY 2 DAY STARTS '2030-01-01 00:00:00' COMMENT 'old' DO DELETE FROM t;
CREATE EVENT e4 ON SCHEDULE EVERY 1 MONTH ON COMPLETION PRESERVE DISABLE DO DELETE FROM t;
CREATE EVENT goes ON SCHEDULE EVERY 1 DAY DO DELETE FROM t;
-- desired
CREATE TABLE t (a int);
DELIMITER //
CREATE EVENT e1 ON SCHEDULE EVERY 1 DAY DO DELETE FROM t//
CREATE EVENT e2 ON SCHEDULE AT '2035-01-01 00:00:00' ON COMPLETION PRESERVE DISABLE COMMENT 'ec' DO BEGIN SELECT 1; END//
CREATE EVENT e3 ON SCHEDULE EVERY '1:30' HOUR_MINUTE STARTS '2030-01-01 00:00:00' ENDS '2031-01-01 00:00:00' DO SELECT 2//
CREATE EVENT e4 ON SCHEDULE EVERY 1 MONTH DO DELETE FROM t//
DELIMITER ;
-- case: when an event without a start began is no difference
-- current
CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2029-01-01 00:00:00' DO SELECT 1;
-- desired
CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1;
-- case: an event in another time zone
-- current
-- desired
SET time_zone = '+05:00';
CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' DO SELECT 1;
SET time_zone = DEFAULT;
-- case: sequences
-- current
CREATE SEQUENCE a;
CREATE SEQUENCE b START WITH 5 INCREMENT BY 2 MAXVALUE 1000 CACHE 10 CYCLE;
CREATE SEQUENCE goes;
CREATE TABLE t (id int DEFAULT nextval(goes), x int);
-- desired
CREATE SEQUENCE a START WITH 100 INCREMENT BY 10 NOCACHE;
CREATE SEQUENCE b START WITH 5 MINVALUE 1 MAXVALUE 2000 CACHE 10;
CREATE SEQUENCE c START WITH -1 INCREMENT BY -1;
CREATE TABLE t (id int DEFAULT nextval(c), x int DEFAULT nextval(a));
-- case: the position of a sequence is no difference
-- current
CREATE SEQUENCE a;
DO nextval(a), nextval(a);
-- desired
CREATE SEQUENCE a;

-- case: a definer who is not there makes no difference
-- current
CREATE TABLE t (a int);
CREATE DEFINER=`nobody here`@`%` VIEW v AS SELECT a, t.a + 1 AS b FROM t WHERE t.a > 0;
CREATE DEFINER=`nobody here`@`%` TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1;
CREATE DEFINER=`nobody here`@`%` FUNCTION f() RETURNS int RETURN 1;
-- desired
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a, t.a + 1 AS b FROM t WHERE t.a > 0;
CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1;
CREATE FUNCTION f() RETURNS int RETURN 1;
-- same
