public import SQLText

/// A kind of database: everything that Aludel knows about one engine stands behind this protocol.
///
/// A dialect is a plugin. It is registered by name, shares no code with other dialects, and proves
/// itself with the suite in `DialectConformance`. All requirements but `connect` are pure.
public protocol Dialect: Sendable {
  /// The name in `dialect = "…"`, and the first URL scheme: `postgresql`.
  var name: String { get }

  /// Other names and URL schemes: `postgres`.
  var aliases: [String] { get }

  /// What differs between engines and can be said as data.
  var traits: DialectTraits { get }

  /// How the engine's SQL is cut into statements.
  var lexicalRules: LexicalRules { get }

  /// Reads a URL of this dialect.
  ///
  /// - Parameter folder: an absolute path; relative paths in the URL are meant from here.
  /// - Throws: when the URL lacks or misspells a part. The message never repeats the URL's password.
  func endpoint(for url: ConnectionURL, relativeTo folder: String) throws(EndpointError) -> Endpoint

  /// Opens a session. Blocks until it stands or `settings.connectTimeout` has passed; called on the
  /// session's own thread, where the connection then stays.
  func connect(
    to endpoint: Endpoint, settings: SessionSettings
  ) throws(DatabaseError) -> any Connection

  /// Why a statement of a revision cannot run this way, or nil if nothing speaks against it.
  ///
  /// Asked for every statement before the first one runs anywhere, so it answers from the text alone.
  /// Statements that begin or end a transaction need no answer: `TransactionControl` tells them.
  func objection(to statement: SQLStatement, in mode: StatementMode) -> StatementObjection?

  /// The name as SQL.
  ///
  /// - Throws: for a name that the engine cannot hold: too long, empty, or with a NUL.
  func quote(_ identifier: Identifier) throws(DatabaseError) -> String

  /// The value as SQL text, for scripts and for engines without parameters.
  func literal(_ value: SQLValue) -> String

  /// A statement that makes a table of ours.
  func createTable(_ table: BookkeepingTable) -> SQLFragment

  /// What stands at the end of an UPDATE that changes one row, nearly always that with the highest number:
  /// it is found from there, and not by reading a table of many years. Nothing where that cannot be said.
  func fromNewest(by column: Identifier) -> SQLFragment

  /// A statement that makes a schema if it is missing, or nil where there are no schemas to make.
  func createSchema(_ schema: Identifier) -> SQLFragment?

  /// A statement that widens a text column to the type that `createTable` would give it, or nil where
  /// the engine does not limit text.
  func widen(_ column: BookkeepingColumn, of table: QualifiedName) -> SQLFragment?

  /// How somebody ends another session, and so frees its lock; nil where that is not known.
  ///
  /// - Parameter session: as `LockOwner.session` tells it, which may come from a file that anybody can
  ///   write: what is no number gives nil.
  func ending(session: String) -> Remedy?

  /// Why a database that is not there yet could not be made; nil when nothing is known to be in the way.
  func obstacle(toMaking endpoint: Endpoint) -> AccessObstacle?
}

extension Dialect {
  public func fromNewest(by column: Identifier) -> SQLFragment { "" }

  public func ending(session: String) -> Remedy? { nil }

  /// Nothing, for engines in which a run makes no databases.
  public func obstacle(toMaking endpoint: Endpoint) -> AccessObstacle? { nil }
}

/// How a statement of a revision is run.
public enum StatementMode: Hashable, Sendable {
  /// Inside a transaction that Aludel begins and commits.
  case transaction
  /// On its own: the section says `transaction=none`, or the statement stands in an autocommit block.
  case autocommit
}

/// Why a statement is refused before it is sent.
public struct StatementObjection: Hashable, Sendable {
  /// One sentence, lower case, no full stop: `VACUUM cannot run inside a transaction`.
  public var reason: String
  /// What to write instead, as one sentence of the same form.
  public var advice: String

  public init(reason: String, advice: String) {
    self.reason = reason
    self.advice = advice
  }
}

/// Facts about an engine that the rest asks for instead of its name.
public struct DialectTraits: Hashable, Sendable {
  /// The product's name as people write it: `PostgreSQL`.
  public var displayName: String
  /// Whether DDL is undone by a rollback.
  public var hasTransactionalDDL: Bool
  /// Whether tables live in schemas, so that `version_table_schema` means something.
  public var hasSchemas: Bool
  /// The schema of a table without one, as far as the engine's own settings go: `public`. Nil where the
  /// connected database is that schema, and where there are none.
  public var defaultSchema: String?
  /// Whether a section may ask for `foreign_keys=off`.
  public var canSuspendForeignKeys: Bool
  /// Whether a missing database comes into being with the first write, as a SQLite file does.
  public var createsDatabaseOnFirstWrite: Bool
  /// How no table's name may begin, in lower case: `sqlite_`.
  public var reservedTablePrefix: String?
  /// The longest name, or nil where there is no limit.
  public var maximumIdentifierLength: IdentifierLength?

  public init(
    displayName: String, hasTransactionalDDL: Bool, hasSchemas: Bool,
    defaultSchema: String? = nil, canSuspendForeignKeys: Bool = false,
    createsDatabaseOnFirstWrite: Bool = false, reservedTablePrefix: String? = nil,
    maximumIdentifierLength: IdentifierLength? = nil
  ) {
    self.displayName = displayName
    self.hasTransactionalDDL = hasTransactionalDDL
    self.hasSchemas = hasSchemas
    self.defaultSchema = defaultSchema
    self.canSuspendForeignKeys = canSuspendForeignKeys
    self.createsDatabaseOnFirstWrite = createsDatabaseOnFirstWrite
    self.reservedTablePrefix = reservedTablePrefix
    self.maximumIdentifierLength = maximumIdentifierLength
  }
}

/// A length of names, in the unit in which the engine counts.
public enum IdentifierLength: Hashable, Sendable, CustomStringConvertible {
  /// Of UTF-8.
  case bytes(Int)
  /// Unicode scalars.
  case characters(Int)

  public var count: Int {
    switch self {
    case .bytes(let count), .characters(let count): count
    }
  }

  /// Whether a name is no longer than this.
  public func allows(_ name: String) -> Bool {
    switch self {
    case .bytes(let count): name.utf8.count <= count
    case .characters(let count): name.unicodeScalars.count <= count
    }
  }

  /// What is left of it beside an ASCII suffix.
  public func shortened(by suffix: String) -> IdentifierLength {
    switch self {
    case .bytes(let count): .bytes(max(0, count - suffix.utf8.count))
    case .characters(let count): .characters(max(0, count - suffix.utf8.count))
    }
  }

  /// `63 bytes`
  public var description: String {
    switch self {
    case .bytes(let count): "\(count) bytes"
    case .characters(let count): "\(count) characters"
    }
  }
}
