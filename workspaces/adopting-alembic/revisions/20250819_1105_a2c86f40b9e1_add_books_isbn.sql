-- Add books.isbn
--
-- revision: a2c86f40b9e1
-- down_revision: 7d3e9a5c1f08
-- created: 2025-08-19T11:05:27Z

-- migrate: upgrade
ALTER TABLE books ADD COLUMN isbn VARCHAR(13);
CREATE UNIQUE INDEX uq_books_isbn ON books (isbn);

-- migrate: downgrade
DROP INDEX uq_books_isbn;
ALTER TABLE books DROP COLUMN isbn;
