-- Add users.email
--
-- revision: b2c1d3e5f7a9
-- down_revision: a1f0c2d4e6b8
-- created: 2026-01-12T10:30:00Z

-- migrate: upgrade
ALTER TABLE users ADD COLUMN email TEXT;
UPDATE users SET email = name || '@example.com';
CREATE UNIQUE INDEX users_email ON users (email);

-- migrate: downgrade
DROP INDEX users_email;
ALTER TABLE users DROP COLUMN email;
