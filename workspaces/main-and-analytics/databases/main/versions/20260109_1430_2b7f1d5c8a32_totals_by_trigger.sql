-- Totals that a trigger keeps
--
-- revision: 2b7f1d5c8a32
-- down_revision: 1a6e0c4b7f21
-- created: 2026-01-09T14:30:00Z

-- migrate: upgrade
CREATE FUNCTION sum_order() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed bigint := coalesce(NEW.order_id, OLD.order_id);
BEGIN
  UPDATE orders
  SET total = (SELECT coalesce(sum(price), 0) FROM order_lines WHERE order_id = changed)
  WHERE id = changed;
  RETURN NULL;
END;
$$;

CREATE TRIGGER order_lines_changed AFTER INSERT OR UPDATE OR DELETE ON order_lines
FOR EACH ROW EXECUTE FUNCTION sum_order();

-- migrate: downgrade
DROP TRIGGER order_lines_changed ON order_lines;
DROP FUNCTION sum_order;
