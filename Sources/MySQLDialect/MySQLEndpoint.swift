import DialectKit
import Spelling

extension Endpoint {
  /// The parameters of a URL, as Aludel calls them. `socket` is kept in a field of its own.
  enum MySQLParameter: String, CaseIterable {
    case socket
    case tlsMode = "ssl-mode"
    case authorities = "ssl-ca"
    case certificate = "ssl-cert"
    case key = "ssl-key"
    case charset
  }

  /// How far the connection is protected: MySQL's own words
  /// (https://dev.mysql.com/doc/refman/8.4/en/connection-options.html#option_general_ssl-mode).
  enum MySQLTLSMode: String, CaseIterable {
    case disabled
    /// Encrypted, whoever answers.
    case required
    /// Encrypted, by a server with a certificate from `ssl-ca`.
    case verifyAuthority = "verify_ca"
    /// The same, and the certificate must name the host.
    case verifyIdentity = "verify_identity"
  }

  static let mysqlPort = 3306

  /// As the URL says; by default everything is verified on the way to another machine.
  var tlsMode: MySQLTLSMode {
    parameters[MySQLParameter.tlsMode.rawValue].flatMap(MySQLTLSMode.init)
      ?? (isLocal ? .disabled : .verifyIdentity)
  }

  /// Reads `mysql://user:password@host:port/database?…`.
  ///
  /// No host, and `localhost` without a port, is a Unix socket: the one of the URL or the library's
  /// default, as MySQL's own programs have it. Relative paths are meant from `folder`.
  init(mysql url: ConnectionURL, relativeTo folder: String) throws(EndpointError) {
    let database = String(url.path.drop { $0 == "/" })
    guard !database.isEmpty else {
      throw EndpointError(
        "the MySQL URL names no database", advice: "write it as mysql://user@host/database")
    }
    var parameters = try Self.mysqlParameters(of: url, relativeTo: folder)
    let socket = parameters.removeValue(forKey: MySQLParameter.socket.rawValue)
    let written = try url.hostAndPort()
    let name = written.host?.lowercased()
    var host = name
    if name == nil || name == "localhost", written.port == nil { host = nil }
    if socket != nil, host != nil {
      throw EndpointError(
        "the MySQL URL names both a socket and a host",
        advice: "leave out one of them; localhost without a port goes with a socket")
    }
    guard written.host != nil || written.port == nil else {
      throw EndpointError("the MySQL URL has a port and no host")
    }
    let port = host == nil ? nil : written.port ?? Self.mysqlPort

    self.init(
      host: host, port: port, socket: socket, database: database, user: url.user,
      password: url.password, parameters: parameters, identity: "",
      display: Self.mysqlDisplay(
        user: url.user, host: host, port: written.port, socket: socket, database: database))
    identity = mysqlIdentity
    try checkTLS()
  }

  private static func mysqlDisplay(
    user: String?, host: String?, port: Int?, socket: String?, database: String
  ) -> String {
    let shownHost = host.map { $0.contains(":") ? "[\($0)]" : $0 } ?? "localhost"
    var display = "mysql://" + (user.map { "\($0)@" } ?? "") + shownHost
    if let port { display += ":\(port)" }
    display += "/\(database)"
    if let socket { display += "?socket=\(socket)" }
    return display
  }

  /// Another database of the same server, for the same user.
  func mysql(database: String) -> Endpoint {
    var endpoint = self
    endpoint.database = database
    endpoint.identity = endpoint.mysqlIdentity
    endpoint.display = Self.mysqlDisplay(
      user: user, host: host, port: port, socket: socket, database: database)
    return endpoint
  }

  /// The loopback's names are one machine. A socket may well belong to another server than a port.
  private var mysqlIdentity: String {
    let server: String
    if let host, let port {
      server = "\(isLocal ? "localhost" : host):\(port)"
    } else {
      server = socket ?? "localhost"
    }
    return "mysql:\(server)/\(database)"
  }

  private static func mysqlParameters(
    of url: ConnectionURL, relativeTo folder: String
  ) throws(EndpointError) -> [String: String] {
    var parameters: [String: String] = [:]
    for (written, value) in url.query {
      // `unix_socket`, `ssl_ca`: the names that SQLAlchemy's drivers have.
      var name = String(written.map { $0 == "_" ? "-" : $0 })
      if name == "unix-socket" { name = MySQLParameter.socket.rawValue }
      guard let parameter = MySQLParameter(rawValue: name) else {
        throw EndpointError(
          "unknown parameter \"\(written)\" in the URL",
          advice: Spelling.advice(
            for: name, among: MySQLParameter.allCases.map(\.rawValue), called: "parameters"))
      }
      guard !value.isEmpty else { throw EndpointError("the URL gives \(name) without a value") }
      guard parameters[name] == nil else {
        throw EndpointError("the URL gives \(name) twice")
      }
      parameters[name] = try checked(value, of: parameter, relativeTo: folder)
    }
    return parameters
  }

  private static func checked(
    _ value: String, of parameter: MySQLParameter, relativeTo folder: String
  ) throws(EndpointError) -> String {
    switch parameter {
    case .socket, .authorities, .certificate, .key:
      return value.hasPrefix("/") ? value : "\(folder)/\(value)"
    case .tlsMode:
      let name = String(value.lowercased().map { $0 == "-" ? "_" : $0 })
      guard MySQLTLSMode(rawValue: name) != nil else {
        throw EndpointError(
          "ssl-mode has no value \"\(value)\"",
          advice: Spelling.advice(
            for: name, among: MySQLTLSMode.allCases.map(\.rawValue), called: "values"))
      }
      return name
    case .charset:
      // What is sent is UTF-8 in any case; the older names are in many URLs made for other tools.
      guard ["utf8mb4", "utf8mb3", "utf8"].contains(value.lowercased()) else {
        throw EndpointError(
          "revision files are UTF-8, so charset cannot be \"\(value)\"",
          advice: "leave the parameter out, or write charset=utf8mb4")
      }
      return "utf8mb4"
    }
  }

  private func checkTLS() throws(EndpointError) {
    let has = { (parameter: MySQLParameter) in parameters[parameter.rawValue] != nil }
    if tlsMode == .verifyAuthority, !has(.authorities) {
      throw EndpointError(
        "ssl-mode=verify_ca needs ssl-ca", advice: "give the authority's certificate: ssl-ca=ca.pem"
      )
    }
    if tlsMode == .disabled, has(.authorities) || has(.certificate) || has(.key) {
      throw EndpointError(
        "the URL gives certificates for a connection without TLS",
        advice: "say how far to verify, such as ssl-mode=verify_identity")
    }
    if has(.certificate) != has(.key) {
      throw EndpointError("ssl-cert and ssl-key go together, and one of them is missing")
    }
  }
}
