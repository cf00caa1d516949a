CREATE TABLE a (j jsonb, n integer[]);
INSERT INTO a VALUES ('{"a": {"b": 1}}', '{1,2}');
SELECT j #> '{a,b}', j #- '{a}', n[1:2], 2 */* ; */ 3, - -1, @ -5 FROM a WHERE j ? 'a';
SELECT 1 AS "BEGIN", 2 AS "atomic";
