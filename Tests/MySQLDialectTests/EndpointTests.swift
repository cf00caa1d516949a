import DialectKit
import MySQLDialect
import Testing

struct EndpointTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var url: String
    var host: String?
    var port: Int?
    var socket: String?
    var identity: String
    var display: String
    var testDescription: String { url }
  }

  static let accepted = [
    Case(
      url: "mysql://ann:s3cr3t@db.example.com/shop", host: "db.example.com", port: 3306,
      identity: "mysql:db.example.com:3306/shop", display: "mysql://ann@db.example.com/shop"),
    Case(
      url: "mariadb://DB.Example.com:3307/shop", host: "db.example.com", port: 3307,
      identity: "mysql:db.example.com:3307/shop", display: "mysql://db.example.com:3307/shop"),
    Case(
      url: "mysql+pymysql://ann@localhost/shop?charset=utf8", identity: "mysql:localhost/shop",
      display: "mysql://ann@localhost/shop"),
    Case(url: "mysql:///shop", identity: "mysql:localhost/shop", display: "mysql://localhost/shop"),
    Case(
      url: "mysql://ann@localhost:3306/shop", host: "localhost", port: 3306,
      identity: "mysql:localhost:3306/shop", display: "mysql://ann@localhost:3306/shop"),
    Case(
      url: "mysql://127.0.0.1/shop", host: "127.0.0.1", port: 3306,
      identity: "mysql:localhost:3306/shop", display: "mysql://127.0.0.1/shop"),
    // A name of another machine may begin like an address of this one.
    Case(
      url: "mysql://127.0.0.1.example.com/shop", host: "127.0.0.1.example.com", port: 3306,
      identity: "mysql:127.0.0.1.example.com:3306/shop",
      display: "mysql://127.0.0.1.example.com/shop"),
    Case(
      url: "mysql://[::1]:3307/shop", host: "::1", port: 3307,
      identity: "mysql:localhost:3307/shop", display: "mysql://[::1]:3307/shop"),
    Case(
      url: "mysql://root@localhost/shop?unix_socket=/run/my.sock", socket: "/run/my.sock",
      identity: "mysql:/run/my.sock/shop",
      display: "mysql://root@localhost/shop?socket=/run/my.sock"),
    Case(
      url: "mysql:///shop?socket=my.sock", socket: "/srv/my.sock",
      identity: "mysql:/srv/my.sock/shop", display: "mysql://localhost/shop?socket=/srv/my.sock"),
  ]

  @Test(arguments: accepted)
  func `a URL that names a database`(_ expected: Case) throws {
    let endpoint = try read(expected.url)
    #expect(endpoint.database == "shop")
    #expect(endpoint.host == expected.host)
    #expect(endpoint.port == expected.port)
    #expect(endpoint.socket == expected.socket)
    #expect(endpoint.identity == expected.identity)
    #expect(endpoint.display == expected.display)
  }

  @Test(arguments: [
    ("mysql://db.example.com/shop?ssl-mode=VERIFY-CA&ssl_ca=ca.pem", "verify_ca"),
    ("mysql://db.example.com/shop?ssl_mode=required", "required"),
  ])
  func `parameters are kept under one name`(_ url: String, _ mode: String) throws {
    #expect(try read(url).parameters["ssl-mode"] == mode)
  }

  @Test func `paths of certificates are meant from the workspace`() throws {
    let endpoint = try read(
      "mysql://h/shop?ssl-ca=/etc/ca.pem&ssl-cert=keys/c.pem&ssl-key=keys/k.pem")
    #expect(
      endpoint.parameters == [
        "ssl-ca": "/etc/ca.pem", "ssl-cert": "/srv/keys/c.pem", "ssl-key": "/srv/keys/k.pem",
      ])
  }

  @Test(arguments: [
    ("mysql://ann:s3cr3t@h", "the MySQL URL names no database"),
    ("mysql://ann:s3cr3t@h/", "the MySQL URL names no database"),
    ("mysql://ann:s3cr3t@:3306/shop", "the MySQL URL has a port and no host"),
    ("mysql://ann:s3cr3t@h/shop?ssl-moed=required", "unknown parameter \"ssl-moed\" in the URL"),
    ("mysql://h/shop?ssl-mode=preferred", "ssl-mode has no value \"preferred\""),
    ("mysql://h/shop?charset=latin1", "revision files are UTF-8, so charset cannot be \"latin1\""),
    ("mysql:///shop?socket=", "the URL gives socket without a value"),
    ("mysql:///shop?socket=/a&unix_socket=/b", "the URL gives socket twice"),
    ("mysql://h/shop?socket=/a", "the MySQL URL names both a socket and a host"),
    ("mysql://localhost:3306/shop?socket=/a", "the MySQL URL names both a socket and a host"),
    ("mysql://h/shop?ssl-mode=verify_ca", "ssl-mode=verify_ca needs ssl-ca"),
    (
      "mysql://h/shop?ssl-cert=c.pem",
      "ssl-cert and ssl-key go together, and one of them is missing"
    ),
    (
      "mysql://127.0.0.1/shop?ssl-ca=ca.pem",
      "the URL gives certificates for a connection without TLS"
    ),
  ])
  func `a URL that cannot be used`(_ url: String, _ message: String) throws {
    let error = try #require(throws: EndpointError.self) { try read(url) }
    #expect(error.message == message)
    #expect(!"\(error)".contains("s3cr3t"))
  }

  @Test func `a misspelt parameter gets the nearest known`() throws {
    let error = try #require(throws: EndpointError.self) { try read("mysql://h/d?ssl-moed=x") }
    #expect(error.advice?.hasPrefix("did you mean \"ssl-mode\"?") == true)
  }

  private func read(_ url: String) throws -> Endpoint {
    try MySQLDialect().endpoint(for: ConnectionURL(parsing: url), relativeTo: "/srv")
  }
}
