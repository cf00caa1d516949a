-- Every account has a display name
--
-- SQLite cannot add a NOT NULL column that takes its values from another one, so the table is rebuilt.
-- The keys of sessions point at it: they are off while that happens and checked before the commit.
--
-- revision: 3e70b2f49cd6
-- down_revision: 2d6fa1e38bc5
-- created: 2026-02-02T15:05:00Z

-- migrate: upgrade foreign_keys=off
CREATE TABLE accounts_new (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL UNIQUE COLLATE NOCASE,
  display_name TEXT NOT NULL,
  created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
) STRICT;

INSERT INTO accounts_new (id, email, display_name, created_at)
SELECT id, email, substr(email, 1, instr(email, '@') - 1), created_at FROM accounts;

DROP TABLE accounts;
ALTER TABLE accounts_new RENAME TO accounts;

-- migrate: downgrade
ALTER TABLE accounts DROP COLUMN display_name;
