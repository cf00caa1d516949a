CREATE TABLE spans (begin INT, end INT, delimiter
  CHAR(1),
  event INT);
CREATE TABLE marks (
delimiter CHAR(1),
x INT);
CREATE PROCEDURE close_spans()
BEGIN
  UPDATE spans SET begin = 1 WHERE spans.end = 2;
  SELECT begin, end FROM spans;
END;
CALL close_spans();
