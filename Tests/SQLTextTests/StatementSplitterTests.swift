import MySQLDialect
import PostgresDialect
import SQLText
import SQLiteDialect
import Testing

struct Smoke {
  @Test func smoke() throws {
    let s = try StatementSplitter(rules: .mysql).statements(
      in:
        "DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; END//\nDELIMITER ;\nSELECT 2;CREATE PROCEDURE p() BEGIN IF a THEN SELECT 1; END IF; END; select 3"
    )
    #expect(
      s.map(\.text) == [
        "CREATE PROCEDURE p() BEGIN SELECT 1; END", "SELECT 2",
        "CREATE PROCEDURE p() BEGIN IF a THEN SELECT 1; END IF; END", "select 3",
      ])
  }
}
