-- before; 'unbalanced
CREATE TABLE a (x integer /* ; /* nested; */ still; */, y text -- it's; $$
);
/* between; */ INSERT INTO a VALUES (1, ';'); -- after
;;
INSERT INTO a VALUES (5--1;
, 'x');
