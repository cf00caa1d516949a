-- case: a table with every kind of column
-- current
-- desired
CREATE TABLE t (
  id bigint unsigned NOT NULL AUTO_INCREMENT COMMENT 'a, b ) ''q'' \n \\ end',
  a int(5) zerofill DEFAULT 3,
  b varchar(20) CHARACTER SET latin1 DEFAULT 'it''s',
  c text,
  d decimal(10,2) DEFAULT 1.50,
  e enum('a','b,c','d''e') DEFAULT 'a',
  f set('x','y'),
  g timestamp NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp(),
  h datetime(3) DEFAULT current_timestamp(3) ON UPDATE current_timestamp(3),
  i json,
  j bit(3) DEFAULT b'101',
  k blob DEFAULT 'x',
  l uuid,
  m inet6,
  n geometry NOT NULL,
  o point,
  q timestamp NULL,
  v int AS (a + 1) VIRTUAL,
  s varchar(30) AS (concat(b, 'x')) STORED INVISIBLE COMMENT 'gen',
  inv int NOT NULL INVISIBLE DEFAULT 4,
  x int CHECK (x > 3),
  y char(36) DEFAULT (uuid()),
  z double unsigned DEFAULT 1e10,
  aa year,
  bb binary(3) DEFAULT 'a\0',
  cc boolean DEFAULT true,
  nn int NOT NULL COMMENT 'chk' CHECK (nn <> 5),
  dd time(2) NOT NULL DEFAULT '10:00:00',
  ee float(7,3), ff real, gg tinyblob, hh mediumtext, ii longblob, jj tinyint unsigned, kk mediumint,
  ll varchar(3) COLLATE utf8mb4_bin, mm national varchar(3), oo bigint DEFAULT -5,
  `we``ird ,(name` int DEFAULT (1 + 2),
  `select` int, `1a` int, `ümlaut` int,
  PRIMARY KEY (id, a)
) COMMENT = 'it''s; "q" \\ x';
-- case: a column is added at the end
-- current
CREATE TABLE t (a int);
-- rows
INSERT INTO t VALUES (1), (2);
-- desired
CREATE TABLE t (a int, b varchar(10));
-- case: a column is added in the middle
-- current
CREATE TABLE t (a int, c int);
-- rows
INSERT INTO t VALUES (1, 3);
-- desired
CREATE TABLE t (a int, b int NOT NULL DEFAULT 2, c int);
-- case: a column is added at the beginning
-- current
CREATE TABLE t (b int, c int);
-- rows
INSERT INTO t VALUES (1, 3);
-- desired
CREATE TABLE t (a int, b int, c int);
-- case: columns are added everywhere
-- current
CREATE TABLE t (b int, d int);
-- rows
INSERT INTO t VALUES (1, 3);
-- desired
CREATE TABLE t (a int, a2 int, b int, c int, c2 int, d int, e int, f int);
-- case: a column is dropped
-- current
CREATE TABLE t (a int, b int, c int);
-- rows
INSERT INTO t VALUES (1, 2, 3);
-- desired
CREATE TABLE t (a int, c int);
-- case: columns come in another order
-- current
CREATE TABLE t (a int, b varchar(3) NOT NULL DEFAULT 'x' COMMENT 'kept', c int, d int, e int);
-- rows
INSERT INTO t VALUES (1, 'b', 3, 4, 5);
-- desired
CREATE TABLE t (c int, d int, a int, e int, b varchar(3) NOT NULL DEFAULT 'x' COMMENT 'kept');
-- case: columns are moved, added, changed and dropped at once
-- current
CREATE TABLE t (a int, b int, c int, d int, e int);
-- rows
INSERT INTO t VALUES (1, 2, 3, 4, 5);
-- desired
CREATE TABLE t (e int, x int, d bigint, a int, y int, c int);
-- case: the columns of a table are the other way round
-- current
CREATE TABLE t (a int, b int, c int);
-- rows
INSERT INTO t VALUES (1, 2, 3);
-- desired
CREATE TABLE t (c int, b int, a int);
-- case: all columns are others
-- current
CREATE TABLE t (a int, b int);
-- desired
CREATE TABLE t (c int, d int);
-- case: a column becomes wider
-- current
CREATE TABLE t (a int, b varchar(10), c decimal(8,2), d enum('a'));
-- rows
INSERT INTO t VALUES (1, 'b', 2.50, 'a');
-- desired
CREATE TABLE t (a bigint, b varchar(100), c decimal(10,2), d enum('a','b'));
-- case: a number becomes a text
-- lossy
-- current
CREATE TABLE t (a int);
-- rows
INSERT INTO t VALUES (17);
-- desired
CREATE TABLE t (a varchar(20));
-- case: a column becomes unsigned
-- current
CREATE TABLE t (a int);
-- rows
INSERT INTO t VALUES (17);
-- desired
CREATE TABLE t (a int unsigned);
-- case: a column gets a default
-- current
CREATE TABLE t (a int);
-- rows
INSERT INTO t VALUES (1);
-- desired
CREATE TABLE t (a int DEFAULT 5);
-- case: defaults of every kind
-- current
CREATE TABLE t (a int, b varchar(20), c datetime, d char(36), e text, f bit(2), g varchar(3));
-- desired
CREATE TABLE t (a int DEFAULT (1 + 2), b varchar(20) DEFAULT 'a''b\\c\n', c datetime DEFAULT current_timestamp(), d char(36) DEFAULT uuid(), e text DEFAULT 'x', f bit(2) DEFAULT b'10', g varchar(3) DEFAULT '');
-- case: a default of another column
-- current
CREATE TABLE t (a int, b int);
-- desired
CREATE TABLE t (a int, b int DEFAULT (a + 1));
-- case: a column is no longer null
-- current
CREATE TABLE t (a int, b varchar(3));
-- rows
INSERT INTO t VALUES (1, 'x');
-- desired
CREATE TABLE t (a int NOT NULL, b varchar(3) NOT NULL);
-- case: a time follows updates
-- current
CREATE TABLE t (a int, b timestamp NULL);
-- rows
INSERT INTO t VALUES (1, '2020-01-01 00:00:00');
-- desired
CREATE TABLE t (a int, b timestamp NULL DEFAULT current_timestamp() ON UPDATE current_timestamp());
-- case: a column gets a comment
-- current
CREATE TABLE t (a int, b int COMMENT 'old');
-- desired
CREATE TABLE t (a int COMMENT 'what it is; -- and "more"', b int);
-- case: a column is hidden
-- current
CREATE TABLE t (a int, b int DEFAULT 3);
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (a int, b int INVISIBLE DEFAULT 3);
-- case: a column is compressed
-- current
CREATE TABLE t (a text, b int);
-- rows
INSERT INTO t VALUES ('abc', 2);
-- desired
CREATE TABLE t (a text COMPRESSED COMMENT 'small', b int);
-- case: a column of another character set
-- current
CREATE TABLE t (a varchar(10), b varchar(10));
-- rows
INSERT INTO t VALUES ('é', 'b');
-- desired
CREATE TABLE t (a varchar(10) CHARACTER SET latin1, b varchar(10) COLLATE utf8mb4_bin);
-- case: json columns
-- current
CREATE TABLE t (a int);
-- rows
INSERT INTO t VALUES (1);
-- desired
CREATE TABLE t (a int, b json, c json NOT NULL DEFAULT '{}', d longtext COLLATE utf8mb4_bin);
-- case: a text becomes json
-- current
CREATE TABLE t (a int, b text);
-- rows
INSERT INTO t VALUES (1, '{}');
-- desired
CREATE TABLE t (a int, b json);
-- case: a check of a column
-- current
CREATE TABLE t (a int, b int CHECK (b > 0), c int CHECK (c < 3));
-- rows
INSERT INTO t VALUES (1, 2, 2);
-- desired
CREATE TABLE t (a int CHECK (a between 0 and 5), b int CHECK (b > 1), c int);
-- case: generated columns are added
-- current
CREATE TABLE t (a int, b int);
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (a int, s int AS (a + b) STORED, b int, v int AS (a * b) VIRTUAL);
-- case: a generated column is computed otherwise
-- lossy
-- current
CREATE TABLE t (a int, b int, s int AS (a + b) STORED, v int AS (a + b) VIRTUAL);
-- rows
INSERT INTO t (a, b) VALUES (1, 2);
-- desired
CREATE TABLE t (a int, b int, s int AS (a * b) STORED, v int AS (a - b) VIRTUAL);
-- case: a virtual column is stored
-- current
CREATE TABLE t (a int, v int AS (a + 1) VIRTUAL, b int);
-- rows
INSERT INTO t (a, b) VALUES (1, 2);
-- desired
CREATE TABLE t (a int, v int AS (a + 1) STORED, b int);
-- case: a stored column becomes a plain one
-- lossy
-- current
CREATE TABLE t (a int, v int AS (a + 1) STORED);
-- rows
INSERT INTO t (a) VALUES (1);
-- desired
CREATE TABLE t (a int, v int);
-- case: a virtual column becomes a plain one
-- lossy
-- current
CREATE TABLE t (a int, v int AS (a + 1) VIRTUAL, KEY k (v));
-- rows
INSERT INTO t (a) VALUES (1);
-- desired
CREATE TABLE t (a int, v int, KEY k (v));
-- case: what generated columns are made of becomes wider
-- current
CREATE TABLE t (a int, v int AS (a + 1) VIRTUAL, s int AS (a + 2) STORED, KEY k (v));
-- rows
INSERT INTO t (a) VALUES (1);
-- desired
CREATE TABLE t (a bigint, v int AS (a + 1) VIRTUAL, s int AS (a + 2) STORED, KEY k (v));
-- case: a counter
-- current
CREATE TABLE t (id int NOT NULL, a int);
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, a int);
-- case: a counter is added
-- lossy
-- current
CREATE TABLE t (a int);
-- rows
INSERT INTO t VALUES (5), (6);
-- desired
CREATE TABLE t (id int NOT NULL AUTO_INCREMENT, a int, PRIMARY KEY (id));
-- case: the counter is another column
-- current
CREATE TABLE t (a int NOT NULL AUTO_INCREMENT, b int NOT NULL, PRIMARY KEY (a));
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (a int NOT NULL, b int NOT NULL AUTO_INCREMENT, PRIMARY KEY (b));
-- case: members of an enum go
-- current
CREATE TABLE t (a enum('x','y','z'), b set('p','q','r'));
-- rows
INSERT INTO t VALUES ('x', 'p');
-- desired
CREATE TABLE t (a enum('x','z'), b set('q','p'));
-- case: spatial columns
-- current
CREATE TABLE t (a int, p point);
-- desired
CREATE TABLE t (a int, p point NOT NULL, g geometry, l linestring REF_SYSTEM_ID = 4326);
-- case: a type that no value can come from
-- lossy
-- current
CREATE TABLE t (a int, b datetime, c point, KEY k (b), CONSTRAINT ck CHECK (a > 0 or b is not null));
-- rows
INSERT INTO t VALUES (1, '2020-01-01', point(1, 2));
-- desired
CREATE TABLE t (a int, b uuid DEFAULT uuid(), c int, KEY k (b), CONSTRAINT ck CHECK (a > 0 or b is not null));
-- case: a text becomes a uuid
-- lossy
-- current
CREATE TABLE t (a varchar(36));
-- rows
INSERT INTO t VALUES ('123e4567-e89b-12d3-a456-426655440000');
-- desired
CREATE TABLE t (a uuid);
-- case: a check and a key on a virtual column that is stored
-- current
CREATE TABLE t (a int, v int AS (a + 1) VIRTUAL, w int AS (v + 1) VIRTUAL, KEY k (v), CONSTRAINT ck CHECK (v > 0));
-- rows
INSERT INTO t (a) VALUES (1);
-- desired
CREATE TABLE t (a int, v int AS (a + 1) STORED, w int AS (v + 1) VIRTUAL, KEY k (v), CONSTRAINT ck CHECK (v > 0));
-- case: a default that is another column
-- current
CREATE TABLE t (a int, b int);
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (a int, b int DEFAULT (a) COMMENT 'as a');
-- case: a column is called otherwise and like a word
-- lossy
-- current
CREATE TABLE t (`value` int, `key` int, rank int);
-- rows
INSERT INTO t VALUES (1, 2, 3);
-- desired
CREATE TABLE t (`values` int, `keys` int, `ranks` int);
