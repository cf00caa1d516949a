CREATE TABLE spans (start integer, "end" integer);
CREATE FUNCTION width(a integer) RETURNS bigint LANGUAGE sql
BEGIN ATOMIC
  SELECT CASE WHEN a > 0 THEN CASE a WHEN 1 THEN 10 ELSE 20 END ELSE 0 END;
  SELECT count(s."end") AS end FROM spans AS s;
END;
CREATE OR REPLACE PROCEDURE fill(a integer)
BEGIN ATOMIC
  INSERT INTO spans VALUES (a, a + 1);
  DELETE FROM spans WHERE start = 0; -- END;
END;
CALL fill(1);
SELECT width(1);
