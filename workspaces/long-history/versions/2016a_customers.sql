-- Customers
--
-- revision: 2016a

-- migrate: upgrade
CREATE TABLE customers (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL
);

-- migrate: downgrade
DROP TABLE customers;
