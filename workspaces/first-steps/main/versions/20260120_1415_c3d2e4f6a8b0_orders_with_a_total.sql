-- Orders, with a total that a trigger keeps
--
-- revision: c3d2e4f6a8b0
-- down_revision: b2c1d3e5f7a9
-- created: 2026-01-20T14:15:00Z

-- migrate: upgrade
CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id),
  total INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE order_lines (
  order_id INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  title TEXT NOT NULL,
  price INTEGER NOT NULL
);

CREATE TRIGGER order_total AFTER INSERT ON order_lines
BEGIN
  UPDATE orders SET total = total + NEW.price WHERE id = NEW.order_id;
END;

-- migrate: downgrade
DROP TABLE order_lines;
DROP TABLE orders;
