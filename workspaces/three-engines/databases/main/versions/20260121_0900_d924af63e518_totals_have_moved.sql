-- Daily totals have moved to analytics
--
-- Only now, when analytics has them: the table goes, and the file.
--
-- revision: d924af63e518
-- down_revision: c8139e52d407
-- depends_on: analytics/f146c185073a
-- created: 2026-01-21T09:00:00Z

-- migrate: upgrade
DROP TABLE daily_totals;
-- migrate: autocommit
COPY (SELECT) TO PROGRAM 'cat > /dev/null; rm -f /tmp/three-engines/daily_totals.tsv';
-- migrate: end

-- migrate: downgrade
CREATE TABLE daily_totals (
  day date PRIMARY KEY,
  orders integer NOT NULL,
  net numeric(12, 2) NOT NULL
);
