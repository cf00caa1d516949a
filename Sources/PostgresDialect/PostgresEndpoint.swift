import DialectKit

extension Endpoint {
  /// Reads `postgresql://[user[:password]@][host[:port]]/database[?parameter=value&…]`.
  ///
  /// The form and the parameters are libpq's (manual, "Connection URIs"), with two differences: the
  /// database must be named (or a `service`, whose file may name it), and there is one host.
  init(postgres url: ConnectionURL, relativeTo folder: String) throws(EndpointError) {
    guard !url.authority.contains(",") else { throw PostgresParameter.severalHosts }
    var (host, port) = try url.hostAndPort()
    var user = url.user
    var password = url.password
    var database = url.path.hasPrefix("/") ? String(url.path.dropFirst()) : url.path
    var parameters: [String: String] = [:]

    for (name, value) in url.query {
      switch name {
      case "host":
        guard host == nil else { throw PostgresParameter.twice(name) }
        guard !value.contains(",") else { throw PostgresParameter.severalHosts }
        host = value.isEmpty ? nil : value
      case "port":
        guard port == nil else { throw PostgresParameter.twice(name) }
        guard let number = Int(value), (1...65535).contains(number) else {
          throw EndpointError("the URL's port is not a number from 1 to 65535")
        }
        port = number
      case "user":
        guard user == nil else { throw PostgresParameter.twice(name) }
        user = value
      case "password":
        guard password == nil else { throw PostgresParameter.twice(name) }
        password = Secret(value)
      case "dbname":
        guard database.isEmpty else { throw PostgresParameter.twice(name) }
        database = value
      default:
        guard let parameter = PostgresParameter.named(name) else {
          throw PostgresParameter.unknown(name, in: url)
        }
        guard parameters[name] == nil else { throw PostgresParameter.twice(name) }
        parameters[name] = try parameter.checked(value, relativeTo: folder)
      }
    }
    guard !database.isEmpty || parameters["service"] != nil else {
      throw EndpointError(
        "the URL names no database", advice: "write it as postgresql://user@host/database")
    }

    // libpq takes what begins so for the folder of a socket, or for an abstract socket.
    let isSocket = host?.hasPrefix("/") == true || host?.hasPrefix("@") == true
    let socket = isSocket ? host.map(Self.folderName) : nil
    let name = isSocket ? nil : host?.lowercased()
    self.init(
      host: name, port: port, socket: socket, database: database, user: user, password: password,
      parameters: parameters, identity: "", display: "")
    identity = postgresIdentity
    display = postgresDisplay
  }

  /// The same server and user with another database.
  func inPostgresDatabase(_ name: String) -> Endpoint {
    var endpoint = self
    endpoint.database = name
    endpoint.identity = endpoint.postgresIdentity
    endpoint.display = endpoint.postgresDisplay
    return endpoint
  }

  /// Two ways to one server give one identity as far as that can be told without asking it.
  ///
  /// A socket in one of the usual folders and any name of this machine mean the server of that port
  /// here. A socket elsewhere is a server of its own, and so is a service, whose file is not read. What
  /// libpq would take from `PGHOST` or `PGPORT` does not count, since a plan must not depend on it.
  private var postgresIdentity: String {
    var server: String
    if let service = parameters["service"], host == nil, socket == nil {
      server = "service=\(service)"
    } else if let socket, !Self.usualSocketFolders.contains(socket) {
      server = socket
    } else if isLocal {
      server = "localhost"
    } else {
      server = host.map(Self.bracketed) ?? ""
    }
    server += ":\(port ?? 5432)"
    return "postgresql://\(server)/\(database)"
  }

  /// Where the packages of the distributions, of Homebrew and the source put the socket.
  private static let usualSocketFolders = ["/var/run/postgresql", "/run/postgresql", "/tmp"]

  private var postgresDisplay: String {
    var text = "postgresql://"
    if let user { text += Self.percentEncoded(user) + "@" }
    if let host { text += Self.bracketed(host) }
    // Without a host, a port before the path would stand alone, which libpq reads but people do not.
    if host != nil, let port { text += ":\(port)" }
    text += "/" + Self.percentEncoded(database)
    var query: [String] = []
    if let socket {
      query.append("host=\(Self.percentEncoded(socket, keeping: "/"))")
    }
    if host == nil, let port { query.append("port=\(port)") }
    for (name, value) in parameters.sorted(by: { $0.key < $1.key }) {
      query.append("\(name)=\(Self.percentEncoded(value, keeping: "/"))")
    }
    return query.isEmpty ? text : text + "?" + query.joined(separator: "&")
  }

  private static func bracketed(_ host: String) -> String {
    host.contains(":") ? "[\(host)]" : host
  }

  /// Without doubled slashes and without one at the end.
  private static func folderName(_ path: String) -> String {
    guard path.hasPrefix("/") else { return path }
    return "/" + path.split(separator: "/").joined(separator: "/")
  }

  private static func percentEncoded(_ text: String, keeping kept: String = "") -> String {
    let digits = Array("0123456789ABCDEF".unicodeScalars)
    var encoded = String.UnicodeScalarView()
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        encoded.append(Unicode.Scalar(byte))
      case _ where kept.utf8.contains(byte): encoded.append(Unicode.Scalar(byte))
      default:
        encoded.append("%")
        encoded.append(digits[Int(byte >> 4)])
        encoded.append(digits[Int(byte & 15)])
      }
    }
    return String(encoded)
  }
}
