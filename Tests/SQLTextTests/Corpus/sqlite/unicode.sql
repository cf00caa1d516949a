CREATE TABLE größe (länge TEXT, "🦉;" TEXT);
INSERT INTO größe VALUES ('日本;語', 'é;');
