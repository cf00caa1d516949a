-- Payments meet invoices
--
-- revision: 9ec5071a423b
-- down_revision: 7ca3e5f82019, 8db4f609312a
-- created: 2026-01-28T16:00:00Z

-- migrate: upgrade
ALTER TABLE payments ADD COLUMN invoice_id INTEGER REFERENCES invoices (id);

CREATE VIEW open_invoices AS
SELECT invoices.id, invoices.number,
  invoices.cents - coalesce(sum(payments.cents), 0) AS cents
FROM invoices LEFT JOIN payments ON payments.invoice_id = invoices.id
GROUP BY invoices.id
HAVING invoices.cents > coalesce(sum(payments.cents), 0);

-- migrate: downgrade
DROP VIEW open_invoices;
ALTER TABLE payments DROP COLUMN invoice_id;
