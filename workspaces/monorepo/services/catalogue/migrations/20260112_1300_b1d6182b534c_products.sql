-- Products
--
-- revision: b1d6182b534c
-- created: 2026-01-12T13:00:00Z

-- migrate: upgrade
CREATE TABLE products (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  cents INTEGER NOT NULL CHECK (cents >= 0)
) STRICT;

-- migrate: downgrade
DROP TABLE products;
