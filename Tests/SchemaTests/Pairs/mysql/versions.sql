-- case: a versioned table with partitions becomes a plain one
-- lossy
-- current
CREATE TABLE t (a int) WITH SYSTEM VERSIONING PARTITION BY SYSTEM_TIME LIMIT 1000 (PARTITION p0 HISTORY, PARTITION pc CURRENT);
-- rows
INSERT INTO t VALUES (1);
-- desired
CREATE TABLE t (a int, b int);
-- case: a versioned table with columns of its own becomes a plain one
-- lossy
-- current
CREATE TABLE t (a int, s timestamp(6) GENERATED ALWAYS AS ROW START, e timestamp(6) GENERATED ALWAYS AS ROW END, PERIOD FOR SYSTEM_TIME (s, e)) WITH SYSTEM VERSIONING;
-- rows
INSERT INTO t (a) VALUES (1);
-- desired
CREATE TABLE t (a bigint);
-- case: a versioned table gets columns of its own for the times
-- refused: the columns for the times of a versioned table cannot be changed
-- current
CREATE TABLE t (a int) WITH SYSTEM VERSIONING;
-- rows
INSERT INTO t (a) VALUES (1);
-- desired
CREATE TABLE t (a int, s timestamp(6) GENERATED ALWAYS AS ROW START, e timestamp(6) GENERATED ALWAYS AS ROW END, PERIOD FOR SYSTEM_TIME (s, e)) WITH SYSTEM VERSIONING;
-- case: a versioned table drops a column and a key
-- lossy
-- current
CREATE TABLE t (id int PRIMARY KEY, a int, b int, KEY k (a)) WITH SYSTEM VERSIONING;
-- rows
INSERT INTO t VALUES (1, 2, 3);
-- desired
CREATE TABLE t (id int PRIMARY KEY, b varchar(20)) WITH SYSTEM VERSIONING;
-- case: a table becomes versioned with columns of its own
-- lossy
-- current
CREATE TABLE t (a int, s int);
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (a int, b timestamp(6) GENERATED ALWAYS AS ROW START INVISIBLE, e timestamp(6) GENERATED ALWAYS AS ROW END INVISIBLE, s int, PERIOD FOR SYSTEM_TIME (b, e)) WITH SYSTEM VERSIONING;
