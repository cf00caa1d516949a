-- Events
--
-- revision: a07d5e2f9c18
-- created: 2026-01-07T10:10:00Z

-- migrate: upgrade
CREATE TABLE events (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  happened_at DATETIME(3) NOT NULL,
  kind VARCHAR(50) NOT NULL,
  order_id BIGINT NULL,
  amount DECIMAL(12, 2) NOT NULL DEFAULT 0,
  details JSON NULL,
  KEY events_day (happened_at, kind)
) ENGINE = InnoDB CHARACTER SET utf8mb4;

-- migrate: downgrade
DROP TABLE events;
