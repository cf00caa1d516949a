-- case: a foreign key comes
-- current
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (p_id int);
-- rows
INSERT INTO p VALUES (1); INSERT INTO c VALUES (1);
-- desired
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (p_id int, CONSTRAINT c_p FOREIGN KEY (p_id) REFERENCES p (id) ON DELETE CASCADE ON UPDATE SET NULL);
-- case: a foreign key goes
-- current
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (p_id int, FOREIGN KEY (p_id) REFERENCES p (id));
-- rows
INSERT INTO p VALUES (1); INSERT INTO c VALUES (1);
-- desired
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (p_id int, KEY (p_id));
-- case: a foreign key acts otherwise
-- current
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (p_id int, CONSTRAINT k FOREIGN KEY (p_id) REFERENCES p (id) ON DELETE CASCADE);
-- rows
INSERT INTO p VALUES (1); INSERT INTO c VALUES (1);
-- desired
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (p_id int, CONSTRAINT k FOREIGN KEY (p_id) REFERENCES p (id) ON DELETE SET NULL);
-- case: no action is the same as restrict and as nothing
-- current
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (p_id int, CONSTRAINT k FOREIGN KEY (p_id) REFERENCES p (id) ON DELETE RESTRICT ON UPDATE NO ACTION);
-- desired
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (p_id int, CONSTRAINT k FOREIGN KEY (p_id) REFERENCES p (id) ON DELETE NO ACTION);
-- case: what foreign keys rest upon becomes wider
-- current
CREATE TABLE p (id int PRIMARY KEY AUTO_INCREMENT, name varchar(10));
CREATE TABLE c (id int PRIMARY KEY, p_id int NOT NULL, CONSTRAINT c_p FOREIGN KEY (p_id) REFERENCES p (id));
CREATE TABLE d (p_id int, CONSTRAINT d_p FOREIGN KEY (p_id) REFERENCES p (id) ON DELETE SET NULL);
-- rows
INSERT INTO p VALUES (1, 'x'); INSERT INTO c VALUES (7, 1); INSERT INTO d VALUES (1);
-- desired
CREATE TABLE p (id bigint unsigned PRIMARY KEY AUTO_INCREMENT, name varchar(20));
CREATE TABLE c (id int PRIMARY KEY, p_id bigint unsigned NOT NULL, CONSTRAINT c_p FOREIGN KEY (p_id) REFERENCES p (id));
CREATE TABLE d (p_id bigint unsigned, CONSTRAINT d_p FOREIGN KEY (p_id) REFERENCES p (id) ON DELETE SET NULL);
-- case: a foreign key over texts of another collation
-- current
CREATE TABLE p (code varchar(10), UNIQUE KEY (code));
CREATE TABLE c (code varchar(10), CONSTRAINT k FOREIGN KEY (code) REFERENCES p (code));
-- rows
INSERT INTO p VALUES ('é'); INSERT INTO c VALUES ('é');
-- desired
CREATE TABLE p (code varchar(10) COLLATE utf8mb4_bin, UNIQUE KEY (code));
CREATE TABLE c (code varchar(10) COLLATE utf8mb4_bin, CONSTRAINT k FOREIGN KEY (code) REFERENCES p (code));
-- case: tables that refer to each other
-- current
-- desired
CREATE TABLE a (id int PRIMARY KEY, b_id int, CONSTRAINT a_b FOREIGN KEY (b_id) REFERENCES b (id));
CREATE TABLE b (id int PRIMARY KEY, a_id int, CONSTRAINT b_a FOREIGN KEY (a_id) REFERENCES a (id));
-- case: tables that refer to each other go
-- lossy
-- current
CREATE TABLE a (id int PRIMARY KEY, b_id int);
CREATE TABLE b (id int PRIMARY KEY, a_id int, CONSTRAINT b_a FOREIGN KEY (a_id) REFERENCES a (id));
ALTER TABLE a ADD CONSTRAINT a_b FOREIGN KEY (b_id) REFERENCES b (id);
CREATE TABLE c (b_id int, a_id int, FOREIGN KEY (b_id) REFERENCES b (id), FOREIGN KEY (a_id) REFERENCES a (id));
-- rows
INSERT INTO a VALUES (1, NULL); INSERT INTO b VALUES (1, 1); UPDATE a SET b_id = 1; INSERT INTO c VALUES (1, 1);
-- desired
CREATE TABLE d (id int);
-- case: a table refers to itself
-- current
CREATE TABLE t (id int PRIMARY KEY);
-- rows
INSERT INTO t VALUES (1);
-- desired
CREATE TABLE t (id bigint PRIMARY KEY, parent bigint, CONSTRAINT up FOREIGN KEY (parent) REFERENCES t (id));
-- case: a chain of new tables in the wrong order
-- current
-- desired
CREATE TABLE c (id int PRIMARY KEY, b int, CONSTRAINT c_b FOREIGN KEY (b) REFERENCES b (id));
CREATE TABLE b (id int PRIMARY KEY, a int, CONSTRAINT b_a FOREIGN KEY (a) REFERENCES z (id));
CREATE TABLE z (id int PRIMARY KEY);
-- case: a table goes to which another referred
-- lossy
-- current
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (p_id int, CONSTRAINT c_p FOREIGN KEY (p_id) REFERENCES p (id));
-- rows
INSERT INTO p VALUES (1); INSERT INTO c VALUES (1);
-- desired
CREATE TABLE c (q int);
-- case: a foreign key of two columns
-- current
CREATE TABLE p (a int, b int, PRIMARY KEY (a, b));
CREATE TABLE c (x int, y int);
-- rows
INSERT INTO p VALUES (1, 2); INSERT INTO c VALUES (1, 2);
-- desired
CREATE TABLE p (a int, b int, PRIMARY KEY (a, b));
CREATE TABLE c (x int, y int, CONSTRAINT k FOREIGN KEY (x, y) REFERENCES p (a, b) ON UPDATE CASCADE);
-- case: the key under a foreign key is replaced
-- current
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (p_id int, q int, CONSTRAINT k FOREIGN KEY (p_id) REFERENCES p (id));
-- rows
INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 2);
-- desired
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (p_id int, q int, KEY x (p_id, q), CONSTRAINT k FOREIGN KEY (p_id) REFERENCES p (id));
-- case: the key that is referred to is another
-- current
CREATE TABLE p (id int PRIMARY KEY, code int NOT NULL, UNIQUE KEY u (code));
CREATE TABLE c (code int, CONSTRAINT k FOREIGN KEY (code) REFERENCES p (code));
-- rows
INSERT INTO p VALUES (1, 5); INSERT INTO c VALUES (5);
-- desired
CREATE TABLE p (id int NOT NULL, code int NOT NULL, PRIMARY KEY (code));
CREATE TABLE c (code int, CONSTRAINT k FOREIGN KEY (code) REFERENCES p (code));
-- case: a foreign key moves to another column
-- current
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (a int, b int, CONSTRAINT k FOREIGN KEY (a) REFERENCES p (id));
-- rows
INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1);
-- desired
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (a int, b int, CONSTRAINT k FOREIGN KEY (b) REFERENCES p (id));
-- case: a foreign key moves to another table
-- current
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (a int, CONSTRAINT k FOREIGN KEY (a) REFERENCES p (id));
CREATE TABLE d (a int);
-- desired
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (a int);
CREATE TABLE d (a int, CONSTRAINT k FOREIGN KEY (a) REFERENCES p (id));
-- case: a column and its foreign key go
-- current
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (id int, p_id int, CONSTRAINT k FOREIGN KEY (p_id) REFERENCES p (id));
-- rows
INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1);
-- desired
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (id int);
-- case: only the comment of a column under a foreign key changes
-- current
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (p_id int, CONSTRAINT k FOREIGN KEY (p_id) REFERENCES p (id));
-- desired
CREATE TABLE p (id int PRIMARY KEY COMMENT 'x');
CREATE TABLE c (p_id int DEFAULT 4 COMMENT 'y', CONSTRAINT k FOREIGN KEY (p_id) REFERENCES p (id));
-- case: a column under a foreign key is no longer null
-- current
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (p_id int, CONSTRAINT k FOREIGN KEY (p_id) REFERENCES p (id) ON DELETE SET NULL);
-- rows
INSERT INTO p VALUES (1); INSERT INTO c VALUES (1);
-- desired
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (p_id int NOT NULL, CONSTRAINT k FOREIGN KEY (p_id) REFERENCES p (id));
-- case: checks come, change and go
-- current
CREATE TABLE t (a int, b varchar(20), CONSTRAINT goes CHECK (a > 0), CONSTRAINT other CHECK (a < 100));
-- rows
INSERT INTO t VALUES (1, 'x');
-- desired
CREATE TABLE t (a int, b varchar(20), CONSTRAINT other CHECK (a < 200 and b <> 'a,b'), CONSTRAINT comes CHECK (char_length(b) > 0), CHECK (a <> 7));
-- case: checks without names
-- current
CREATE TABLE t (a int, CHECK (a > 0), CHECK (a > 1));
-- rows
INSERT INTO t VALUES (5);
-- desired
CREATE TABLE t (a int, CHECK (a > 1), CHECK (a > 2), CHECK (a > 3));
-- case: a check of a column that goes
-- current
CREATE TABLE t (a int, b int, CONSTRAINT k CHECK (b > a));
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (a int, CONSTRAINT k CHECK (a > 0));
-- case: a check with strange names
-- current
CREATE TABLE t (`a b` int, `select` int);
-- desired
CREATE TABLE t (`a b` int, `select` int, CONSTRAINT `my check` CHECK (`a b` > `select`));
