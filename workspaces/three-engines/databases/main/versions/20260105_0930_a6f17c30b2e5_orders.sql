-- Orders, and their totals by day
--
-- The totals reach back further than the orders: those of last year have been thrown away.
--
-- revision: a6f17c30b2e5
-- created: 2026-01-05T09:30:00Z

-- migrate: upgrade
CREATE TABLE orders (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  country text NOT NULL,
  ordered_on date NOT NULL,
  net numeric(12, 2) NOT NULL
);

INSERT INTO orders (country, ordered_on, net)
SELECT (ARRAY['DE', 'FR', 'PT'])[1 + n % 3], date '2026-01-01' + n / 3, 10 + n
FROM generate_series(0, 59) n;

CREATE TABLE daily_totals (
  day date PRIMARY KEY,
  orders integer NOT NULL,
  net numeric(12, 2) NOT NULL
);

INSERT INTO daily_totals
SELECT date '2025-12-22' + n, 2, 25.50 FROM generate_series(0, 9) n
UNION ALL
SELECT ordered_on, count(*), sum(net) FROM orders GROUP BY ordered_on;

-- migrate: downgrade
DROP TABLE daily_totals, orders;
