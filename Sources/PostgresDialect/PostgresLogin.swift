import DialectKit

/// What libpq is asked to connect with, in its own key words.
///
/// A key word that is not here is libpq's to fill in: from a service file, from the environment
/// (`PGHOST`, `PGUSER`, `PGPASSWORD`, …), or by its default.
struct PostgresLogin {
  private(set) var keywords: [String] = []
  private(set) var values: [String] = []

  /// - Parameters:
  ///   - environment: gives a variable's value, nil when it is not set.
  ///   - libraryVersion: libpq's, as `160003`.
  ///   - isReadable: whether a file can be read.
  init(
    to endpoint: Endpoint, settings: SessionSettings, libraryVersion: Int,
    environment: (String) -> String?, isReadable: (String) -> Bool
  ) {
    add("host", endpoint.socket ?? endpoint.host)
    add("port", endpoint.port.map { String($0) })
    add("dbname", endpoint.database)
    add("user", endpoint.user)
    add("password", endpoint.password?.reveal())
    add("client_encoding", "UTF8")
    // The weaker form, so that the URL or PGAPPNAME can name the session otherwise.
    add("fallback_application_name", settings.applicationName)

    var parameters = endpoint.parameters
    parameters["connect_timeout"] = nil  // only PQconnectdb heeds it; `timeout` is what we use
    let isServiceUsed = parameters["service"] != nil || environment("PGSERVICE") != nil
    if parameters["sslmode"] == nil, environment("PGSSLMODE") == nil, !isServiceUsed,
      !Self.staysHere(endpoint, environment: environment)
    {
      // libpq's own default, prefer, encrypts for whoever answers, or not at all.
      parameters["sslmode"] = "verify-full"
    }
    if parameters["sslmode"] == "verify-full", parameters["sslrootcert"] == nil,
      environment("PGSSLROOTCERT") == nil, !isServiceUsed, libraryVersion >= 160000
    {
      let ownRoot = environment("HOME").map { $0 + "/.postgresql/root.crt" }
      if !(ownRoot.map(isReadable) ?? false) { parameters["sslrootcert"] = "system" }
    }
    for (name, value) in parameters.sorted(by: { $0.key < $1.key }) { add(name, value) }
  }

  private mutating func add(_ keyword: String, _ value: String?) {
    guard let value, !value.isEmpty else { return }
    keywords.append(keyword)
    values.append(value)
  }

  /// Whether the server is on this machine, so that there is no wire to listen on.
  private static func staysHere(
    _ endpoint: Endpoint, environment: (String) -> String?
  ) -> Bool {
    // libpq goes to PGHOSTADDR whatever the host is called.
    let address = environment("PGHOSTADDR") ?? endpoint.socket ?? endpoint.host
    guard let address = address ?? environment("PGHOST") else { return true }
    return address.split(separator: ",").allSatisfy { name in
      name.hasPrefix("/") || name.hasPrefix("@")
        || Endpoint(host: String(name), database: "", identity: "", display: "").isLocal
    }
  }

  /// The shorter of what the session may take and what the URL allows; 0 in the URL is no limit, as in
  /// libpq.
  static func timeout(to endpoint: Endpoint, settings: SessionSettings) -> Duration {
    let seconds = endpoint.parameters["connect_timeout"].flatMap { Int32($0) } ?? 0
    return seconds > 0 ? min(.seconds(seconds), settings.connectTimeout) : settings.connectTimeout
  }
}
