-- Orders can be refunded
--
-- revision: 5e0c4a8f1d65
-- down_revision: 4d9b3f7e0c54
-- created: 2026-02-03T13:40:00Z

-- migrate: upgrade
ALTER TYPE order_state ADD VALUE 'refunded';

CREATE FUNCTION revenue(since timestamptz) RETURNS numeric LANGUAGE sql STABLE
BEGIN ATOMIC
  SELECT coalesce(sum(total), 0) FROM orders WHERE placed_at >= since AND state::text <> 'refunded';
END;

-- migrate: downgrade
DROP FUNCTION revenue;

-- PostgreSQL has no ALTER TYPE … DROP VALUE: the type is made anew, without what depends on it.
DROP INDEX orders_open;
UPDATE orders SET state = 'paid' WHERE state = 'refunded';
ALTER TABLE orders ALTER COLUMN state DROP DEFAULT;
ALTER TYPE order_state RENAME TO order_state_with_refunds;
CREATE TYPE order_state AS ENUM ('open', 'paid', 'shipped');
ALTER TABLE orders ALTER COLUMN state TYPE order_state USING state::text::order_state;
ALTER TABLE orders ALTER COLUMN state SET DEFAULT 'open';
DROP TYPE order_state_with_refunds;
CREATE INDEX orders_open ON orders (placed_at) WHERE state = 'open';
