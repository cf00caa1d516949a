-- Countries, and where customers live
--
-- revision: 2017a
-- down_revision: 2016a

-- migrate: upgrade
CREATE TABLE countries (code TEXT PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO countries VALUES ('at', 'Austria'), ('ch', 'Switzerland'), ('de', 'Germany');
ALTER TABLE customers ADD COLUMN country TEXT REFERENCES countries (code);

-- migrate: downgrade
ALTER TABLE customers DROP COLUMN country;
DROP TABLE countries;
