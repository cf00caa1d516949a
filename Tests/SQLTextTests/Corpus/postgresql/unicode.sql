CREATE TABLE größe (länge text, "🦉;" text);
INSERT INTO größe VALUES ('日本;語', $ä$é;$ä$);
