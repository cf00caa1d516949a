import MySQLDialect
import PostgresDialect
import SQLText
import SQLiteDialect
import Testing

struct TransactionControlTests {
  @Test(
    arguments: [
      ("BEGIN", .begins), ("begin transaction", .begins), ("BEGIN IMMEDIATE", .begins),
      ("START TRANSACTION", .begins), ("/* c */ START TRANSACTION READ ONLY", .begins),
      ("COMMIT", .ends), ("COMMIT AND CHAIN", .ends), ("END", .ends), ("ABORT", .ends),
      ("ROLLBACK", .ends), ("ROLLBACK WORK", .ends), ("ROLLBACK TRANSACTION", .ends),
      ("ROLLBACK AND CHAIN", .ends), ("END TRANSACTION", .ends), (";; COMMIT", .ends),
      ("PREPARE TRANSACTION 'x'", .ends),
      ("ROLLBACK PREPARED 'x'", nil), ("COMMIT PREPARED 'x'", nil),
      ("ROLLBACK TO a", nil), ("ROLLBACK TO SAVEPOINT a", nil), ("ROLLBACK WORK TO a", nil),
      ("ROLLBACK TRANSACTION TO SAVEPOINT a", nil), ("SAVEPOINT a", nil),
      ("RELEASE SAVEPOINT a", nil), ("SELECT 'COMMIT'", nil), ("PREPARE p AS SELECT 1", nil),
      ("SET TRANSACTION READ ONLY", nil), ("-- COMMIT\nSELECT 1", nil), ("\"COMMIT\"", nil),
    ] as [(String, TransactionControl?)])
  func tellsWhatEndsOurTransaction(script: String, control: TransactionControl?) throws {
    for rules in CommonSplitTests.dialects {
      let statement = try #require(StatementSplitter(rules: rules).statements(in: script).first)
      #expect(TransactionControl.of(statement, rules: rules) == control)
    }
  }

  @Test(
    arguments: [
      ("BEGIN NOT ATOMIC SELECT 1; END", nil), ("START SLAVE", nil), ("/*!40000 COMMIT */", .ends),
      ("PREPARE transaction FROM 'SELECT 1'", nil),
      ("XA START 'x'", .begins), ("XA BEGIN 'x'", .begins), ("XA END 'x'", .ends),
      ("XA PREPARE 'x'", .ends), ("XA COMMIT 'x'", .ends), ("XA ROLLBACK 'x'", .ends),
      ("XA RECOVER", nil),
      ("SET autocommit = 0", .setsAutocommit), ("SET @@autocommit=1", .setsAutocommit),
      ("SET SESSION autocommit = OFF", .setsAutocommit),
      ("SET @@session.autocommit = 0", .setsAutocommit),
      ("SET @a = 1, LOCAL autocommit = 0", .setsAutocommit),
      ("SET @old = @@autocommit", nil), ("SET @autocommit = 0", nil),
      ("SET @a = 'autocommit'", nil),
      ("SET sql_mode = ''", nil),
    ] as [(String, TransactionControl?)])
  func knowsMySQL(script: String, control: TransactionControl?) throws {
    let statement = try #require(StatementSplitter(rules: .mysql).statements(in: script).first)
    #expect(TransactionControl.of(statement, rules: .mysql) == control)
  }
}
