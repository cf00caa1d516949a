import DialectKit
import Testing

@Suite struct ConnectionURLTests {
  struct Case: Sendable, CustomStringConvertible {
    var url: String
    var scheme = "x"
    var user: String?
    var password: String?
    var authority = ""
    var path = ""
    var query: [String] = []

    var description: String { url }
  }

  @Test(arguments: [
    Case(url: "x://"),
    Case(url: "PostgreSQL://h/d", scheme: "postgresql", authority: "h", path: "/d"),
    Case(url: "postgresql+psycopg://h/d", scheme: "postgresql", authority: "h", path: "/d"),
    Case(url: "mysql+py+my://h/d", scheme: "mysql", authority: "h", path: "/d"),
    Case(url: "x://u:p@h:1/d", user: "u", password: "p", authority: "h:1", path: "/d"),
    Case(url: "x://u@h", user: "u", authority: "h"),
    Case(url: "x://u:@h", user: "u", password: "", authority: "h"),
    Case(url: "x://:p@h", password: "p", authority: "h"),
    Case(url: "x://@h", authority: "h"),
    Case(url: "x://u:p:q@h", user: "u", password: "p:q", authority: "h"),
    // The last @ ends the login, so one that was forgotten to be encoded does no harm.
    Case(url: "x://u:p@q@h", user: "u", password: "p@q", authority: "h"),
    Case(
      url: "x://u%40:p%40%3A%2F%25%23%3F%22%27%20%C3%BC%F0%9F%90%9F@h/d", user: "u@",
      password: "p@:/%#?\"' ü🐟", authority: "h", path: "/d"),
    Case(
      url: "x://üser:größe@höst/dätabase", user: "üser", password: "größe", authority: "höst",
      path: "/dätabase"),
    Case(url: "x:///d", path: "/d"),
    Case(url: "x:////a/b.db", path: "//a/b.db"),
    Case(url: "x://:memory:", authority: ":memory:"),
    Case(url: "x://h/a%2Fb%20c", authority: "h", path: "/a/b c"),
    Case(url: "x://h/d?a=1&b=2&a=3", authority: "h", path: "/d", query: ["a=1", "b=2", "a=3"]),
    Case(url: "x://h?a=1", authority: "h", query: ["a=1"]),
    Case(url: "x://h/d?", authority: "h", path: "/d"),
    Case(url: "x://h/d?a&b=", authority: "h", path: "/d", query: ["a=", "b="]),
    Case(url: "x://h/d?a=b=c&&x%26y=%3D", authority: "h", path: "/d", query: ["a=b=c", "x&y=="]),
    Case(url: "x://h/d?host=/var/run", authority: "h", path: "/d", query: ["host=/var/run"]),
    Case(url: "x://u@h/a@b", user: "u", authority: "h", path: "/a@b"),
    Case(url: "x://h/d?e=a@b", authority: "h", path: "/d", query: ["e=a@b"]),
    Case(url: "x://[::1]:5432/d", authority: "[::1]:5432", path: "/d"),
  ])
  func isTakenApart(_ expected: Case) throws {
    let url = try ConnectionURL(parsing: expected.url)
    #expect(url.scheme == expected.scheme)
    #expect(url.user == expected.user)
    #expect(url.password?.reveal() == expected.password)
    #expect(url.authority == expected.authority)
    #expect(url.path == expected.path)
    #expect(url.query.map { "\($0.name)=\($0.value)" } == expected.query)
  }

  @Test(arguments: [
    ("", "the URL has no scheme"),
    ("shop.db", "the URL has no scheme"),
    ("/var/shop.db", "the URL has no scheme"),
    ("x:/h", "the URL has no scheme"),
    ("://h/d", "the URL's scheme is not a word"),
    ("+driver://h/d", "the URL's scheme is not a word"),
    ("a b://h/d", "the URL's scheme is not a word"),
    ("ü://h/d", "the URL's scheme is not a word"),
    ("x://h/%", "the URL holds a % that is not followed by two hexadecimal digits"),
    ("x://h/%4", "the URL holds a % that is not followed by two hexadecimal digits"),
    ("x://h/%zz", "the URL holds a % that is not followed by two hexadecimal digits"),
    ("x://h/d?a=%g0", "the URL holds a % that is not followed by two hexadecimal digits"),
    ("x://h/%FF", "the URL's percent-encoding does not give UTF-8 text"),
    ("x://h/a%00b", "the URL's percent-encoding does not give UTF-8 text"),
  ])
  func isRefused(text: String, message: String) throws {
    let error = try #require(throws: EndpointError.self) { try ConnectionURL(parsing: text) }
    #expect(error.message == message)
  }

  @Test(
    arguments: [
      ("h", "h", nil), ("h:5432", "h", 5432), ("h:", "h", nil), ("", nil, nil),
      (":5432", nil, 5432),
      ("[::1]", "::1", nil), ("[::1]:5432", "::1", 5432), ("[fe80::1%25eth0]:1", "fe80::1%eth0", 1),
      ("127.0.0.1:65535", "127.0.0.1", 65535),
    ] as [(String, String?, Int?)])
  func hostAndPort(authority: String, host: String?, port: Int?) throws {
    let found = try ConnectionURL(parsing: "x://\(authority)/d").hostAndPort()
    #expect(found.host == host)
    #expect(found.port == port)
  }

  @Test(arguments: [
    "h:0", "h:65536", "h:-1", "h:port", "h:99999999999999999999", "[::1]x", "[::1]:x", "h:5432x",
  ])
  func aBadPortIsRefused(authority: String) throws {
    let url = try ConnectionURL(parsing: "x://\(authority)/d")
    #expect(throws: EndpointError.self) { try url.hostAndPort() }
  }

  /// The rest of a password would be taken for a database, and told.
  @Test(arguments: [
    "x://user:12/34@host/d", "x://user:12?34@host/d", "x://user:1/2?3@host/d",
    "x://user:12?a=b@host/d",
    "x://user:/34@host/d", "x://user/34@host/d", "x://user:p@/34@host/d",
    "x://user:p@q/34@host/d", "x://user:p@q?34@host/d",
  ])
  func aLoginThatEndsTooEarlyIsRefused(url: String) {
    #expect(throws: EndpointError.self) { try ConnectionURL(parsing: url) }
  }

  /// A password that was not encoded ends up in any part of the URL; no message may repeat it.
  @Test(arguments: [
    "canary", "can@ary", "can:ary", "can/ary", "can%ary", "can#ary", "can?ary", "can\"ary",
    "can'ary", "can ary", "can🐟ary", "can%zzary", "can://ary", "can[ary]", "can%FFary", "can&ary=1",
    "can+ary", "%63anary%",
  ])
  func noErrorRepeatsAPassword(password: String) throws {
    for text in [
      "x://user:\(password)@host:port/d", "user:\(password)@host/d", "\(password)://host/d",
      "x://user:\(password)@host/d?%", "x://user:\(password)@host:99999/d?a=\(password)%",
      "x://\(password)", "x://h:\(password)/d",
    ] {
      do {
        let url = try ConnectionURL(parsing: text)
        _ = try url.hostAndPort()
      } catch {
        let shown = "\(error) \(error.message) \(error.advice ?? "")"
        for part in ["canary", "can", "ary"] where shown.contains(part) {
          // "can" is also an English word.
          #expect(part == "can" && !shown.contains(password), "\(shown)")
        }
      }
    }
  }

  @Test func equalityLooksAtEveryPart() throws {
    let base = try ConnectionURL(parsing: "x://u:p@h:1/d?a=1&b=2")
    #expect(try base == ConnectionURL(parsing: "X+driver://u:p@h:1/d?a=1&b=2"))
    for other in [
      "y://u:p@h:1/d?a=1&b=2", "x://v:p@h:1/d?a=1&b=2", "x://u:q@h:1/d?a=1&b=2",
      "x://u:p@i:1/d?a=1&b=2", "x://u:p@h:1/e?a=1&b=2", "x://u:p@h:1/d?b=2&a=1",
      "x://u:p@h:1/d?a=1",
    ] {
      #expect(try base != ConnectionURL(parsing: other), "\(other)")
    }
  }

  @Test(
    arguments: [
      (nil, true), ("localhost", true), ("127.0.0.1", true), ("127.9.9.9", true), ("::1", true),
      ("db.example.com", false), ("10.0.0.1", false), ("127.0.0.1.example.com", false),
    ] as [(String?, Bool)])
  func localEndpoints(host: String?, isLocal: Bool) {
    let endpoint = Endpoint(host: host, database: "d", identity: "", display: "")
    #expect(endpoint.isLocal == isLocal)
  }
}
