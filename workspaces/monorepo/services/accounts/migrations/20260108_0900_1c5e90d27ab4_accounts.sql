-- Accounts
--
-- revision: 1c5e90d27ab4
-- created: 2026-01-08T09:00:00Z

-- migrate: upgrade
CREATE TABLE accounts (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL UNIQUE COLLATE NOCASE,
  created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
) STRICT;

-- migrate: downgrade
DROP TABLE accounts;
