-- Search in titles and descriptions
--
-- revision: c2e7293c645d
-- down_revision: b1d6182b534c
-- created: 2026-01-26T09:55:00Z

-- migrate: upgrade
CREATE VIRTUAL TABLE product_search USING fts5 (
  title, description, content = 'products', content_rowid = 'id'
);

INSERT INTO product_search (product_search) VALUES ('rebuild');

CREATE TRIGGER product_added AFTER INSERT ON products
BEGIN
  INSERT INTO product_search (rowid, title, description)
  VALUES (NEW.id, NEW.title, NEW.description);
END;

CREATE TRIGGER product_removed AFTER DELETE ON products
BEGIN
  INSERT INTO product_search (product_search, rowid, title, description)
  VALUES ('delete', OLD.id, OLD.title, OLD.description);
END;

CREATE TRIGGER product_changed AFTER UPDATE OF title, description ON products
BEGIN
  INSERT INTO product_search (product_search, rowid, title, description)
  VALUES ('delete', OLD.id, OLD.title, OLD.description);
  INSERT INTO product_search (rowid, title, description)
  VALUES (NEW.id, NEW.title, NEW.description);
END;

-- migrate: downgrade
DROP TRIGGER product_changed;
DROP TRIGGER product_removed;
DROP TRIGGER product_added;
DROP TABLE product_search;
