-- case: keys of every kind
-- current
CREATE TABLE t (id int NOT NULL, a varchar(20), b int, c text, g geometry NOT NULL) ENGINE = InnoDB;
-- desired
CREATE TABLE t (id int NOT NULL, a varchar(20), b int, c text, g geometry NOT NULL, PRIMARY KEY (id), UNIQUE KEY u (a(5), b DESC), KEY k1 (b) COMMENT 'kc', KEY k2 (a) IGNORED, FULLTEXT KEY ft (c), FULLTEXT KEY ft2 (a, c), SPATIAL KEY sp (g), KEY kh (b) USING HASH, KEY kb (a, b) KEY_BLOCK_SIZE = 8, UNIQUE (b));
-- case: a primary key comes
-- current
CREATE TABLE t (id int, a int);
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (id int NOT NULL, a int, PRIMARY KEY (id));
-- case: a primary key goes
-- current
CREATE TABLE t (id int NOT NULL, a int, PRIMARY KEY (id));
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (id int, a int);
-- case: another primary key
-- current
CREATE TABLE t (id int NOT NULL AUTO_INCREMENT, a int NOT NULL, PRIMARY KEY (id));
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (id int NOT NULL AUTO_INCREMENT, a int NOT NULL, PRIMARY KEY (a), UNIQUE KEY (id));
-- case: the primary key has one column more
-- current
CREATE TABLE t (id int NOT NULL, a int NOT NULL, PRIMARY KEY (id));
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (id int NOT NULL, a int NOT NULL, PRIMARY KEY (id, a));
-- case: a key becomes unique
-- current
CREATE TABLE t (a int, b int, KEY k (a));
-- rows
INSERT INTO t VALUES (1, 2), (2, 2);
-- desired
CREATE TABLE t (a int, b int, UNIQUE KEY k (a));
-- case: a key has other columns
-- current
CREATE TABLE t (a int, b int, c varchar(30), KEY k (a), KEY l (c), KEY m (a, b));
-- rows
INSERT INTO t VALUES (1, 2, 'c');
-- desired
CREATE TABLE t (a int, b int, c varchar(30), KEY k (a, b), KEY l (c(10)), KEY m (b DESC, a));
-- case: a key gets a comment
-- current
CREATE TABLE t (a int, KEY k (a));
-- desired
CREATE TABLE t (a int, KEY k (a) COMMENT 'for reports');
-- case: a key is ignored
-- current
CREATE TABLE t (a int, b int, KEY k (a), UNIQUE KEY u (b));
-- desired
CREATE TABLE t (a int, b int, KEY k (a) IGNORED, UNIQUE KEY u (b) IGNORED);
-- case: a column goes with its keys
-- current
CREATE TABLE t (a int, b int, KEY k (a), KEY l (a, b), UNIQUE KEY u (a));
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (b int, KEY l (b));
-- case: a key of a new column
-- current
CREATE TABLE t (a int);
-- rows
INSERT INTO t VALUES (1);
-- desired
CREATE TABLE t (a int, b int, KEY k (b, a));
-- case: full text with another parser
-- current
CREATE TABLE t (a text, b text, FULLTEXT KEY k (a));
-- rows
INSERT INTO t VALUES ('one', 'two');
-- desired
CREATE TABLE t (a text, b text, FULLTEXT KEY k (a, b), FULLTEXT KEY l (b));
-- case: a long unique key
-- current
CREATE TABLE t (a text);
-- rows
INSERT INTO t VALUES ('x');
-- desired
CREATE TABLE t (a text, UNIQUE KEY k (a));
-- case: keys on generated columns
-- current
CREATE TABLE t (a int);
-- rows
INSERT INTO t VALUES (1);
-- desired
CREATE TABLE t (a int, v int AS (a % 10) VIRTUAL, KEY k (v));
-- case: keys come in another order
-- current
CREATE TABLE t (a int, b int, KEY x (a), KEY y (b));
-- desired
CREATE TABLE t (a int, b int, KEY y (b), KEY x (a));
