-- Loans
--
-- revision: 7d3e9a5c1f08
-- down_revision: 4b1f0a7c92de
-- created: 2025-05-02T16:40:03Z

-- migrate: upgrade
CREATE TABLE loans (
    id INTEGER NOT NULL,
    book_id INTEGER NOT NULL,
    member VARCHAR(100) NOT NULL,
    due DATE NOT NULL,
    returned DATE,
    PRIMARY KEY (id),
    FOREIGN KEY(book_id) REFERENCES books (id)
);

CREATE INDEX ix_loans_member ON loans (member);

-- migrate: downgrade
DROP INDEX ix_loans_member;
DROP TABLE loans;
