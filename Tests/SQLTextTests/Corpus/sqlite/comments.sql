-- before; 'unbalanced
CREATE TABLE a (x INTEGER /* ; /* not nested */, y TEXT -- it's; "fine
);
/* between; */ INSERT INTO a VALUES (1, ';'); -- after
-- ; ; ;
;;
INSERT INTO a VALUES (2--;
, 'x');
