CREATE TABLE a (x text);
-- comment; here
INSERT INTO a VALUES ('a
b;
');
DO $$
BEGIN
  PERFORM 1;
END
$$;
