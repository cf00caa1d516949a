CREATE TABLE a$b$c (x$1 integer);
CREATE TABLE d$$ (x integer);
INSERT INTO a$b$c VALUES (1);
PREPARE p (integer) AS INSERT INTO d$$ VALUES ($1);
EXECUTE p (3);
