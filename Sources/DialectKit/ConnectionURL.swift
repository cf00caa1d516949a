/// A database URL, taken apart and percent-decoded, not yet understood.
///
///     scheme[+driver]://[user[:password]@][authority]/path[?key=value&…]
///
/// A SQLAlchemy `+driver` after the scheme is accepted and dropped. Errors never repeat any part of
/// the text: the wrong half of an unparsable URL may be its password.
public struct ConnectionURL: Hashable, Sendable {
  /// In lower case, without a driver.
  public var scheme: String
  public var user: String?
  public var password: Secret?
  /// What stands between `//` (or `@`) and the path, decoded: `db.example.com:5432`, `:memory:`.
  public var authority: String
  /// From the first slash on, decoded, empty if there is none: `/shop`.
  public var path: String
  /// In order.
  public var query: [(name: String, value: String)]

  public init(parsing text: String) throws(EndpointError) {
    guard let separator = Self.range(of: "://", in: text.utf8) else {
      throw EndpointError(
        "the URL has no scheme", advice: "write it as scheme://user@host/database")
    }
    var scheme = String(text.utf8[..<separator.lowerBound]) ?? ""
    if let plus = scheme.firstIndex(of: "+") { scheme = String(scheme[..<plus]) }
    guard !scheme.isEmpty, scheme.utf8.allSatisfy(Self.isSchemeByte) else {
      throw EndpointError(
        "the URL's scheme is not a word", advice: "begin it with the dialect: postgresql://")
    }
    var rest = Substring(text.utf8[separator.upperBound...])

    query = []
    var hidesLogin = false
    if let mark = rest.firstIndex(of: "?") {
      hidesLogin = rest[mark...].contains("@")
      for pair in rest[rest.index(after: mark)...].split(separator: "&") {
        let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        query.append(
          (try Self.decoded(parts[0]), parts.count > 1 ? try Self.decoded(parts[1]) : ""))
      }
      rest = rest[..<mark]
    }
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    var authority = rest[..<slash]
    // A password with a / or a ? in it ends the login too early: what is left of it would be told as a
    // port, a database or a parameter.
    let hasPath = slash != rest.endIndex
    let end = authority.lastIndex(of: "@")
    let hasPassword = end.map { authority[..<$0].contains(":") } ?? true
    if !authority.isEmpty,
      hasPassword
        && (rest[slash...].contains("@") || query.contains(where: { $0.name.contains("@") }))
        || end == nil && !hasPath && authority.contains(":") && hidesLogin
    {
      throw EndpointError(
        "the URL has an @ behind its first / or ?",
        advice: "percent-encode @ : / ? # and % in a user or password, or give the password apart")
    }
    if let at = end {
      let login = authority[..<at].split(
        separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      user = login[0].isEmpty ? nil : try Self.decoded(login[0])
      password = login.count > 1 ? Secret(try Self.decoded(login[1])) : nil
      authority = authority[authority.index(after: at)...]
    }
    self.scheme = scheme.lowercased()
    self.authority = try Self.decoded(authority)
    self.path = try Self.decoded(rest[slash...])
  }

  /// The authority as a host and a port; `[::1]:5432` is understood. No host is nil.
  public func hostAndPort() throws(EndpointError) -> (host: String?, port: Int?) {
    var host = Substring(authority)
    var port: Substring?
    if host.hasPrefix("["), let close = host.firstIndex(of: "]") {
      let after = host[host.index(after: close)...]
      host = host[host.index(after: host.startIndex)..<close]
      if after.hasPrefix(":") { port = after.dropFirst() } else if !after.isEmpty { port = "?" }
    } else if let colon = host.lastIndex(of: ":") {
      port = host[host.index(after: colon)...]
      host = host[..<colon]
    }
    guard let port, !port.isEmpty else { return (host.isEmpty ? nil : String(host), nil) }
    guard let number = Int(port), (1...65535).contains(number) else {
      throw EndpointError(
        "the URL's port is not a number from 1 to 65535",
        advice: "percent-encode @ : / ? # and % in a user or password, or give the password apart")
    }
    return (host.isEmpty ? nil : String(host), number)
  }

  private static func isSchemeByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."):
      true
    default: false
    }
  }

  private static func range(
    of needle: String, in text: String.UTF8View
  ) -> Range<String.UTF8View.Index>? {
    var start = text.startIndex
    while start != text.endIndex {
      if text[start...].starts(with: needle.utf8) {
        return start..<text.index(start, offsetBy: needle.utf8.count)
      }
      text.formIndex(after: &start)
    }
    return nil
  }

  private static func decoded(_ text: Substring) throws(EndpointError) -> String {
    guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
    var bytes: [UInt8] = []
    var digits = text.utf8.makeIterator()
    while let byte = digits.next() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = digits.next().flatMap(hexadecimal),
        let low = digits.next().flatMap(hexadecimal)
      else {
        throw EndpointError(
          "the URL holds a % that is not followed by two hexadecimal digits",
          advice: "write a literal % as %25")
      }
      bytes.append(high << 4 | low)
    }
    guard let decoded = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
      throw EndpointError("the URL's percent-encoding does not give UTF-8 text")
    }
    return decoded
  }

  private static func hexadecimal(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  public static func == (left: Self, right: Self) -> Bool {
    left.scheme == right.scheme && left.user == right.user && left.password == right.password
      && left.authority == right.authority && left.path == right.path
      && left.query.elementsEqual(right.query, by: ==)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(scheme)
    hasher.combine(authority)
    hasher.combine(path)
  }
}
