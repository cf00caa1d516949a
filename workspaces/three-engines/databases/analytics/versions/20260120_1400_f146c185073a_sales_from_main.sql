-- Daily sales until now, taken over from main
--
-- On the way down the rows of today are laid out for main, not those of then. INTO OUTFILE never
-- overwrites: while the file of the way up is still there, main is to go up first, which removes it.
--
-- revision: f146c185073a
-- down_revision: e035b0749629
-- depends_on: main/c8139e52d407
-- created: 2026-01-20T14:00:00Z

-- migrate: upgrade
LOAD DATA INFILE '/tmp/three-engines/daily_totals.tsv' INTO TABLE daily_sales (day, orders, net);

-- migrate: downgrade
SELECT day, orders, net INTO OUTFILE '/tmp/three-engines/daily_totals.tsv' FROM daily_sales;
DELETE FROM daily_sales;
