-- Roll up every night what is missing
--
-- Written with DELIMITER, as the mariadb client and its dumps have it.
--
-- revision: c29f7a4b1e30
-- down_revision: b18e6f3a0d29
-- created: 2026-01-19T16:20:00Z

-- migrate: upgrade
DELIMITER //

CREATE PROCEDURE roll_up_missing ()
BEGIN
  DECLARE next_day DATE;
  SELECT COALESCE(MAX(day) + INTERVAL 1 DAY, CURRENT_DATE - INTERVAL 30 DAY)
  INTO next_day FROM daily_sales;
  WHILE next_day < CURRENT_DATE DO
    CALL roll_up(next_day);
    SET next_day = next_day + INTERVAL 1 DAY;
  END WHILE;
END //

CREATE EVENT roll_up_at_night
ON SCHEDULE EVERY 1 DAY STARTS '2026-01-20 03:00:00'
DO CALL roll_up_missing() //

DELIMITER ;

-- migrate: downgrade
DROP EVENT roll_up_at_night;
DROP PROCEDURE roll_up_missing;
