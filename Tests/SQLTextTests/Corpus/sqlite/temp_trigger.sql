CREATE TABLE a (x INTEGER);
CREATE TEMPORARY TABLE t (x INTEGER);
create /* ; */ temp trigger t_insert after insert on t begin
  insert into a values (new.x); select 1;
end;
INSERT INTO t VALUES (1);
