-- Daily sales
--
-- revision: e035b0749629
-- created: 2026-01-19T14:00:00Z

-- migrate: upgrade
CREATE TABLE daily_sales (
  day DATE PRIMARY KEY,
  orders INT NOT NULL,
  net DECIMAL(12, 2) NOT NULL
);

-- migrate: downgrade
DROP TABLE daily_sales;
