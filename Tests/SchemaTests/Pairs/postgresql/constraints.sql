Constraints of every kind.

-- case: a primary key comes and goes
-- current
CREATE TABLE t (a integer NOT NULL);
CREATE TABLE u (a integer PRIMARY KEY);
-- rows
INSERT INTO t VALUES (1);
INSERT INTO u VALUES (1);
-- desired
CREATE TABLE t (a integer PRIMARY KEY);
CREATE TABLE u (a integer NOT NULL);

-- case: a primary key on other columns
-- current
CREATE TABLE t (a integer, b integer, PRIMARY KEY (a));
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (a integer, b integer, PRIMARY KEY (b, a));

-- case: a primary key goes, with its NOT NULL
-- current
CREATE TABLE t (a integer PRIMARY KEY);
-- rows
INSERT INTO t VALUES (1);
-- desired
CREATE TABLE t (a integer);

-- case: a primary key by another name
-- current
CREATE TABLE t (a integer PRIMARY KEY);
CREATE TABLE u (a integer REFERENCES t);
-- rows
INSERT INTO t VALUES (1);
INSERT INTO u VALUES (1);
-- desired
CREATE TABLE t (a integer CONSTRAINT k PRIMARY KEY);
CREATE TABLE u (a integer REFERENCES t);

-- case: a key that is deferrable, with more columns in its index
-- current
CREATE TABLE t (a integer UNIQUE, b integer, c integer);
-- rows
INSERT INTO t VALUES (1, 2, 3);
-- desired
CREATE TABLE t (a integer UNIQUE DEFERRABLE INITIALLY DEFERRED, b integer, c integer, CONSTRAINT k UNIQUE (b) INCLUDE (c) WITH (fillfactor = 50));

-- case: nulls are one value
-- current
CREATE TABLE t (a integer, UNIQUE (a));
-- rows
INSERT INTO t VALUES (1), (NULL);
-- desired
CREATE TABLE t (a integer, UNIQUE NULLS NOT DISTINCT (a));

-- case: parameters of the index of a key
-- current
CREATE TABLE t (a integer PRIMARY KEY WITH (fillfactor = 70));
-- rows
INSERT INTO t VALUES (1);
-- desired
CREATE TABLE t (a integer PRIMARY KEY WITH (fillfactor = 90));

-- case: checks come, go and change
-- current
CREATE TABLE t (a integer CHECK (a > 0), b text CONSTRAINT len CHECK (length(b) < 10), c integer);
-- rows
INSERT INTO t VALUES (1, 'x', 2);
-- desired
CREATE TABLE t (a integer, b text CONSTRAINT len CHECK (length(b) < 20), c integer, CHECK (c > a OR c IS NULL) NO INHERIT);

-- case: a check that is not valid becomes valid
-- current
CREATE TABLE t (a integer);
ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID;
-- rows
INSERT INTO t VALUES (1);
-- desired
CREATE TABLE t (a integer CONSTRAINT c CHECK (a > 0));

-- case: a check that is not valid comes with its table
-- desired
CREATE TABLE t (a integer);
ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID;
COMMENT ON CONSTRAINT c ON t IS 'not yet';

-- case: texts that the server writes in two ways
-- current
CREATE TABLE t (v varchar(5), i integer, b boolean);
-- rows
INSERT INTO t VALUES ('a', 2, true);
-- desired
CREATE TABLE t (v varchar(5), i integer, b boolean,
  CONSTRAINT c1 CHECK (v IN ('a', 'b')), CONSTRAINT c2 CHECK (v NOT IN ('c', 'd', 'e')),
  CONSTRAINT c3 CHECK (i BETWEEN 1 AND 3 AND b), CONSTRAINT c4 CHECK (v = ANY (ARRAY['a', 'b'])),
  CONSTRAINT c5 CHECK (NOT (i BETWEEN 5 AND 9) AND i <> 4 AND b IS NOT FALSE));
CREATE INDEX i ON t (i) WHERE v IN ('a', 'b') AND i BETWEEN 1 AND 3;
CREATE VIEW w AS SELECT v FROM t WHERE v IN ('a', 'b') AND i BETWEEN 1 AND 3 AND b;

-- case: the same texts on both sides, one of them printed once more
-- current
CREATE TABLE t (v varchar(5), CONSTRAINT c1 CHECK (((v)::text = ANY (ARRAY[('a'::character varying)::text, ('b'::character varying)::text]))));
CREATE VIEW w AS SELECT v FROM t WHERE v::text = ANY (ARRAY['a'::varchar::text, 'b'::varchar::text]);
-- rows
INSERT INTO t VALUES ('a');
-- desired
CREATE TABLE t (v varchar(5), CONSTRAINT c1 CHECK (v IN ('a', 'b')));
CREATE VIEW w AS SELECT v FROM t WHERE v IN ('a', 'b');

-- case: foreign keys with everything
-- current
CREATE TABLE p (a integer, b integer, PRIMARY KEY (a, b));
CREATE TABLE k (a integer, b integer, c integer);
-- rows
INSERT INTO p VALUES (1, 2);
INSERT INTO k VALUES (1, 2, 3);
-- desired
CREATE TABLE p (a integer, b integer, PRIMARY KEY (a, b));
CREATE TABLE k (a integer, b integer, c integer,
  CONSTRAINT f FOREIGN KEY (a, b) REFERENCES p MATCH FULL ON UPDATE CASCADE ON DELETE SET NULL (a, b) DEFERRABLE INITIALLY DEFERRED);

-- case: a foreign key acts otherwise
-- current
CREATE TABLE p (a integer PRIMARY KEY);
CREATE TABLE k (a integer REFERENCES p ON DELETE CASCADE);
-- rows
INSERT INTO p VALUES (1);
INSERT INTO k VALUES (1);
-- desired
CREATE TABLE p (a integer PRIMARY KEY);
CREATE TABLE k (a integer DEFAULT 1 REFERENCES p ON DELETE SET DEFAULT ON UPDATE RESTRICT);

-- case: a foreign key that is not valid is validated
-- current
CREATE TABLE p (a integer PRIMARY KEY);
CREATE TABLE k (a integer);
ALTER TABLE k ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES p NOT VALID;
-- rows
INSERT INTO p VALUES (1);
INSERT INTO k VALUES (1);
-- desired
CREATE TABLE p (a integer PRIMARY KEY);
CREATE TABLE k (a integer, CONSTRAINT f FOREIGN KEY (a) REFERENCES p);

-- case: a foreign key on a unique index
-- current
CREATE TABLE p (a integer NOT NULL);
CREATE TABLE k (a integer);
-- rows
INSERT INTO p VALUES (1);
INSERT INTO k VALUES (1);
-- desired
CREATE TABLE p (a integer NOT NULL);
CREATE UNIQUE INDEX i ON p (a);
CREATE TABLE k (a integer REFERENCES p (a));

-- case: a foreign key to another table
-- current
CREATE TABLE p (a integer PRIMARY KEY);
CREATE TABLE q (a integer PRIMARY KEY);
CREATE TABLE k (a integer CONSTRAINT f REFERENCES p);
-- rows
INSERT INTO p VALUES (1);
INSERT INTO q VALUES (1);
-- desired
CREATE TABLE q (a integer PRIMARY KEY);
CREATE TABLE k (a integer CONSTRAINT f REFERENCES q);
-- lossy

-- case: both tables of a circle go
-- current
CREATE TABLE a (id integer PRIMARY KEY, b integer);
CREATE TABLE b (id integer PRIMARY KEY, a integer REFERENCES a);
ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b;
-- desired
CREATE TABLE c (id integer);

-- case: a key of both is typed otherwise
-- current
CREATE TABLE p (a integer PRIMARY KEY);
CREATE TABLE k (a integer REFERENCES p);
-- rows
INSERT INTO p VALUES (1);
INSERT INTO k VALUES (1);
-- desired
CREATE TABLE p (a text PRIMARY KEY);
CREATE TABLE k (a text REFERENCES p);
-- lossy

-- case: exclusion
-- current
CREATE TABLE t (a integer, r int4range, CONSTRAINT x EXCLUDE USING gist (r WITH &&));
-- rows
INSERT INTO t VALUES (1, '[1,2]');
-- desired
CREATE TABLE t (a integer, r int4range, CONSTRAINT x EXCLUDE USING gist (r WITH &&) WHERE (a > 0) DEFERRABLE, CONSTRAINT y EXCLUDE (a WITH =));

-- case: the columns of all kinds of constraints go
-- current
CREATE TABLE t (a integer PRIMARY KEY, b integer UNIQUE, c integer CHECK (c > 0), d integer, CHECK (d > c), e integer);
CREATE INDEX i ON t (e);
CREATE STATISTICS s ON d, e FROM t;
-- desired
CREATE TABLE t (d integer);
-- lossy

-- case: an index becomes a constraint and back
-- current
CREATE TABLE t (a integer, b integer UNIQUE);
CREATE UNIQUE INDEX t_a_key ON t (a);
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (a integer UNIQUE, b integer);
CREATE UNIQUE INDEX t_b_key ON t (b);
