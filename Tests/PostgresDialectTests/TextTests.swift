import DialectKit
import SQLText
import Testing

@testable import PostgresDialect

struct QuotingTests {
  let dialect = PostgresDialect()

  @Test(arguments: [
    ("users", #""users""#), (#"a"b"#, #""a""b""#), ("Größe", #""Größe""#), ("a.b", #""a.b""#),
    (String(repeating: "x", count: 63), #"""# + String(repeating: "x", count: 63) + #"""#),
  ])
  func names(name: String, sql: String) throws {
    #expect(try dialect.quote(Identifier(name)) == sql)
  }

  @Test(arguments: [
    ("", "a name is empty"), ("a\0b", "a name holds a NUL character"),
    (
      String(repeating: "ö", count: 32),
      "the name \"\(String(repeating: "ö", count: 32))\" is longer than 63 bytes"
    ),
  ])
  func refusedNames(name: String, message: String) {
    #expect(throws: DatabaseError(.statement, message: message)) {
      try dialect.quote(Identifier(name))
    }
  }

  @Test(
    arguments: [
      (.null, "NULL"), (-5, "-5"), (.real(1.5), "1.5"), (.real(.nan), "'NaN'::float8"),
      (.real(-.infinity), "'-Infinity'::float8"), ("it's", "'it''s'"), (#"a\b'c"#, #"E'a\\b''c'"#),
      ("", "''"), (.bytes([0, 255]), #"'\x00FF'::bytea"#),
      ("a\0", #"convert_from('\x6100'::bytea, 'UTF8')"#),
    ] as [(SQLValue, String)])
  func literals(value: SQLValue, sql: String) {
    #expect(dialect.literal(value) == sql)
  }

  @Test(arguments: [
    ("aludel_version", "aludel_version_pkc"),
    (String(repeating: "v", count: 59), String(repeating: "v", count: 59) + "_pkc"),
    (String(repeating: "v", count: 63), String(repeating: "v", count: 59) + "_pkc"),
    (String(repeating: "ö", count: 31), String(repeating: "ö", count: 29) + "_pkc"),
  ])
  func primaryKeyNames(table: String, name: String) {
    #expect(PostgresDialect.primaryKeyName(of: Identifier(table)).name == name)
  }
}

struct ErrorTextTests {
  @Test(
    arguments: [
      ("SELECT x", 8, 7), ("SELECT x", 1, 0), ("SELECT x", 9, 8), ("SELECT x", 10, nil),
      ("SELECT x", 0, nil), ("SELECT 'ö', x", 13, 13), ("'🧪' x", 5, 7), ("", 1, 0),
    ] as [(String, Int, Int?)])
  func positions(sql: String, character: Int, offset: Int?) {
    #expect(DatabaseError.byteOffset(ofCharacter: character, in: sql) == offset)
  }

  @Test(
    arguments: [
      (nil, .statement), ("42P01", .statement), ("55P03", .lockTimeout), ("40P01", .lockTimeout),
      ("40001", .lockTimeout),
      ("57014", .cancelled), ("57P01", .connectionLost), ("08006", .connectionLost),
    ] as [(String?, DatabaseError.Kind)])
  func kinds(code: String?, kind: DatabaseError.Kind) {
    #expect(DatabaseError.kind(ofPostgresState: code) == kind)
  }

  @Test(arguments: [
    (
      "connection to server at \"db\" (::1), port 5432 failed: FATAL:  3D000: database \"x\" does "
        + "not exist\nLOCATION:  InitPostgres, postinit.c:923\n",
      DatabaseError(
        .missingDatabase, code: "3D000",
        message: "connection to server at \"db\" (::1), port 5432 failed: FATAL: database \"x\" "
          + "does not exist")
    ),
    (
      "FATAL:  28000: no entry\nDETAIL:  why\nHINT:  how\nLOCATION:  ClientAuthentication",
      DatabaseError(
        .connection, code: "28000", message: "FATAL: no entry", detail: "why", hint: "how")
    ),
    (
      "could not connect\n\tIs the server running?\n",
      DatabaseError(.connection, message: "could not connect\nIs the server running?")
    ),
    ("", DatabaseError(.connection, message: "the client library gave no reason")),
  ])
  func connectMessages(text: String, error: DatabaseError) {
    #expect(DatabaseError(postgresConnectMessage: text) == error)
  }

  @Test func aMissingRootCertificateIsExplained() {
    let error = DatabaseError(
      postgresConnectMessage:
        "connection to server at \"db\" failed: root certificate file \"/x\" does not exist\n")
    #expect(error.hint?.contains("sslrootcert=…") == true)
  }

  @Test func aMissingLibraryNamesItsPackage() throws {
    let error = #expect(throws: DatabaseError.self) {
      try PostgresLibrary.load(from: "/nowhere/libpq.so.5").get()
    }
    #expect(error?.kind == .clientLibraryMissing)
    #expect(error?.message.contains("/nowhere/libpq.so.5") == true)
    #expect(error?.message.contains("libpq5") == true)
  }

  @Test func anotherLibraryIsNotTaken() throws {
    let error = #expect(throws: DatabaseError.self) {
      try PostgresLibrary.load(from: "libc.so.6").get()
    }
    #expect(error?.message.contains("it has no function PQlibVersion") == true)
  }
}
