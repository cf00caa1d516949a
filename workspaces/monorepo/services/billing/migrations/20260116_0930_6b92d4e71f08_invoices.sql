-- Invoices
--
-- revision: 6b92d4e71f08
-- down_revision: 5a81c3d60ef7
-- branch_labels: invoices
-- created: 2026-01-16T09:30:00Z

-- migrate: upgrade
CREATE TABLE invoices (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  number TEXT NOT NULL UNIQUE,
  cents INTEGER NOT NULL CHECK (cents >= 0),
  issued_on TEXT NOT NULL
) STRICT;

-- migrate: downgrade
DROP TABLE invoices;
