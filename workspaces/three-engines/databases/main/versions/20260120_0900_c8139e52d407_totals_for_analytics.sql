-- Daily totals are laid out for analytics
--
-- The file is what both servers can reach. COPY writes what LOAD DATA reads: tabs, \N, backslashes.
--
-- revision: c8139e52d407
-- down_revision: b7028d41c3f6
-- created: 2026-01-20T09:00:00Z

-- migrate: upgrade
COPY daily_totals TO '/tmp/three-engines/daily_totals.tsv';

-- migrate: downgrade
TRUNCATE daily_totals;
COPY daily_totals FROM '/tmp/three-engines/daily_totals.tsv';
-- The file goes when the rows are safe: no rollback would bring it back.
-- migrate: autocommit
COPY (SELECT) TO PROGRAM 'cat > /dev/null; rm -f /tmp/three-engines/daily_totals.tsv';
-- migrate: end
