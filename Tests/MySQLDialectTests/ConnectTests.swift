import DialectKit
import Foundation
import MySQLDialect
import SQLText
import Testing

/// The library must be there, a server need not.
@Suite(.enabled(if: Live.url != nil, "ALUDEL_TEST_MYSQL names no server"))
struct ConnectTests {
  @Test(arguments: ["mysql://root@127.0.0.1:1/test", "mysql:///test?socket=/no/such/socket"])
  func `a server that is not there`(_ url: String) throws {
    let endpoint = try MySQLDialect().endpoint(
      for: ConnectionURL(parsing: url), relativeTo: "/")
    let error = #expect(throws: DatabaseError.self) { try Live.connect(to: endpoint) }
    #expect(error?.kind == .connection)
    #expect(["2002", "2003"].contains(error?.code))
  }

  @Test func `a refused login does not tell the password`() throws {
    let admin = try Live.connect()
    defer { admin.close() }
    let user = "u" + UUID().uuidString.prefix(8).lowercased()
    try admin.run("CREATE USER '\(user)'@'localhost' IDENTIFIED BY 'right'")
    defer { _ = try? admin.execute("DROP USER \(Identifier(user))@`localhost`") }
    var endpoint = try Live.endpoint()
    endpoint.user = user
    endpoint.password = Secret("s3cr3t")
    let error = try #require(throws: DatabaseError.self) { try Live.connect(to: endpoint) }
    #expect(error.kind == .connection)
    #expect(error.code == "1045")
    #expect(!"\(error)".contains("s3cr3t"))
    #expect(error.message.contains(user))
  }

  @Test func `required TLS is never left out`() throws {
    var endpoint = try Live.endpoint()
    endpoint.parameters["ssl-mode"] = "required"
    do {
      let connection = try Live.connect(to: endpoint)
      let cipher = try connection.query("SHOW STATUS LIKE 'Ssl_cipher'").first?[1].text
      #expect(cipher?.isEmpty == false)
      connection.close()
    } catch let error as DatabaseError {
      #expect(error.kind == .connection)
    }
  }

  @Test func `a missing database`() throws {
    var endpoint = try Live.endpoint()
    endpoint.database = "no_such_database"
    let error = #expect(throws: DatabaseError.self) { try Live.connect(to: endpoint) }
    #expect(error?.kind == .missingDatabase)
    #expect(error?.code == "1049")
  }
}

struct LibraryTests {
  @Test func `a missing client library names its package`() async {
    await #expect(processExitsWith: .success) {
      setenv("ALUDEL_LIBMARIADB", "/no/such/libmariadb.so", 1)
      let dialect = MySQLDialect()
      let endpoint = try dialect.endpoint(
        for: ConnectionURL(parsing: "mysql:///test"), relativeTo: "/")
      do {
        _ = try dialect.connect(to: endpoint, settings: SessionSettings())
        exit(EXIT_FAILURE)
      } catch let error as DatabaseError {
        #expect(error.kind == .clientLibraryMissing)
        #expect(error.message.contains("/no/such/libmariadb.so"))
        #expect(error.hint?.contains("libmariadb3") == true)
      }
    }
  }

  @Test func `a library of another kind is refused`() async {
    await #expect(processExitsWith: .success) {
      setenv("ALUDEL_LIBMARIADB", "libc.so.6", 1)
      let dialect = MySQLDialect()
      let endpoint = try dialect.endpoint(
        for: ConnectionURL(parsing: "mysql:///test"), relativeTo: "/")
      let error = #expect(throws: DatabaseError.self) {
        try dialect.connect(to: endpoint, settings: SessionSettings())
      }
      #expect(error?.kind == .clientLibraryMissing)
    }
  }
}
