-- Daily counts of every kind of event
--
-- revision: e5f4a6b8c0d2
-- down_revision: d4e3f5a7b9c1
-- created: 2026-01-21T09:45:00Z

-- migrate: upgrade
CREATE INDEX events_day ON events (day, kind);

CREATE VIEW daily_counts AS
SELECT day, kind, count(*) AS n FROM events GROUP BY day, kind;

-- migrate: downgrade
DROP VIEW daily_counts;
DROP INDEX events_day;
