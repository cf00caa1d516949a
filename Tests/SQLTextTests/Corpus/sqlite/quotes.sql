CREATE TABLE "semi;colon" ([brac;ket] TEXT, `back;tick` TEXT, 'single;' TEXT);
INSERT INTO "semi;colon" VALUES ('it''s; fine', '-- no comment', '/* nor this');
INSERT INTO [semi;colon] ([brac;ket]) VALUES ('back\slash\');
