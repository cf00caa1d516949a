-- Tax rates
--
-- revision: 51c0d7e2a904
-- branch_labels: tax_rates
-- created: 2026-01-05T09:00:00Z

-- migrate: upgrade
CREATE TABLE tax_rates (country TEXT PRIMARY KEY, percent INTEGER NOT NULL) STRICT;
INSERT INTO tax_rates VALUES ('DE', 19), ('FR', 20), ('PT', 23);

-- migrate: downgrade
DROP TABLE tax_rates;
