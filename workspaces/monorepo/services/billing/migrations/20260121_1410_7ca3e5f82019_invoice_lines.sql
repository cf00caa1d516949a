-- Invoice lines
--
-- revision: 7ca3e5f82019
-- down_revision: 6b92d4e71f08
-- created: 2026-01-21T14:10:00Z

-- migrate: upgrade
CREATE TABLE invoice_lines (
  invoice_id INTEGER NOT NULL REFERENCES invoices (id) ON DELETE CASCADE,
  line INTEGER NOT NULL,
  title TEXT NOT NULL,
  cents INTEGER NOT NULL,
  PRIMARY KEY (invoice_id, line)
) STRICT, WITHOUT ROWID;

-- migrate: downgrade
DROP TABLE invoice_lines;
