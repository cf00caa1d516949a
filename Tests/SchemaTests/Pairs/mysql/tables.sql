-- case: a table is created and one dropped
-- lossy
-- current
CREATE TABLE a (id int PRIMARY KEY);
-- rows
INSERT INTO a VALUES (1);
-- desired
CREATE TABLE b (id int PRIMARY KEY, `key` int);
-- case: nothing differs
-- current
CREATE TABLE a (id int PRIMARY KEY AUTO_INCREMENT, b json, c int CHECK (c > 1));
-- rows
INSERT INTO a VALUES (100, '{}', 3);
-- desired
CREATE TABLE a (id int PRIMARY KEY AUTO_INCREMENT, b json, c int CHECK (c > 1)) AUTO_INCREMENT = 7;
-- case: a table gets a comment
-- current
CREATE TABLE a (id int) COMMENT = 'old';
CREATE TABLE b (id int);
-- desired
CREATE TABLE a (id int);
CREATE TABLE b (id int) COMMENT = 'it''s new';
-- case: another default character set
-- current
CREATE TABLE a (id int, x varchar(10), y enum('é') , z varchar(5) CHARACTER SET ascii) DEFAULT CHARSET = utf8mb4;
-- rows
INSERT INTO a VALUES (1, 'é', 'é', 'x');
-- desired
CREATE TABLE a (id int, x varchar(10), y enum('é'), z varchar(5)) DEFAULT CHARSET = latin1;
-- case: another default character set and columns that keep theirs
-- current
CREATE TABLE a (id int, x varchar(10)) DEFAULT CHARSET = utf8mb4;
-- rows
INSERT INTO a VALUES (1, 'é');
-- desired
CREATE TABLE a (id int, x varchar(10) CHARACTER SET utf8mb4, w varchar(3)) DEFAULT CHARSET = latin1;
-- case: another collation
-- current
CREATE TABLE a (id int, x varchar(10)) COLLATE = utf8mb4_general_ci;
-- rows
INSERT INTO a VALUES (1, 'é');
-- desired
CREATE TABLE a (id int, x varchar(10)) COLLATE = utf8mb4_unicode_ci;
-- case: another engine
-- current
CREATE TABLE a (id int, x varchar(10)) ENGINE = MyISAM;
-- rows
INSERT INTO a VALUES (1, 'x');
-- desired
CREATE TABLE a (id int, x varchar(10)) ENGINE = InnoDB;
-- case: an engine with options of its own
-- current
CREATE TABLE a (id int) ENGINE = InnoDB;
-- rows
INSERT INTO a VALUES (1);
-- desired
CREATE TABLE a (id int) ENGINE = Aria TRANSACTIONAL = 1;
-- case: another row format
-- current
CREATE TABLE a (id int) ROW_FORMAT = COMPACT;
-- rows
INSERT INTO a VALUES (1);
-- desired
CREATE TABLE a (id int) ROW_FORMAT = DYNAMIC;
-- case: options of a table come
-- current
CREATE TABLE a (id int);
-- rows
INSERT INTO a VALUES (1);
-- desired
CREATE TABLE a (id int) MAX_ROWS = 100 MIN_ROWS = 2 AVG_ROW_LENGTH = 50 CHECKSUM = 1 STATS_PERSISTENT = 1 STATS_AUTO_RECALC = 0 STATS_SAMPLE_PAGES = 5 PAGE_COMPRESSED = 1 DELAY_KEY_WRITE = 1 PACK_KEYS = 1;
-- case: options of a table change
-- current
CREATE TABLE a (id int) MAX_ROWS = 100 STATS_PERSISTENT = 1;
-- desired
CREATE TABLE a (id int) MAX_ROWS = 200 STATS_PERSISTENT = 0 ROW_FORMAT = REDUNDANT;
-- case: a table in memory
-- current
CREATE TABLE a (id int, KEY (id)) ENGINE = MEMORY;
-- desired
CREATE TABLE a (id int, KEY (id) USING BTREE) ENGINE = MEMORY;
-- case: names that need quotes
-- current
-- desired
CREATE TABLE `order` (`group` int NOT NULL, `a b` int, `C` int, `x``y` int, PRIMARY KEY (`group`), KEY `a b` (`a b`), CONSTRAINT `1` CHECK (`group` > 1));
CREATE TABLE `Ünï` (`end` int, `begin` int, name varchar(3), `date` date, `_utf8` int, `x1$` int);
-- case: names with a percent sign and a dot
-- current
CREATE TABLE `a.b` (`c.d` int, KEY `e.f` (`c.d`));
-- desired
CREATE TABLE `a.b` (`c.d` int, `100%` int, KEY `e.f` (`c.d`, `100%`));
-- case: a table becomes versioned
-- current
CREATE TABLE a (id int, x int);
-- rows
INSERT INTO a VALUES (1, 2);
-- desired
CREATE TABLE a (id int, x int, y int) WITH SYSTEM VERSIONING;
-- case: a versioned table changes
-- current
CREATE TABLE a (id int, x int) WITH SYSTEM VERSIONING;
-- rows
INSERT INTO a VALUES (1, 2);
-- desired
CREATE TABLE a (id bigint, x int WITHOUT SYSTEM VERSIONING, y int) WITH SYSTEM VERSIONING COMMENT = 'c';
-- case: a versioned table with columns of its own for the times
-- current
-- desired
CREATE TABLE a (id int, s timestamp(6) GENERATED ALWAYS AS ROW START, e timestamp(6) GENERATED ALWAYS AS ROW END, PERIOD FOR SYSTEM_TIME (s, e)) WITH SYSTEM VERSIONING;
-- case: a period of an application
-- current
CREATE TABLE a (id int, s date, e date);
-- rows
INSERT INTO a VALUES (1, '2020-01-01', '2021-01-01');
-- desired
CREATE TABLE a (id int, s date NOT NULL, e date NOT NULL, PERIOD FOR valid (s, e), UNIQUE KEY k (id, valid WITHOUT OVERLAPS));
