-- Authors and books
--
-- revision: 5c1a7e93b0d4
-- created: 2026-03-01T09:00:00Z

-- migrate: upgrade
CREATE TABLE authors (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL
);

CREATE TABLE books (
  id INTEGER PRIMARY KEY,
  author_id INTEGER NOT NULL REFERENCES authors (id),
  title TEXT NOT NULL,
  pages INTEGER
);

-- migrate: downgrade
DROP TABLE books;
DROP TABLE authors;
