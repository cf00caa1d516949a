-- Merge of countries and orders
--
-- revision: 2019a
-- down_revision: 2017a, 2018a

-- migrate: upgrade
CREATE INDEX orders_customer ON orders (customer);

-- migrate: downgrade
DROP INDEX orders_customer;
