CREATE TABLE a (x integer);
DO $do$
BEGIN
  EXECUTE $sql$ INSERT INTO a VALUES (1); $sql$;
  FOR i IN 1..2 LOOP INSERT INTO a VALUES (i); END LOOP;
END
$do$;
