-- Orders
--
-- revision: 2018a
-- down_revision: 2016a

-- migrate: upgrade
CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  customer INTEGER NOT NULL REFERENCES customers (id),
  total INTEGER NOT NULL
);

-- migrate: downgrade
DROP TABLE orders;
