-- Sessions that end with their account
--
-- revision: 2d6fa1e38bc5
-- down_revision: 1c5e90d27ab4
-- created: 2026-01-14T11:20:00Z

-- migrate: upgrade
CREATE TABLE sessions (
  token TEXT PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_account ON sessions (account_id);

-- migrate: downgrade
DROP TABLE sessions;
