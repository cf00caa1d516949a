CREATE TABLE a (x integer, y text);
COPY a (x, y) FROM stdin;
1	it's; fine
2	-- $$ /*
3	\N
\.
INSERT INTO a VALUES (4, ';');
COPY a FROM STDIN WITH (FORMAT csv, HEADER);
x,y
5,"semi;
colon"
\.

SELECT count(*) FROM a;
