-- before; 'unbalanced
# so; "is this
CREATE TABLE a (x INT /* ; /* not nested */, y TEXT -- it's; fine
) # it's; fine
;
/* between; */ INSERT INTO a VALUES (5--1, ';'); --
;;
INSERT INTO a VALUES (5-- 1;
, 'x');
