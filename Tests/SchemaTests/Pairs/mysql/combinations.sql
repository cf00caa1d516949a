-- case: a period goes
-- current
CREATE TABLE a (id int, s date NOT NULL, e date NOT NULL, PERIOD FOR valid (s, e), UNIQUE KEY k (id, valid WITHOUT OVERLAPS));
-- rows
INSERT INTO a VALUES (1, '2020-01-01', '2021-01-01');
-- desired
CREATE TABLE a (id int, s date NOT NULL, e date NOT NULL, UNIQUE KEY k (id));
-- case: a table and its keys, foreign keys, views and triggers change at once
-- current
CREATE TABLE p (id int PRIMARY KEY, name varchar(20) NOT NULL, UNIQUE KEY n (name));
CREATE TABLE c (id int PRIMARY KEY AUTO_INCREMENT, p_id int, q_id int, note text, KEY (note(10)), CONSTRAINT c_p FOREIGN KEY (p_id) REFERENCES p (id), FOREIGN KEY (q_id) REFERENCES p (id));
CREATE VIEW v AS SELECT c.id, p.name FROM c JOIN p ON p.id = c.p_id;
CREATE TRIGGER g BEFORE INSERT ON c FOR EACH ROW SET NEW.note = 'x';
CREATE PROCEDURE r() SELECT * FROM v;
-- rows
INSERT INTO p VALUES (1, 'one'); INSERT INTO c VALUES (1, 1, 1, 'n');
-- desired
CREATE TABLE p (id bigint PRIMARY KEY, name varchar(30) NOT NULL, extra int, UNIQUE KEY n (name, extra));
CREATE TABLE c (id bigint PRIMARY KEY AUTO_INCREMENT, note text, p_id bigint, q_id bigint NOT NULL, KEY both_ids (p_id, q_id), CONSTRAINT c_p FOREIGN KEY (p_id) REFERENCES p (id) ON DELETE CASCADE, FOREIGN KEY (q_id) REFERENCES p (id));
CREATE VIEW v AS SELECT c.id, p.name, p.extra FROM c JOIN p ON p.id = c.p_id;
CREATE VIEW w AS SELECT * FROM v;
CREATE TRIGGER g BEFORE INSERT ON c FOR EACH ROW SET NEW.note = 'y';
CREATE PROCEDURE r() SELECT * FROM w;
-- case: a foreign key without a name keeps its key
-- current
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (p_id int, FOREIGN KEY (p_id) REFERENCES p (id));
-- rows
INSERT INTO p VALUES (1); INSERT INTO c VALUES (1);
-- desired
CREATE TABLE p (id bigint PRIMARY KEY);
CREATE TABLE c (p_id bigint, FOREIGN KEY (p_id) REFERENCES p (id) ON DELETE CASCADE);
-- case: a key beside the one that a foreign key made
-- current
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (p_id int, q int, FOREIGN KEY (p_id) REFERENCES p (id));
-- rows
INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 2);
-- desired
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (p_id int, q int, KEY p_id (p_id), KEY longer (p_id, q), FOREIGN KEY (p_id) REFERENCES p (id));
-- case: two foreign keys on one column
-- current
CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE q (id int PRIMARY KEY);
CREATE TABLE c (x int, CONSTRAINT one FOREIGN KEY (x) REFERENCES p (id));
-- rows
INSERT INTO p VALUES (1); INSERT INTO q VALUES (1); INSERT INTO c VALUES (1);
-- desired
CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE q (id int PRIMARY KEY);
CREATE TABLE c (x int, CONSTRAINT one FOREIGN KEY (x) REFERENCES p (id), CONSTRAINT two FOREIGN KEY (x) REFERENCES q (id));
-- case: a unique key that another table refers to gets another column
-- current
CREATE TABLE p (a int NOT NULL, b int NOT NULL, UNIQUE KEY u (a));
CREATE TABLE c (a int, CONSTRAINT k FOREIGN KEY (a) REFERENCES p (a));
-- rows
INSERT INTO p VALUES (1, 2); INSERT INTO c VALUES (1);
-- desired
CREATE TABLE p (a int NOT NULL, b int NOT NULL, UNIQUE KEY u (a, b));
CREATE TABLE c (a int, CONSTRAINT k FOREIGN KEY (a) REFERENCES p (a));
-- case: a table with foreign keys goes to another engine
-- lossy
-- current
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (p_id int, CONSTRAINT k FOREIGN KEY (p_id) REFERENCES p (id));
-- desired
CREATE TABLE p (id int PRIMARY KEY) ENGINE = MyISAM;
CREATE TABLE c (p_id int, KEY k (p_id)) ENGINE = MyISAM;
-- case: another index name for the same foreign key
-- current
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (x int, CONSTRAINT k FOREIGN KEY (x) REFERENCES p (id));
-- desired
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (x int, KEY ix (x), CONSTRAINT k FOREIGN KEY (x) REFERENCES p (id));
