-- Create events
--
-- revision: d4e3f5a7b9c1
-- created: 2026-01-06T11:00:00Z

-- migrate: upgrade
CREATE TABLE events (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  day TEXT NOT NULL
);

-- migrate: downgrade
DROP TABLE events;
