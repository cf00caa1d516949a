/// A text that must not be shown. It prints as `***`, whatever prints it.
public struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  private let text: String

  public init(_ text: String) {
    self.text = text
  }

  /// The text itself: only for the call that hands it to a client library.
  public func reveal() -> String { text }

  public var isEmpty: Bool { text.isEmpty }
  public var description: String { "***" }
  public var debugDescription: String { "***" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Where a database is and how to get in, made by a dialect from a URL.
public struct Endpoint: Hashable, Sendable, CustomStringConvertible {
  /// A host name, or nil for a socket or a file.
  public var host: String?
  public var port: Int?
  /// The path of a Unix socket, or of the folder that holds it, as the client library wants it.
  public var socket: String?
  /// The database's name, or the absolute path of its file; `:memory:` for one that is not kept.
  public var database: String
  /// The folder that must be there before the database can come into being, as an absolute path; nil for
  /// a server, and for a database in memory.
  public var folder: String?
  public var user: String?
  public var password: Secret?
  /// What else the URL says, by the dialect's own names, already checked by it.
  public var parameters: [String: String]
  /// The same for two endpoints exactly when they mean the same database. Holds no user and no secret.
  /// Empty for a database that no second session can reach: compare with `isSameDatabase(as:)`.
  public var identity: String
  /// The URL for people: no password.
  public var display: String

  public init(
    host: String? = nil, port: Int? = nil, socket: String? = nil, database: String,
    folder: String? = nil, user: String? = nil, password: Secret? = nil,
    parameters: [String: String] = [:],
    identity: String, display: String
  ) {
    self.host = host
    self.port = port
    self.socket = socket
    self.database = database
    self.folder = folder
    self.user = user
    self.password = password
    self.parameters = parameters
    self.identity = identity
    self.display = display
  }

  public var description: String { display }

  /// Whether both mean the same database. One in memory is not even the same as itself: each session
  /// has its own.
  public func isSameDatabase(as other: Endpoint) -> Bool {
    !identity.isEmpty && identity == other.identity
  }

  /// Whether the way there stays on this machine, so that TLS would protect nothing.
  public var isLocal: Bool {
    guard let host else { return true }
    if host == "localhost" || host == "::1" { return true }
    // A name may begin so as well: 127.0.0.1.example.com.
    return host.hasPrefix("127.") && host.allSatisfy { $0 == "." || ("0"..."9").contains($0) }
  }
}
