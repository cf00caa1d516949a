import DialectKit
import Foundation
import SQLiteDialect
import Testing

@Suite struct SQLiteEndpointTests {
  private let fixture: SQLiteFixture

  init() throws { fixture = try SQLiteFixture() }

  @Test(arguments: [
    ("sqlite:///shop.db", "/srv/shop.db"),
    ("sqlite:///./data/../shop.db", "/srv/shop.db"),
    ("sqlite:///data/shop.db", "/srv/data/shop.db"),
    ("sqlite:///../../../shop.db", "/shop.db"),
    ("sqlite:////var/none/shop.db", "/var/none/shop.db"),
    ("sqlite+pysqlite:////var/none//shop.db", "/var/none/shop.db"),
    ("sqlite3:///sh%20op%3F.db", "/srv/sh op?.db"),
    ("sqlite:///größe.db", "/srv/größe.db"),
    ("sqlite://:memory:", ":memory:"),
    ("sqlite:///:memory:", ":memory:"),
  ])
  func reads(url: String, file: String) throws {
    let endpoint = try SQLiteDialect().endpoint(
      for: ConnectionURL(parsing: url), relativeTo: "/srv")
    // The folder of the table need not exist, so nothing in it is a link.
    #expect(endpoint.database == file)
    #expect(endpoint.identity == (file == ":memory:" ? "" : "sqlite:\(file)"))
  }

  @Test(arguments: [
    ("sqlite://shop.db", "a SQLite URL names no host"),
    ("sqlite://data/shop.db", "a SQLite URL names no host"),
    ("sqlite://", "the SQLite URL names no file"),
    ("sqlite:///", "the SQLite URL names no file"),
    ("sqlite:///data/", "the SQLite URL names no file"),
    ("sqlite:///shop.db?mode=ro", "a SQLite URL has no parameters"),
    ("sqlite://user:canary@/shop.db", "a SQLite URL has no user and no password"),
  ])
  func refuses(url: String, message: String) throws {
    let error = try #require(throws: EndpointError.self) {
      try SQLiteDialect().endpoint(for: ConnectionURL(parsing: url), relativeTo: "/srv")
    }
    #expect(error.message == message)
    #expect(error.advice != nil)
    #expect(!"\(error)".contains("canary"))
  }

  @Test func oneFileHasOneIdentity() throws {
    let files = FileManager.default
    try files.createDirectory(
      atPath: fixture.folder + "/real/deep", withIntermediateDirectories: true)
    try files.createSymbolicLink(
      atPath: fixture.folder + "/link", withDestinationPath: fixture.folder + "/real/deep")
    try fixture.connect("sqlite:///real/shop.db").close()
    try files.createSymbolicLink(
      atPath: fixture.folder + "/alias.db", withDestinationPath: "real/shop.db")
    let identity = "sqlite:\(fixture.folder)/real/shop.db"
    for spelling in ["real/shop.db", "link/../shop.db", "alias.db", "real//deep/./../shop.db"] {
      #expect(try fixture.endpoint("sqlite:///\(spelling)").identity == identity, "\(spelling)")
    }
    // Nothing stands there yet, and the folder is still followed.
    #expect(
      try fixture.endpoint("sqlite:///link/new.db").identity
        == "sqlite:\(fixture.folder)/real/deep/new.db")
  }

  @Test func memoryIsNeverTheSameDatabase() throws {
    let memory = try fixture.endpoint("sqlite://:memory:")
    #expect(!memory.isSameDatabase(as: memory))
    let file = try fixture.endpoint()
    #expect(file.isSameDatabase(as: try fixture.endpoint("sqlite:///./shop.db")))
  }
}
