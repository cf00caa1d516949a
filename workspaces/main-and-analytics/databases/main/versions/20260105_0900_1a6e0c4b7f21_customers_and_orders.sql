-- Customers and orders
--
-- revision: 1a6e0c4b7f21
-- created: 2026-01-05T09:00:00Z

-- migrate: upgrade
CREATE TYPE order_state AS ENUM ('open', 'paid', 'shipped');

CREATE TABLE customers (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email text NOT NULL UNIQUE CHECK (email LIKE '%@%'),
  country text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE orders (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer_id bigint NOT NULL REFERENCES customers,
  state order_state NOT NULL DEFAULT 'open',
  total numeric(12, 2) NOT NULL DEFAULT 0,
  placed_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE order_lines (
  order_id bigint NOT NULL REFERENCES orders ON DELETE CASCADE,
  line integer NOT NULL,
  title text NOT NULL,
  price numeric(12, 2) NOT NULL CHECK (price >= 0),
  PRIMARY KEY (order_id, line)
);

-- migrate: downgrade
DROP TABLE order_lines, orders, customers;
DROP TYPE order_state;
