-- Refunds in the daily sales
--
-- The shop must know refunds before they can be counted: this revision waits for one of main.
--
-- revision: d30a8b5c2f41
-- down_revision: c29f7a4b1e30
-- depends_on: main/5e0c4a8f1d65
-- created: 2026-02-04T09:30:00Z

-- migrate: upgrade
ALTER TABLE daily_sales ADD COLUMN refunds DECIMAL(14, 2) NOT NULL DEFAULT 0;

CREATE OR REPLACE PROCEDURE roll_up (IN wanted DATE)
BEGIN
  DELETE FROM daily_sales WHERE day = wanted;
  INSERT INTO daily_sales (day, orders, amount, refunds)
  SELECT wanted, COUNT(DISTINCT CASE kind WHEN 'sale' THEN order_id END),
    COALESCE(SUM(CASE kind WHEN 'sale' THEN amount END), 0),
    COALESCE(SUM(CASE kind WHEN 'refund' THEN amount END), 0)
  FROM events
  WHERE happened_at >= wanted AND happened_at < wanted + INTERVAL 1 DAY;
END;

-- migrate: downgrade
CREATE OR REPLACE PROCEDURE roll_up (IN wanted DATE)
BEGIN
  DELETE FROM daily_sales WHERE day = wanted;
  INSERT INTO daily_sales (day, orders, amount)
  SELECT wanted, COUNT(DISTINCT order_id), COALESCE(SUM(amount), 0)
  FROM events
  WHERE happened_at >= wanted AND happened_at < wanted + INTERVAL 1 DAY AND kind = 'sale';
END;

ALTER TABLE daily_sales DROP COLUMN refunds;
