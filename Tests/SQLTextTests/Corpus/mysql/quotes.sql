CREATE TABLE `semi;colon` (a VARCHAR(50), `b``c;` VARCHAR(50));
INSERT INTO `semi;colon` VALUES ('it''s; fine', "it\"s; fine"), ('it\'s; fine', 'back\\'), ("a;""b", N'\';');
INSERT INTO `semi;colon` VALUES (_utf8mb4'\';', X'3B');
