-- Tax rates have moved to main
--
-- revision: 62d1e8f3ba15
-- down_revision: 51c0d7e2a904
-- depends_on: main/b7028d41c3f6
-- created: 2026-01-16T10:00:00Z

-- migrate: upgrade
DROP TABLE tax_rates;

-- migrate: downgrade
CREATE TABLE tax_rates (country TEXT PRIMARY KEY, percent INTEGER NOT NULL) STRICT;
INSERT INTO tax_rates VALUES ('DE', 19), ('FR', 20), ('PT', 23);
