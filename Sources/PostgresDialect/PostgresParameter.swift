import DialectKit
import Spelling

/// A parameter that may stand behind the `?` of a URL (manual, "Parameter Key Words").
struct PostgresParameter {
  enum Rule {
    case anything
    case number
    /// One of the words.
    case word
    /// A file, meant from the configuration's folder, or one of the words.
    case file
  }

  var name: String
  var rule: Rule
  var words: [String] = []

  /// Secrets are not among them: an endpoint's parameters are shown.
  private static let known: [PostgresParameter] = [
    .init(name: "application_name", rule: .anything),
    .init(name: "channel_binding", rule: .word, words: ["disable", "prefer", "require"]),
    .init(name: "connect_timeout", rule: .number),
    .init(name: "gssencmode", rule: .word, words: ["disable", "prefer", "require"]),
    .init(name: "keepalives", rule: .number),
    .init(name: "keepalives_count", rule: .number),
    .init(name: "keepalives_idle", rule: .number),
    .init(name: "keepalives_interval", rule: .number),
    .init(name: "krbsrvname", rule: .anything),
    .init(name: "options", rule: .anything),
    .init(name: "passfile", rule: .file),
    .init(name: "require_auth", rule: .anything),
    .init(name: "service", rule: .anything),
    .init(name: "ssl_max_protocol_version", rule: .anything),
    .init(name: "ssl_min_protocol_version", rule: .anything),
    .init(name: "sslcert", rule: .file),
    .init(name: "sslcrl", rule: .file),
    .init(name: "sslkey", rule: .file),
    .init(
      name: "sslmode",
      rule: .word, words: ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"]),
    .init(name: "sslnegotiation", rule: .word, words: ["postgres", "direct"]),
    .init(name: "sslrootcert", rule: .file, words: ["system"]),
    .init(
      name: "target_session_attrs",
      rule: .word,
      words: ["any", "read-write", "read-only", "primary", "standby", "prefer-standby"]),
    .init(name: "tcp_user_timeout", rule: .number),
  ]

  private static let alsoKnown = ["dbname", "host", "password", "port", "user"]

  static func named(_ name: String) -> PostgresParameter? {
    known.first { $0.name == name }
  }

  /// The value as libpq shall get it.
  ///
  /// - Throws: without the value, which may be the second half of a password with a `?` in it.
  func checked(_ value: String, relativeTo folder: String) throws(EndpointError) -> String {
    switch rule {
    case .anything: return value
    case .number:
      guard let number = Int32(value), number >= 0 else {
        throw EndpointError("the URL's \(name) is not a number")
      }
      return String(number)
    case .word:
      guard words.contains(value) else {
        throw EndpointError("the URL's \(name) is none of \(words.joined(separator: ", "))")
      }
      return value
    case .file:
      if value.isEmpty || value.hasPrefix("/") || words.contains(value) { return value }
      let relative = value.hasPrefix("./") ? value.dropFirst(2) : value[...]
      return folder.hasSuffix("/") ? folder + relative : "\(folder)/\(relative)"
    }
  }

  static let severalHosts = EndpointError(
    "the URL names several hosts",
    advice: "name the one server that takes writes, or an address that always leads to it")

  static func twice(_ name: String) -> EndpointError {
    EndpointError("the URL gives \(name) twice")
  }

  /// A password with an unescaped `?` makes such a parameter of its end, so nothing is named that
  /// could be that: after it an `@` would follow.
  static func unknown(_ name: String, in url: ConnectionURL) -> EndpointError {
    let isWord = name.utf8.allSatisfy { byte in
      byte == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
    guard isWord, !name.isEmpty,
      !url.query.contains(where: { $0.name.contains("@") || $0.value.contains("@") })
    else {
      return EndpointError(
        "the URL holds something behind ? that is not a parameter of PostgreSQL",
        advice: "percent-encode @ : / ? # and % in a user or password, or give the password apart")
    }
    return EndpointError(
      "unknown parameter \"\(name)\" in the URL",
      advice: Spelling.advice(
        for: name, among: (known.map(\.name) + alsoKnown).sorted(), called: "parameters"))
  }
}
