CREATE TABLE a (x);
INSERT INTO a VALUES (1), (2);
INSERT INTO a SELECT x + 1 FROM a -- the last one
