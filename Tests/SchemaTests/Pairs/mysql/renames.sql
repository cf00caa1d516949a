What gets another name, and all that hangs on it.

-- case: a column under a key, a check and a default
-- current
CREATE TABLE t (id int PRIMARY KEY, mail varchar(40) DEFAULT 'x' COMMENT 'it', n int, KEY mail (mail), CONSTRAINT c CHECK (mail <> ''));
-- rows
INSERT INTO t VALUES (1, 'a', 2);
-- desired
CREATE TABLE t (id int PRIMARY KEY, email varchar(40) DEFAULT 'x' COMMENT 'it', n int, KEY email (email), CONSTRAINT c CHECK (email <> ''));
-- rename: t.mail=t.email

-- case: a column under a view
-- current
CREATE TABLE t (id int PRIMARY KEY, mail varchar(40), n int);
CREATE VIEW v AS SELECT mail, n FROM t;
CREATE VIEW w AS SELECT mail FROM v;
-- rows
INSERT INTO t VALUES (1, 'a', 2);
-- desired
CREATE TABLE t (id int PRIMARY KEY, email varchar(40), n int);
CREATE VIEW v AS SELECT email AS mail, n FROM t;
CREATE VIEW w AS SELECT mail FROM v;
-- rename: t.mail=t.email

-- case: a column that also changes its type and place, by a comment
-- current
CREATE TABLE t (id int PRIMARY KEY, n int, z int);
-- rows
INSERT INTO t VALUES (1, 2, 3);
-- desired
CREATE TABLE t (
  id int PRIMARY KEY,
  z int,
  -- renamed from: n
  `the number` bigint NOT NULL
);

-- case: a table with all that is its own
-- current
CREATE TABLE users (id int AUTO_INCREMENT PRIMARY KEY, mail varchar(40) UNIQUE, age int CHECK (age > 0), KEY users_age (age)) COMMENT='them';
CREATE TRIGGER g BEFORE UPDATE ON users FOR EACH ROW SET NEW.age = 1;
CREATE TABLE posts (id int PRIMARY KEY, user_id int, CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE);
-- rows
INSERT INTO users VALUES (7, 'a', 7);
INSERT INTO posts VALUES (1, 7);
-- desired
CREATE TABLE people (id int AUTO_INCREMENT PRIMARY KEY, mail varchar(40) UNIQUE, age int CHECK (age > 0), KEY people_age (age)) COMMENT='them';
CREATE TRIGGER g BEFORE UPDATE ON people FOR EACH ROW SET NEW.age = 1;
CREATE TABLE posts (id int PRIMARY KEY, user_id int, CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES people (id) ON DELETE CASCADE);
-- rename: users=people

-- case: a table under a view
-- current
CREATE TABLE users (id int PRIMARY KEY, mail varchar(40));
CREATE VIEW v AS SELECT mail FROM users;
-- rows
INSERT INTO users VALUES (1, 'a');
-- desired
-- renamed from: users
CREATE TABLE people (id int PRIMARY KEY, mail varchar(40));
CREATE VIEW v AS SELECT mail FROM people;

-- case: a table and its columns at once
-- current
CREATE TABLE users (id int PRIMARY KEY, mail varchar(40), born date);
CREATE TABLE k (u int, CONSTRAINT fk FOREIGN KEY (u) REFERENCES users (id));
-- rows
INSERT INTO users VALUES (1, 'a', '2000-01-01');
INSERT INTO k VALUES (1);
-- desired
CREATE TABLE people (nr int PRIMARY KEY, mail varchar(40), birthday date);
CREATE TABLE k (person int, CONSTRAINT fk FOREIGN KEY (person) REFERENCES people (nr));
-- rename: users=people
-- rename: people.id=people.nr
-- rename: people.born=people.birthday
-- rename: k.u=k.person

-- case: a column that a generated one is made of
-- current
CREATE TABLE t (id int PRIMARY KEY, a int, g int AS (a * 2) STORED, h int AS (a + 1) VIRTUAL);
-- rows
INSERT INTO t (id, a) VALUES (1, 3);
-- desired
CREATE TABLE t (id int PRIMARY KEY, n int, g int AS (n * 2) STORED, h int AS (n + 1) VIRTUAL);
-- rename: t.a=t.n

-- case: a column in the partitions' key
-- current
CREATE TABLE t (a int, n int, KEY n (n)) PARTITION BY RANGE (a) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN MAXVALUE);
-- rows
INSERT INTO t VALUES (3, 4);
-- desired
CREATE TABLE t (b int, n int, KEY n (n)) PARTITION BY RANGE (b) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN MAXVALUE);
-- rename: t.a=t.b

-- case: a column of a versioned table
-- current
CREATE TABLE t (id int PRIMARY KEY, a int) WITH SYSTEM VERSIONING;
-- rows
INSERT INTO t VALUES (3, 4);
-- desired
CREATE TABLE t (id int PRIMARY KEY, b int) WITH SYSTEM VERSIONING;
-- rename: t.a=t.b

-- case: an enum column
-- current
CREATE TABLE t (id int PRIMARY KEY, mood enum('sad', 'ok') DEFAULT 'sad', KEY k (mood));
-- rows
INSERT INTO t VALUES (3, 'ok');
-- desired
CREATE TABLE t (id int PRIMARY KEY, feeling enum('sad', 'ok', 'great') DEFAULT 'ok', KEY k (feeling));
-- rename: t.mood=t.feeling

-- case: a column that a trigger of its table sets
-- current
CREATE TABLE t (id int PRIMARY KEY, a int, b int);
CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.a = NEW.b;
CREATE TRIGGER h BEFORE INSERT ON t FOR EACH ROW SET NEW.b = 1;
-- rows
INSERT INTO t VALUES (3, 4, 5);
-- desired
CREATE TABLE t (id int PRIMARY KEY, z int, b int);
CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.z = NEW.b;
CREATE TRIGGER h BEFORE INSERT ON t FOR EACH ROW SET NEW.b = 1;
-- rename: t.a=t.z
