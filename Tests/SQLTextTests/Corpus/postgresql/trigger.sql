CREATE TABLE a (x integer, changed timestamptz);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS '
BEGIN
  new.changed := now();
  RETURN new;
END';
CREATE TRIGGER a_touch BEFORE INSERT OR UPDATE ON a FOR EACH ROW EXECUTE FUNCTION touch();
INSERT INTO a (x) VALUES (1);
