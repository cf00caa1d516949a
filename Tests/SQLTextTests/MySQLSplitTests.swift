import MySQLDialect
import SQLText
import Testing

struct MySQLSplitTests {
  static let splitter = StatementSplitter(rules: .mysql)

  static let lexemes: [SplitCase] = [
    SplitCase(#"SELECT 'it\'s;'; SELECT 2"#, [#"SELECT 'it\'s;'"#, "SELECT 2"]),
    SplitCase(#"SELECT "it\"s;"; SELECT 2"#, [#"SELECT "it\"s;""#, "SELECT 2"]),
    SplitCase(#"SELECT '\\'; SELECT 2"#, [#"SELECT '\\'"#, "SELECT 2"]),
    SplitCase(
      #"SELECT N'\';', _utf8'\';'; SELECT 2"#, [#"SELECT N'\';', _utf8'\';'"#, "SELECT 2"]),
    SplitCase(#"SELECT `a\`; SELECT `b;``"`"#, [#"SELECT `a\`"#, "SELECT `b;``\"`"]),
    SplitCase("SELECT 5--1; SELECT 2", ["SELECT 5--1", "SELECT 2"]),
    SplitCase("SELECT 5-- 1;\n; SELECT 2", ["SELECT 5-- 1;", "SELECT 2"]),
    SplitCase("SELECT 5--\t;\n; SELECT 2", ["SELECT 5--\t;", "SELECT 2"]),
    SplitCase("SELECT 5--\n; SELECT 2--", ["SELECT 5--", "SELECT 2--"]),
    SplitCase("SELECT 1 # it's;\n; SELECT 2 #", ["SELECT 1 # it's;", "SELECT 2 #"]),
    SplitCase("#c;\nSELECT 1;#d", ["#c;\nSELECT 1"]),
    SplitCase("SELECT 1 /* /* ; */; SELECT 2", ["SELECT 1 /* /* ; */", "SELECT 2"]),
    SplitCase("/*!40101 SET NAMES utf8 */;", ["/*!40101 SET NAMES utf8 */"]),
    SplitCase(
      "/*M!100501 SET a = ';*/' */; SELECT 2", ["/*M!100501 SET a = ';*/' */", "SELECT 2"]),
    SplitCase("/*! SELECT 1; */; SELECT 2", ["/*! SELECT 1; */", "SELECT 2"]),
    SplitCase(
      "SELECT /*!1*/ /* ; */ /*!99999 -- */\n*/; SELECT 2",
      ["SELECT /*!1*/ /* ; */ /*!99999 -- */\n*/", "SELECT 2"]),
    SplitCase(
      "/*!999999\\- enable the sandbox's mode */ \n-- dump\nSELECT 1;",
      ["/*!999999\\- enable the sandbox's mode */ \n-- dump\nSELECT 1"]),
    SplitCase("/*!999999\\- enable the sandbox mode */", []),
    SplitCase("/*!\n-- migrate: end\n*/; SELECT 1", ["/*!\n-- migrate: end\n*/", "SELECT 1"]),
    SplitCase(
      "SELECT /*+ MAX_EXECUTION_TIME(1) ; */ 1", ["SELECT /*+ MAX_EXECUTION_TIME(1) ; */ 1"]),
    SplitCase("SELECT a$$, $b; SELECT 1a", ["SELECT a$$, $b", "SELECT 1a"]),
    SplitCase("SELECT @a := 1, @`b;`, @@c; SELECT 2", ["SELECT @a := 1, @`b;`, @@c", "SELECT 2"]),
  ]

  static let delimiters: [SplitCase] = [
    SplitCase(
      "DELIMITER //\nSELECT 1; SELECT 2//\nDELIMITER ;\nSELECT 3;",
      ["SELECT 1; SELECT 2", "SELECT 3"]),
    SplitCase(
      "delimiter $$\nBEGIN a; END$$\nselect 1 $$\ndelimiter ;", ["BEGIN a; END", "select 1"]),
    SplitCase(
      "DELIMITER ;;\r\nSELECT 1; SELECT 2 ;;\r\nDELIMITER ;\r\nSELECT 3",
      ["SELECT 1; SELECT 2", "SELECT 3"]),
    SplitCase(
      "DELIMITER go\nSELECT category, cargo go\nSELECT 2 go",
      ["SELECT category, cargo", "SELECT 2"]),
    SplitCase(
      "DELIMITER |\nSELECT '|', `|` /* | */ | SELECT 2 -- |\n|",
      ["SELECT '|', `|` /* | */", "SELECT 2 -- |"]),
    SplitCase("DELIMITER '//'\nSELECT 1; // SELECT 2", ["SELECT 1;", "SELECT 2"]),
    SplitCase("-- about it\nDELIMITER //\nSELECT 1//", ["SELECT 1"]),
    SplitCase("  DELIMITER //\nSELECT 1//", ["SELECT 1"]),
    SplitCase("DELIMITER //\nSELECT 1\nDELIMITER ;\nSELECT 2;", ["SELECT 1", "SELECT 2"]),
    SplitCase(
      "CREATE TABLE t (\n  delimiter CHAR(1),\n  b INT); SELECT 1",
      ["CREATE TABLE t (\n  delimiter CHAR(1),\n  b INT)", "SELECT 1"]),
    SplitCase(
      "SELECT a,\ndelimiter FROM t; SELECT 1", ["SELECT a,\ndelimiter FROM t", "SELECT 1"]),
    SplitCase("SELECT delimiter; SELECT 1", ["SELECT delimiter", "SELECT 1"]),
    SplitCase("SELECT '\nDELIMITER //\n'; SELECT 1", ["SELECT '\nDELIMITER //\n'", "SELECT 1"]),
    SplitCase(
      "-- migrate: upgrade\nDELIMITER //\nSELECT 1//\n-- migrate: downgrade\nSELECT 2;SELECT 3",
      ["<upgrade>", "SELECT 1", "<downgrade>", "SELECT 2", "SELECT 3"]),
    SplitCase(
      "DELIMITER //\n-- migrate: autocommit\nSELECT 1;//\n-- migrate: end\nSELECT 2//",
      ["<autocommit>", "SELECT 1;", "<end>", "SELECT 2"]),
    SplitCase(
      "DELIMITER //\nCREATE PROCEDURE p() BEGIN\n-- migrate: end\nSELECT 1; END//",
      ["CREATE PROCEDURE p() BEGIN\n-- migrate: end\nSELECT 1; END"]),
    SplitCase(
      "DELIMITER ;;\n/*!50003 CREATE*/ /*!50017 DEFINER=`r`@`l`*/ /*!50003 TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET a = 1; END */;;\nDELIMITER ;",
      [
        "/*!50003 CREATE*/ /*!50017 DEFINER=`r`@`l`*/ /*!50003 TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET a = 1; END */"
      ]),
  ]

  /// One statement each, although there are semicolons inside.
  static let bodies: [String] = [
    "CREATE PROCEDURE p() BEGIN END",
    "CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END",
    "CREATE DEFINER=`a`@`b` PROCEDURE p(IN a INT) COMMENT 'begin' BEGIN SELECT 1; END",
    "CREATE OR REPLACE DEFINER=root@localhost PROCEDURE IF NOT EXISTS p() SQL SECURITY INVOKER BEGIN SELECT 1; END",
    "CREATE PROCEDURE p() MODIFIES SQL DATA l1: BEGIN LEAVE l1; END l1",
    "CREATE PROCEDURE p() `l 1`: BEGIN LEAVE `l 1`; END `l 1`",
    "CREATE PROCEDURE p() BEGIN BEGIN SELECT 1; END; BEGIN BEGIN END; END; END",
    "CREATE PROCEDURE p() IF a THEN SELECT 1; ELSEIF b THEN SELECT 2; ELSE SELECT 3; END IF",
    "CREATE PROCEDURE p() BEGIN IF IF(a, b, c) THEN SELECT IF(a, 1, 2); END IF; END",
    "CREATE PROCEDURE p() BEGIN IF (a) THEN IF b THEN SELECT 1; END IF; END IF; END",
    "CREATE PROCEDURE p() BEGIN DROP TABLE IF EXISTS t; CREATE TABLE IF NOT EXISTS t (a INT); END",
    "CREATE PROCEDURE p() CASE a WHEN 1 THEN SELECT 1; ELSE BEGIN END; END CASE",
    "CREATE PROCEDURE p() BEGIN CASE WHEN CASE a WHEN 1 THEN 2 END THEN SELECT CASE b WHEN 3 THEN IF(a,b,c) ELSE 4 END; END CASE; SELECT 1; END",
    "CREATE PROCEDURE p() BEGIN l: LOOP SET a = 1; LEAVE l; END LOOP l; SELECT 1; END",
    "CREATE PROCEDURE p() BEGIN WHILE a > 0 DO SET a = a - 1; DO SLEEP(1); END WHILE; SELECT 1; END",
    "CREATE PROCEDURE p() BEGIN REPEAT SET a = REPEAT('x', 2); UNTIL a = CASE b WHEN 1 THEN 2 END END REPEAT; SELECT 1; END",
    "CREATE PROCEDURE p() REPEAT SELECT 1; UNTIL TRUE END REPEAT",
    "CREATE PROCEDURE p() BEGIN FOR i IN 1..3 DO SELECT i; END FOR; SELECT 1; END",
    "CREATE PROCEDURE p() BEGIN FOR r IN (SELECT a FROM t FOR UPDATE) DO SELECT r.a; END FOR; END",
    "CREATE PROCEDURE p() BEGIN DECLARE c CURSOR FOR SELECT 1; DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = 1; OPEN c; END",
    "CREATE PROCEDURE p() BEGIN DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END; START TRANSACTION; COMMIT; END",
    "CREATE PROCEDURE p() BEGIN DECLARE EXIT HANDLER FOR 1062, SQLSTATE '23000' IF a THEN SELECT 1; END IF; SELECT 2; END",
    "CREATE PROCEDURE p() BEGIN SELECT t.end, t.begin, t.case FROM t; SELECT `end`; END",
    "CREATE PROCEDURE p() BEGIN SELECT end FROM t; SELECT 1; END",
    "CREATE PROCEDURE p() BEGIN SELECT 'END;', \"END;\" /* END; */ -- END;\n; # END;\nEND",
    "CREATE PROCEDURE p() BEGIN SELECT CASE a WHEN 1 THEN 2 END FOR UPDATE; SELECT 1; END",
    "CREATE PROCEDURE begin() BEGIN SELECT 1; END",
    "CREATE PROCEDURE d.begin() BEGIN SELECT 1; END",
    "CREATE FUNCTION f(a INT) RETURNS INT DETERMINISTIC BEGIN RETURN 1; END",
    "CREATE FUNCTION f() RETURNS VARCHAR(10) CHARACTER SET utf8 NO SQL BEGIN RETURN ''; END",
    "CREATE FUNCTION f() RETURNS SET('a;', 'b') READS SQL DATA BEGIN RETURN ''; END",
    "CREATE AGGREGATE FUNCTION f(x INT) RETURNS INT BEGIN LOOP FETCH GROUP NEXT ROW; END LOOP; END",
    "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET NEW.a = 1; SET NEW.b = 2; END",
    "CREATE TRIGGER t AFTER UPDATE ON a FOR EACH ROW FOLLOWS b BEGIN SET @a = 1; END",
    "CREATE TRIGGER t AFTER UPDATE ON a FOR EACH ROW PRECEDES `if` IF NEW.a THEN SET @a = 1; END IF",
    "CREATE TRIGGER t AFTER DELETE ON `begin` FOR EACH ROW IF OLD.a = 1 THEN SET @a = 1; END IF",
    "CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS NOW() + INTERVAL 1 DAY ON COMPLETION PRESERVE DO BEGIN DELETE FROM t; DELETE FROM u; END",
    "ALTER EVENT e ON SCHEDULE EVERY 1 HOUR DO BEGIN SELECT 1; END",
    "ALTER DEFINER = a@b EVENT e DO BEGIN SELECT 1; END",
    "BEGIN NOT ATOMIC SELECT 1; SELECT 2; END",
    "IF a THEN SELECT 1; END IF",
    "WHILE a DO SELECT 1; END WHILE",
    "FOR i IN 1..2 DO SELECT i; END FOR",
    "/*!50003 CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET a = 1; SET b = 2; END */",
    "CREATE PROCEDURE p() BEGIN IF a THEN BEGIN NOT ATOMIC SELECT 1; END; END IF; END",
  ]

  /// Statements that look as if they held others.
  static let plain: [String] = [
    "CREATE PROCEDURE p() SELECT 1",
    "CREATE PROCEDURE p() SELECT IF(a, CASE b WHEN 1 THEN 2 END, 3)",
    "CREATE FUNCTION f() RETURNS INT RETURN IF(a, 1, 2)",
    "CREATE FUNCTION f() RETURNS INT RETURN CASE a WHEN 1 THEN REPEAT('a', 2) END",
    "CREATE FUNCTION f RETURNS STRING SONAME 'x.so'",
    "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.a = IF(NEW.b, 1, 2)",
    "CREATE EVENT e ON SCHEDULE AT NOW() DO DELETE FROM t",
    "ALTER EVENT e DISABLE",
    "ALTER TABLE begin ADD COLUMN end INT",
    "CREATE TABLE t (begin INT, end INT, event INT)",
    "CREATE VIEW v AS SELECT IF(a, 1, 2) FROM t",
    "BEGIN", "BEGIN WORK", "END", "XA BEGIN 'x'", "XA END 'x'",
    "DROP PROCEDURE IF EXISTS p",
    "REPLACE INTO t VALUES (REPEAT('a', 3))",
    "CREATE DATABASE IF NOT EXISTS d",
  ]

  @Test(arguments: lexemes + delimiters)
  func splits(example: SplitCase) throws {
    #expect(try Self.splitter.outline(example.script) == example.statements)
  }

  @Test(arguments: bodies + plain)
  func keepsBodies(statement: String) throws {
    let script = statement + ";\n" + statement + " ; SELECT 1; " + statement + "\n"
    #expect(
      try Self.splitter.outline(script) == [statement, statement, "SELECT 1", statement])
    #expect(
      try Self.splitter.outline("DELIMITER //\n\(statement)//\n\(statement)\n//")
        == [statement, statement])
    // A section ends where the next one begins, with a terminator or without.
    #expect(
      try Self.splitter.outline("\(statement)\n-- migrate: end\n") == [statement, "<end>"])
  }

  static let problems: [ProblemCase] = [
    ProblemCase("SELECT `a", .unterminated(.quotedName), at: 7),
    ProblemCase(#"SELECT "a\""#, .unterminated(.string), at: 7),
    ProblemCase("SELECT 1 /*! a", .unterminated(.executableComment), at: 9),
    ProblemCase("SELECT 1 /*! a;\n-- migrate: end\n", .unterminated(.executableComment), at: 9),
    ProblemCase(
      "CREATE PROCEDURE p() BEGIN SELECT 1;\n-- migrate: downgrade\nSELECT 1;",
      .unterminated(.body("BEGIN")), at: 21),
    ProblemCase(
      "CREATE PROCEDURE p() BEGIN IF a THEN SELECT 1; END;", .unterminated(.body("BEGIN")), at: 21),
    ProblemCase("CREATE PROCEDURE p() IF a THEN SELECT 1;", .unterminated(.body("IF")), at: 21),
    ProblemCase("DELIMITER\nSELECT 1", .missingDelimiter, at: 0),
    ProblemCase("SELECT 1;\nDELIMITER  \n", .missingDelimiter, at: 10),
  ]

  @Test(arguments: problems)
  func refuses(example: ProblemCase) {
    let problem = #expect(throws: SplitProblem.self) { try Self.splitter.split(example.script) }
    #expect(problem?.kind == example.kind)
    #expect(problem?.position.offset == example.offset)
  }

  @Test(arguments: [
    ("/*!40101 SET NAMES utf8 */", ["SET", "NAMES", "UTF8"]),
    (
      "/*!50003 CREATE*/ /*!50017 DEFINER=`r`@`l`*/ /*!50003 TRIGGER t */",
      ["CREATE", "DEFINER", "TRIGGER", "T"]
    ),
    ("/*!999999\\- enable */ SELECT 1", ["SELECT"]),
  ])
  func keywordsOfExecutableComments(script: String, keywords: [String]) throws {
    #expect(try Self.splitter.statements(in: script).first?.keywords == keywords)
  }
}
