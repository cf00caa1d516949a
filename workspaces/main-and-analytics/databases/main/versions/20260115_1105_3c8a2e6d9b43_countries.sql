-- The countries that we ship to
--
-- revision: 3c8a2e6d9b43
-- down_revision: 2b7f1d5c8a32
-- created: 2026-01-15T11:05:00Z

-- migrate: upgrade
CREATE TABLE countries (
  code char(2) PRIMARY KEY,
  name text NOT NULL,
  note text
);

-- The columns are separated by tabs; \N is NULL. This is how pg_dump writes data.
COPY countries (code, name, note) FROM stdin;
AT	Österreich	\N
CH	Schweiz; Suisse; Svizzera	customs: form CN23
DE	Deutschland	\N
JP	日本	\N
\.

ALTER TABLE customers
  ALTER COLUMN country TYPE char(2),
  ADD CONSTRAINT customers_country FOREIGN KEY (country) REFERENCES countries;

-- migrate: downgrade
ALTER TABLE customers
  DROP CONSTRAINT customers_country,
  ALTER COLUMN country TYPE text;

DROP TABLE countries;
