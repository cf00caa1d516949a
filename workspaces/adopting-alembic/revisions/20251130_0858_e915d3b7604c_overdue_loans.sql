-- Overdue loans
--
-- revision: e915d3b7604c
-- down_revision: a2c86f40b9e1
-- created: 2025-11-30T08:58:10Z

-- migrate: upgrade
CREATE VIEW overdue_loans AS
SELECT loans.id, books.title, loans.member, loans.due
FROM loans JOIN books ON books.id = loans.book_id
WHERE loans.returned IS NULL AND loans.due < date('now');

-- migrate: downgrade
DROP VIEW overdue_loans;
