Partitioned tables.

-- case: partitions of every kind come
-- desired
CREATE TABLE r (a integer NOT NULL, b date, UNIQUE (a, b)) PARTITION BY RANGE (a);
CREATE TABLE r1 PARTITION OF r FOR VALUES FROM (1) TO (10);
CREATE TABLE r2 PARTITION OF r (CONSTRAINT c CHECK (b IS NOT NULL)) FOR VALUES FROM (10) TO (MAXVALUE) PARTITION BY LIST (b);
CREATE TABLE r2a PARTITION OF r2 FOR VALUES IN ('2020-01-01', NULL);
CREATE TABLE r2d PARTITION OF r2 DEFAULT;
CREATE TABLE h (a text COLLATE "C", b integer) PARTITION BY HASH (lower(a), b);
CREATE TABLE h0 PARTITION OF h FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE h1 PARTITION OF h FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE INDEX i ON r (b);
CREATE INDEX j ON r1 (b, a);
COMMENT ON TABLE r1 IS 'the first';

-- case: a partition comes, another goes
-- current
CREATE TABLE r (a integer, b text) PARTITION BY RANGE (a);
CREATE TABLE r1 PARTITION OF r FOR VALUES FROM (1) TO (10);
CREATE TABLE r2 PARTITION OF r FOR VALUES FROM (10) TO (20);
-- rows
INSERT INTO r VALUES (1, 'x');
-- desired
CREATE TABLE r (a integer, b text) PARTITION BY RANGE (a);
CREATE TABLE r1 PARTITION OF r FOR VALUES FROM (1) TO (10);
CREATE TABLE r3 PARTITION OF r FOR VALUES FROM (20) TO (30) WITH (fillfactor = 50);

-- case: columns, indexes and keys of a parent
-- current
CREATE TABLE r (a integer, b text, c integer) PARTITION BY RANGE (a);
CREATE TABLE r1 PARTITION OF r FOR VALUES FROM (1) TO (10);
CREATE INDEX i ON r (b);
CREATE VIEW v AS SELECT b FROM r1;
-- rows
INSERT INTO r VALUES (1, 'x', 2);
-- desired
CREATE TABLE r (a integer PRIMARY KEY, b varchar(20) NOT NULL DEFAULT 'q', d integer, CHECK (d > 0)) PARTITION BY RANGE (a);
CREATE TABLE r1 PARTITION OF r FOR VALUES FROM (1) TO (10);
CREATE UNIQUE INDEX i ON r (a, b);
CREATE VIEW v AS SELECT b FROM r1;
-- lossy

-- case: a partition has a default of its own
-- current
CREATE TABLE r (a integer, b integer DEFAULT 1, c integer) PARTITION BY RANGE (a);
CREATE TABLE r1 PARTITION OF r FOR VALUES FROM (1) TO (10);
ALTER TABLE r1 ALTER b SET DEFAULT 5;
-- desired
CREATE TABLE r (a integer, b integer DEFAULT 2, c integer) PARTITION BY RANGE (a);
CREATE TABLE r1 PARTITION OF r FOR VALUES FROM (1) TO (10);
ALTER TABLE r1 ALTER b SET DEFAULT 5, ALTER c SET DEFAULT 6, ALTER c SET NOT NULL;

-- case: other bounds
-- current
CREATE TABLE r (a integer) PARTITION BY RANGE (a);
CREATE TABLE r1 PARTITION OF r FOR VALUES FROM (1) TO (10);
-- rows
INSERT INTO r VALUES (5);
-- desired
CREATE TABLE r (a integer) PARTITION BY RANGE (a);
CREATE TABLE r1 PARTITION OF r FOR VALUES FROM (1) TO (20);

-- case: a partition stands alone
-- current
CREATE TABLE r (a integer, b text DEFAULT 'x') PARTITION BY RANGE (a);
CREATE TABLE r1 PARTITION OF r FOR VALUES FROM (1) TO (10);
-- rows
INSERT INTO r VALUES (5);
-- desired
CREATE TABLE r (a integer, b text DEFAULT 'x') PARTITION BY RANGE (a);
CREATE TABLE r1 (a integer, b text DEFAULT 'x');
-- lossy

-- case: a partition with keys and indexes stands alone
-- current
CREATE TABLE q (a integer PRIMARY KEY);
CREATE TABLE r (a integer PRIMARY KEY REFERENCES q, b text, CONSTRAINT c CHECK (a > 0)) PARTITION BY RANGE (a);
CREATE INDEX i ON r (b);
CREATE TABLE r1 PARTITION OF r FOR VALUES FROM (1) TO (10);
-- rows
INSERT INTO q VALUES (5);
INSERT INTO r VALUES (5, 'x');
-- desired
CREATE TABLE q (a integer PRIMARY KEY);
CREATE TABLE r (a integer PRIMARY KEY REFERENCES q, b text, CONSTRAINT c CHECK (a > 0)) PARTITION BY RANGE (a);
CREATE INDEX i ON r (b);
CREATE TABLE r1 (a integer PRIMARY KEY, b text, CONSTRAINT c CHECK (a > 0));
ALTER TABLE r1 ADD CONSTRAINT r_a_fkey FOREIGN KEY (a) REFERENCES q;
CREATE INDEX r1_b_idx ON r1 (b);
-- lossy

-- case: another key
-- current
CREATE TABLE r (a integer, b integer) PARTITION BY RANGE (a);
-- desired
CREATE TABLE r (a integer, b integer) PARTITION BY RANGE (b);
-- refused: the partition key of a table cannot be changed

-- case: a trigger on a parent
-- current
CREATE TABLE r (a integer) PARTITION BY RANGE (a);
CREATE TABLE r1 PARTITION OF r FOR VALUES FROM (1) TO (10);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
-- desired
CREATE TABLE r (a integer) PARTITION BY RANGE (a);
CREATE TABLE r1 PARTITION OF r FOR VALUES FROM (1) TO (10);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER x AFTER INSERT ON r FOR EACH ROW EXECUTE FUNCTION f();

-- case: a reference to a partitioned table
-- current
CREATE TABLE r (a integer PRIMARY KEY) PARTITION BY RANGE (a);
CREATE TABLE r1 PARTITION OF r FOR VALUES FROM (1) TO (10);
CREATE TABLE k (a integer);
-- rows
INSERT INTO r VALUES (5);
INSERT INTO k VALUES (5);
-- desired
CREATE TABLE r (a integer PRIMARY KEY) PARTITION BY RANGE (a);
CREATE TABLE r1 PARTITION OF r FOR VALUES FROM (1) TO (10);
CREATE TABLE k (a integer REFERENCES r);

-- case: a partitioned table goes
-- current
CREATE TABLE r (a integer PRIMARY KEY) PARTITION BY RANGE (a);
CREATE TABLE a1 PARTITION OF r FOR VALUES FROM (1) TO (10);
CREATE TABLE z1 PARTITION OF r FOR VALUES FROM (10) TO (20);
-- desired
CREATE TABLE k (a integer);

-- case: a partition stands alone without what it had from its parent
-- current
CREATE TABLE r (a integer PRIMARY KEY, b text, CONSTRAINT c CHECK (a > 0)) PARTITION BY RANGE (a);
CREATE INDEX i ON r (b);
CREATE TABLE r1 PARTITION OF r FOR VALUES FROM (1) TO (10);
CREATE INDEX own ON r1 (a, b);
-- desired
CREATE TABLE r (a integer PRIMARY KEY, b text, CONSTRAINT c CHECK (a > 0)) PARTITION BY RANGE (a);
CREATE INDEX i ON r (b);
CREATE TABLE r1 (a integer NOT NULL, b text);
CREATE INDEX own ON r1 (a, b);

-- case: a child with a check of its parent stands alone
-- current
CREATE TABLE p (a integer, CONSTRAINT c CHECK (a > 0), CONSTRAINT d CHECK (a < 9));
CREATE TABLE k (b integer) INHERITS (p);
-- desired
CREATE TABLE p (a integer, CONSTRAINT c CHECK (a > 0), CONSTRAINT d CHECK (a < 9));
CREATE TABLE k (a integer, b integer, CONSTRAINT c CHECK (a > 0));

-- case: a partition goes from under a key to the whole
-- current
CREATE TABLE p (id integer PRIMARY KEY) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20) PARTITION BY RANGE (id);
CREATE TABLE p21 PARTITION OF p2 DEFAULT;
CREATE TABLE k (p integer REFERENCES p);
-- rows
INSERT INTO p VALUES (1);
INSERT INTO k VALUES (1);
-- desired
CREATE TABLE p (id integer PRIMARY KEY) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
CREATE TABLE p3 PARTITION OF p DEFAULT;
CREATE TABLE k (p integer REFERENCES p);

-- case: a partitioned table that refers to itself goes
-- current
CREATE TABLE p (id integer PRIMARY KEY, up integer REFERENCES p) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
CREATE TABLE p2 PARTITION OF p DEFAULT;
-- desired
CREATE TABLE p (id integer PRIMARY KEY, up integer REFERENCES p) PARTITION BY RANGE (id);
CREATE TABLE p2 PARTITION OF p DEFAULT;

-- case: an inherited column gets another collation
-- current
CREATE TABLE p (a text, b varchar(9) COLLATE "C");
CREATE TABLE k (c integer) INHERITS (p);
-- rows
INSERT INTO k VALUES ('a', 'b', 1);
-- desired
CREATE TABLE p (a text COLLATE "C", b text);
CREATE TABLE k (c integer) INHERITS (p);

-- case: a parent gets a column that counts
-- current
CREATE TABLE p (a integer);
CREATE TABLE k (c integer) INHERITS (p);
-- desired
CREATE TABLE p (a integer, n bigint GENERATED ALWAYS AS IDENTITY (START 10));
CREATE TABLE k (c integer) INHERITS (p);
