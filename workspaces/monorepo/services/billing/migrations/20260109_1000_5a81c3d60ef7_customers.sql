-- Customers of the accounts service
--
-- revision: 5a81c3d60ef7
-- depends_on: accounts/1c5e90d27ab4
-- created: 2026-01-09T10:00:00Z

-- migrate: upgrade
CREATE TABLE customers (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL UNIQUE,
  vat_number TEXT
) STRICT;

-- migrate: downgrade
DROP TABLE customers;
