-- What the library should be. `aludel revision --autogenerate` writes what leads here.

CREATE TABLE authors (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL
);

CREATE TABLE books (
  id INTEGER PRIMARY KEY,
  author_id INTEGER NOT NULL REFERENCES authors (id),
  title TEXT NOT NULL,
  pages INTEGER NOT NULL DEFAULT 0 CHECK (pages >= 0)
);

CREATE INDEX books_author ON books (author_id);

CREATE VIEW shelf AS
  SELECT authors.name, books.title FROM books JOIN authors ON authors.id = books.author_id;
