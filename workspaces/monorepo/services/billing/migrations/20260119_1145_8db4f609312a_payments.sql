-- Payments
--
-- revision: 8db4f609312a
-- down_revision: 5a81c3d60ef7
-- branch_labels: payments
-- created: 2026-01-19T11:45:00Z

-- migrate: upgrade
CREATE TABLE payments (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  cents INTEGER NOT NULL CHECK (cents > 0),
  received_on TEXT NOT NULL
) STRICT;

-- migrate: downgrade
DROP TABLE payments;
