CREATE VIRTUAL TABLE docs USING fts5(body, tokenize = "unicode61 separators ';'");
INSERT INTO docs VALUES ('one; two');
INSERT INTO docs(docs) VALUES ('rebuild');
