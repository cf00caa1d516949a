-- Notes on orders
--
-- revision: 2025a
-- down_revision: 2019a

-- migrate: upgrade
ALTER TABLE orders ADD COLUMN note TEXT;

-- migrate: downgrade
ALTER TABLE orders DROP COLUMN note;
