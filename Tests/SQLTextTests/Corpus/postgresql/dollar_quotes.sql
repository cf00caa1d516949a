CREATE FUNCTION twice(a integer) RETURNS integer LANGUAGE plpgsql AS $body$
DECLARE
  text_1 text := $$ it's; $body $$;
BEGIN
  IF a > 0 THEN RETURN a * 2; END IF;
  RETURN 0; -- $$
END
$body$;
SELECT twice(2), $$;$$, $é1$;$$;$é1$;
