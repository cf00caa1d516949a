-- A loan that came back stays as it is
--
-- revision: d8f4016ea93b
-- down_revision: c07b52e8fa36
-- created: 2026-02-03T10:10:00Z

-- migrate: upgrade
CREATE TRIGGER keep_returned_loans BEFORE UPDATE ON loans
WHEN OLD.returned IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'this loan is over');
END;

-- migrate: downgrade
DROP TRIGGER keep_returned_loans;
