-- Daily sales, rolled up by a procedure
--
-- A body needs no DELIMITER: BEGIN … END is read as what it is.
--
-- revision: b18e6f3a0d29
-- down_revision: a07d5e2f9c18
-- created: 2026-01-10T09:15:00Z

-- migrate: upgrade
CREATE TABLE daily_sales (
  day DATE NOT NULL PRIMARY KEY,
  orders INT UNSIGNED NOT NULL,
  amount DECIMAL(14, 2) NOT NULL
) ENGINE = InnoDB CHARACTER SET utf8mb4;

CREATE PROCEDURE roll_up (IN wanted DATE)
BEGIN
  DELETE FROM daily_sales WHERE day = wanted;
  INSERT INTO daily_sales (day, orders, amount)
  SELECT wanted, COUNT(DISTINCT order_id), COALESCE(SUM(amount), 0)
  FROM events
  WHERE happened_at >= wanted AND happened_at < wanted + INTERVAL 1 DAY AND kind = 'sale';
END;

-- migrate: downgrade
DROP PROCEDURE roll_up;
DROP TABLE daily_sales;
