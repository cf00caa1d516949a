import DialectKit
import Testing

@testable import PostgresDialect

struct EndpointTests {
  static func endpoint(_ url: String) throws -> Endpoint {
    try PostgresDialect().endpoint(for: ConnectionURL(parsing: url), relativeTo: "/srv/shop")
  }

  @Test(arguments: [
    // url, identity, display
    ("postgresql://db/shop", "postgresql://db:5432/shop", "postgresql://db/shop"),
    (
      "postgres://DB.Example.com:6000/Shop", "postgresql://db.example.com:6000/Shop",
      "postgresql://db.example.com:6000/Shop"
    ),
    (
      "postgresql+psycopg://me:secret@db/shop", "postgresql://db:5432/shop",
      "postgresql://me@db/shop"
    ),
    ("postgresql://me@db:5432/shop", "postgresql://db:5432/shop", "postgresql://me@db:5432/shop"),
    ("postgresql:///shop", "postgresql://localhost:5432/shop", "postgresql:///shop"),
    (
      "postgresql://localhost/shop", "postgresql://localhost:5432/shop",
      "postgresql://localhost/shop"
    ),
    (
      "postgresql://127.0.0.1/shop", "postgresql://localhost:5432/shop",
      "postgresql://127.0.0.1/shop"
    ),
    (
      "postgresql://[::1]:5432/shop", "postgresql://localhost:5432/shop",
      "postgresql://[::1]:5432/shop"
    ),
    (
      "postgresql://[fe80::1]/shop", "postgresql://[fe80::1]:5432/shop",
      "postgresql://[fe80::1]/shop"
    ),
    (
      "postgresql:///shop?host=/var/run/postgresql/", "postgresql://localhost:5432/shop",
      "postgresql:///shop?host=/var/run/postgresql"
    ),
    (
      "postgresql:///shop?host=/tmp&port=5433", "postgresql://localhost:5433/shop",
      "postgresql:///shop?host=/tmp&port=5433"
    ),
    (
      "postgresql://me@/shop?host=/srv//pg/", "postgresql:///srv/pg:5432/shop",
      "postgresql://me@/shop?host=/srv/pg"
    ),
    (
      "postgresql://%2Fsrv%2Fpg/shop", "postgresql:///srv/pg:5432/shop",
      "postgresql:///shop?host=/srv/pg"
    ),
    ("postgresql:///shop?host=db", "postgresql://db:5432/shop", "postgresql://db/shop"),
    (
      "postgresql://db?dbname=shop&user=me&password=secret", "postgresql://db:5432/shop",
      "postgresql://me@db/shop"
    ),
    (
      "postgresql:///?service=prod", "postgresql://service=prod:5432/",
      "postgresql:///?service=prod"
    ),
    (
      "postgresql://a%40b@db/my%20shop?sslmode=require&options=-c%20a%3Db",
      "postgresql://db:5432/my shop",
      "postgresql://a%40b@db/my%20shop?options=-c%20a%3Db&sslmode=require"
    ),
  ])
  func identityAndDisplay(url: String, identity: String, display: String) throws {
    let endpoint = try Self.endpoint(url)
    #expect(endpoint.identity == identity)
    #expect(endpoint.display == display)
    #expect(!"\(endpoint)".contains("secret"))
  }

  @Test(
    arguments: [
      // url, message, advice
      (
        "postgresql://db", "the URL names no database",
        "write it as postgresql://user@host/database"
      ),
      (
        "postgresql://a,b/shop", "the URL names several hosts",
        "name the one server that takes writes, or an address that always leads to it"
      ),
      (
        "postgresql:///shop?host=a,b", "the URL names several hosts",
        "name the one server that takes writes, or an address that always leads to it"
      ),
      (
        "postgresql://db/shop?sslmode=secret",
        "the URL's sslmode is none of disable, allow, prefer, require, verify-ca, verify-full", nil
      ),
      (
        "postgresql://db/shop?connect_timeout=soon", "the URL's connect_timeout is not a number",
        nil
      ),
      ("postgresql://db/shop?port=0", "the URL's port is not a number from 1 to 65535", nil),
      ("postgresql://db/shop?host=other", "the URL gives host twice", nil),
      ("postgresql://db/shop?sslmode=require&sslmode=require", "the URL gives sslmode twice", nil),
      (
        "postgresql://me:sec?ret@db/shop", "the URL has an @ behind its first / or ?",
        "percent-encode @ : / ? # and % in a user or password, or give the password apart"
      ),
      (
        "postgresql://me?secret=x@db/shop",
        "the URL holds something behind ? that is not a parameter of PostgreSQL",
        "percent-encode @ : / ? # and % in a user or password, or give the password apart"
      ),
    ] as [(String, String, String?)])
  func refused(url: String, message: String, advice: String?) {
    #expect(throws: EndpointError(message, advice: advice)) { try Self.endpoint(url) }
  }

  @Test(arguments: [
    ("ssl_mode", "sslmode"), ("aplication_name", "application_name"), ("hots", "host"),
  ])
  func aMisspeltParameterGetsTheNearest(written: String, meant: String) throws {
    let error = #expect(throws: EndpointError.self) {
      try Self.endpoint("postgresql://db/shop?\(written)=x")
    }
    #expect(error?.message == "unknown parameter \"\(written)\" in the URL")
    #expect(error?.advice?.hasPrefix("did you mean \"\(meant)\"? parameters: ") == true)
  }

  @Test func anUnlikeParameterListsTheKnownOnes() throws {
    let error = #expect(throws: EndpointError.self) {
      try Self.endpoint("postgresql://db/shop?wonderful=1")
    }
    #expect(error?.message == "unknown parameter \"wonderful\" in the URL")
    #expect(error?.advice?.hasPrefix("parameters: application_name, channel_binding") == true)
  }

  @Test(arguments: [
    ("sslrootcert=ca.pem", "sslrootcert", "/srv/shop/ca.pem"),
    ("sslrootcert=./ca.pem", "sslrootcert", "/srv/shop/ca.pem"),
    ("sslrootcert=/etc/ca.pem", "sslrootcert", "/etc/ca.pem"),
    ("sslrootcert=system", "sslrootcert", "system"),
    ("sslcert=certs/me.pem", "sslcert", "/srv/shop/certs/me.pem"),
    ("connect_timeout=05", "connect_timeout", "5"),
  ])
  func parameters(query: String, name: String, value: String) throws {
    #expect(try Self.endpoint("postgresql://db/shop?\(query)").parameters == [name: value])
  }
}

struct LoginTests {
  @Test(
    arguments: [
      // url, environment, libpq, expected TLS key words
      ("postgresql:///shop", [:], 160003, [:]),
      ("postgresql://localhost/shop", [:], 160003, [:]),
      ("postgresql:///shop?host=/srv", [:], 160003, [:]),
      ("postgresql://db/shop", [:], 160003, ["sslmode": "verify-full", "sslrootcert": "system"]),
      ("postgresql://db/shop", [:], 150020, ["sslmode": "verify-full"]),
      ("postgresql://db/shop", ["HOME": "/home/me"], 160003, ["sslmode": "verify-full"]),
      (
        "postgresql://db/shop", ["HOME": "/home/you"], 160003,
        ["sslmode": "verify-full", "sslrootcert": "system"]
      ),
      ("postgresql://db/shop", ["PGSSLROOTCERT": "/ca.pem"], 160003, ["sslmode": "verify-full"]),
      ("postgresql://db/shop", ["PGSSLMODE": "require"], 160003, [:]),
      ("postgresql://db/shop", ["PGSERVICE": "prod"], 160003, [:]),
      ("postgresql://db/shop?service=prod", [:], 160003, ["service": "prod"]),
      ("postgresql://db/shop?sslmode=disable", [:], 160003, ["sslmode": "disable"]),
      (
        "postgresql://db/shop?sslmode=verify-full", [:], 160003,
        ["sslmode": "verify-full", "sslrootcert": "system"]
      ),
      (
        "postgresql://db/shop?sslrootcert=/ca.pem", [:], 160003,
        ["sslmode": "verify-full", "sslrootcert": "/ca.pem"]
      ),
      ("postgresql:///shop", ["PGHOST": "db"], 150020, ["sslmode": "verify-full"]),
      ("postgresql:///shop", ["PGHOST": "/tmp"], 150020, [:]),
      (
        "postgresql://localhost/shop", ["PGHOSTADDR": "192.0.2.1"], 150020,
        ["sslmode": "verify-full"]
      ),
    ] as [(String, [String: String], Int, [String: String])])
  func encryption(
    url: String, environment: [String: String], version: Int, expected: [String: String]
  ) throws {
    let login = PostgresLogin(
      to: try EndpointTests.endpoint(url), settings: SessionSettings(), libraryVersion: version,
      environment: { environment[$0] }, isReadable: { $0 == "/home/me/.postgresql/root.crt" })
    let words = Dictionary(
      uniqueKeysWithValues: zip(login.keywords, login.values).filter {
        $0.0.hasPrefix("ssl") || $0.0 == "service"
      })
    #expect(words == expected)
  }

  @Test func everything() throws {
    let login = PostgresLogin(
      to: try EndpointTests.endpoint(
        "postgresql://me:pa%3Ass@db:6000/shop?sslmode=require&connect_timeout=3&options=-c%20a%3Db"),
      settings: SessionSettings(applicationName: "aludel 1"), libraryVersion: 160003,
      environment: { _ in nil }, isReadable: { _ in false })
    #expect(
      zip(login.keywords, login.values).map { "\($0)=\($1)" } == [
        "host=db", "port=6000", "dbname=shop", "user=me", "password=pa:ss", "client_encoding=UTF8",
        "fallback_application_name=aludel 1", "options=-c a=b", "sslmode=require",
      ])
  }

  @Test(arguments: [
    ("", Duration.seconds(10), Duration.seconds(10)),
    ("?connect_timeout=3", .seconds(10), .seconds(3)),
    ("?connect_timeout=30", .seconds(10), .seconds(10)),
    ("?connect_timeout=0", .seconds(10), .seconds(10)),
  ])
  func timeout(query: String, setting: Duration, expected: Duration) throws {
    let endpoint = try EndpointTests.endpoint("postgresql://db/shop\(query)")
    let settings = SessionSettings(connectTimeout: setting)
    #expect(PostgresLogin.timeout(to: endpoint, settings: settings) == expected)
  }
}
