CREATE TABLE "semi;colon" ("a""b;" text);
INSERT INTO "semi;colon" VALUES ('it''s; fine'), (E'it\'s; fine too'), ('back\'), (U&'\003B;');
INSERT INTO "semi;colon" VALUES (E'first'
  ' it\'s; continued');
SELECT U&"a""b\003B" FROM "semi;colon";
