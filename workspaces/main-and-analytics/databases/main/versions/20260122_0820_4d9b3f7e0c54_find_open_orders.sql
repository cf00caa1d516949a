-- Find open orders without a scan
--
-- The shop stays open: an index that is built CONCURRENTLY locks nobody out, and cannot be built inside
-- a transaction.
--
-- revision: 4d9b3f7e0c54
-- down_revision: 3c8a2e6d9b43
-- created: 2026-01-22T08:20:00Z

-- migrate: upgrade
ALTER TABLE orders ALTER COLUMN placed_at SET STATISTICS 500;

-- migrate: autocommit
CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_open ON orders (placed_at) WHERE state = 'open';
-- migrate: end

-- migrate: downgrade
-- migrate: autocommit
DROP INDEX CONCURRENTLY IF EXISTS orders_open;
-- migrate: end

ALTER TABLE orders ALTER COLUMN placed_at SET STATISTICS -1;
