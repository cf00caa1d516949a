-- Members of their own, filled from the loans
--
-- The first revision that was written for Aludel.
--
-- revision: c07b52e8fa36
-- down_revision: e915d3b7604c
-- created: 2026-01-14T15:30:00Z

-- migrate: upgrade
CREATE TABLE members (
    id INTEGER PRIMARY KEY,
    name VARCHAR(100) NOT NULL UNIQUE
);

INSERT INTO members (name) SELECT DISTINCT member FROM loans ORDER BY member;

-- migrate: downgrade
DROP TABLE members;
