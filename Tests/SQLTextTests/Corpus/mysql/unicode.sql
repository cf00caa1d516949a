SET NAMES utf8mb4;
CREATE TABLE größe (länge TEXT, `ä;ö` TEXT) DEFAULT CHARSET=utf8mb4;
INSERT INTO größe VALUES ('日本;語', '🦉;');
