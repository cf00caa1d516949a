Virtual tables, which come and go but do not change.

-- case: a search index comes
-- current
CREATE TABLE t (a, b);
-- rows
INSERT INTO t VALUES (1, 2);
-- desired
CREATE TABLE t (a, b);
CREATE VIRTUAL TABLE words USING fts5(Title, body, content='t', tokenize = 'porter unicode61');

-- case: a search index goes
-- current
CREATE TABLE t (a, b);
CREATE VIRTUAL TABLE words USING fts5(title);
-- rows
INSERT INTO t VALUES (1, 2);
INSERT INTO words VALUES ('all of it');
-- desired
CREATE TABLE t (a, b);

-- case: a search index changes
-- current
CREATE VIRTUAL TABLE words USING fts5(title);
-- desired
CREATE VIRTUAL TABLE words USING fts5(title, body);
-- refused: a virtual table cannot be changed

-- case: a tree comes beside a table that is rebuilt
-- current
CREATE TABLE t (a, b);
CREATE VIRTUAL TABLE words USING fts5(title);
-- rows
INSERT INTO t VALUES (1, 2);
INSERT INTO words VALUES ('all of it');
-- desired
CREATE TABLE t (a NOT NULL, b);
CREATE VIRTUAL TABLE words USING fts5(title);
CREATE VIRTUAL TABLE places USING rtree(id, x0, x1);

-- case: a search index that triggers keep up to date
-- current
CREATE TABLE t (id INTEGER PRIMARY KEY, b TEXT);
CREATE VIRTUAL TABLE words USING fts5(b, content='t', content_rowid='id');
CREATE TRIGGER t_i AFTER INSERT ON t BEGIN INSERT INTO words(rowid, b) VALUES (NEW.id, NEW.b); END;
CREATE TRIGGER t_d AFTER DELETE ON t BEGIN INSERT INTO words(words, rowid, b) VALUES ('delete', OLD.id, OLD.b); END;
-- rows
INSERT INTO t VALUES (1, 'one'), (5, 'five');
-- desired
CREATE TABLE t (id INTEGER PRIMARY KEY, b TEXT NOT NULL, c TEXT UNIQUE ON CONFLICT IGNORE);
CREATE VIRTUAL TABLE words USING fts5(b, content='t', content_rowid='id');
CREATE TRIGGER t_i AFTER INSERT ON t BEGIN INSERT INTO words(rowid, b) VALUES (NEW.id, NEW.b); END;
CREATE TRIGGER t_d AFTER DELETE ON t BEGIN INSERT INTO words(words, rowid, b) VALUES ('delete', OLD.id, OLD.b); END;
