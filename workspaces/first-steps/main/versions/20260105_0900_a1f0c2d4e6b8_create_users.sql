-- Create users
--
-- revision: a1f0c2d4e6b8
-- created: 2026-01-05T09:00:00Z

-- migrate: upgrade
CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
);

INSERT INTO users (name) VALUES ('ana'), ('joão');

-- migrate: downgrade
DROP TABLE users;
