-- Create authors and books
--
-- revision: 4b1f0a7c92de
-- created: 2025-03-10T09:12:44Z

-- migrate: upgrade
CREATE TABLE authors (
    id INTEGER NOT NULL,
    name VARCHAR(200) NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE books (
    id INTEGER NOT NULL,
    author_id INTEGER NOT NULL,
    title VARCHAR(300) NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(author_id) REFERENCES authors (id)
);

-- migrate: downgrade
DROP TABLE books;
DROP TABLE authors;
