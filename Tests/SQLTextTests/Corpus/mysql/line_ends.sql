CREATE TABLE a (x TEXT);
-- comment; here
INSERT INTO a VALUES ('a
b;
');
DELIMITER ;;
CREATE PROCEDURE p()
BEGIN
  SELECT 1;
END;;
DELIMITER ;
CALL p();
