/// What a server, or its client library, said when something failed: kept whole.
public struct DatabaseError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Kind: Hashable, Sendable {
    /// The server cannot be reached, or refused the login.
    case connection
    /// The engine's client library is not installed on this machine.
    case clientLibraryMissing
    /// The database does not exist.
    case missingDatabase
    /// Nor does the folder in which it would be made.
    case missingFolder(String)
    /// The statement was refused or failed.
    case statement
    /// A lock was not free in time; the same statement may well work later.
    case lockTimeout
    /// The statement was stopped by us or by a timeout.
    case cancelled
    /// The session broke while in use; what the running statement did is unknown.
    case connectionLost
    /// SQLite's enforcement of foreign keys: violated ones, found by a statement or by the check before
    /// a commit, and ones that cannot be enforced. A section may suspend it.
    case foreignKeys
  }

  public var kind: Kind
  /// SQLSTATE (`42P01`), MySQL's number (`1064`) or SQLite's name (`SQLITE_CONSTRAINT_UNIQUE`).
  public var code: String?
  /// The server's own words, with no password in them.
  public var message: String
  public var detail: String?
  public var hint: String?
  /// Where in a function or trigger it happened, as PostgreSQL tells it, and what failed after it.
  public var context: String?
  /// The place that the server points at, in UTF-8 bytes from the start of the text that was sent.
  public var offset: Int?

  public init(
    _ kind: Kind, code: String? = nil, message: String, detail: String? = nil, hint: String? = nil,
    context: String? = nil, offset: Int? = nil
  ) {
    self.kind = kind
    self.code = code
    self.message = message
    self.detail = detail
    self.hint = hint
    self.context = context
    self.offset = offset
  }

  public static let sessionIsClosed = DatabaseError(
    .connectionLost, message: "the session is closed")

  /// For a `begin` inside a transaction, which engines answer in ways of their own.
  public static let transactionIsOpen = DatabaseError(
    .statement, message: "a transaction is already open")

  /// The same error, with what a rollback said that failed after it.
  public func noting(failedRollback rollback: DatabaseError) -> DatabaseError {
    var error = self
    let note = "the rollback after it failed too: \(rollback)"
    error.context = context.map { "\($0)\n\(note)" } ?? note
    return error
  }

  public var description: String {
    if let code { "\(message) (\(code))" } else { message }
  }
}

/// Why a URL cannot be used. Never holds any part of it that could be a secret.
public struct EndpointError: Error, Hashable, Sendable {
  /// One sentence, lower case, no full stop.
  public var message: String
  /// How to write it, when that helps: `sqlite:///relative.db`.
  public var advice: String?

  public init(_ message: String, advice: String? = nil) {
    self.message = message
    self.advice = advice
  }
}
