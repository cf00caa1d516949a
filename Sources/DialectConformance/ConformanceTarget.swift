public import DialectKit
public import SQLText

/// A dialect under test and what the suite must know of its engine to test it.
public struct ConformanceTarget: Sendable {
  public var dialect: any Dialect
  public var facts: ConformanceFacts
  /// Makes an empty database that nobody else uses.
  public var makeDatabase: @Sendable () async throws -> Endpoint
  /// Removes one of them, and its reader; every session with it is closed.
  public var removeDatabase: @Sendable (Endpoint) async throws -> Void
  /// A way into one of them for somebody who may read what is there and write nothing; asked for once,
  /// when the tables are there.
  public var makeReader: @Sendable (Endpoint) async throws -> Endpoint

  public init(
    dialect: any Dialect, facts: ConformanceFacts,
    makeDatabase: @escaping @Sendable () async throws -> Endpoint,
    removeDatabase: @escaping @Sendable (Endpoint) async throws -> Void,
    makeReader: @escaping @Sendable (Endpoint) async throws -> Endpoint
  ) {
    self.dialect = dialect
    self.facts = facts
    self.makeDatabase = makeDatabase
    self.removeDatabase = removeDatabase
    self.makeReader = makeReader
  }

  /// An engine that knows `CREATE DATABASE`.
  ///
  /// - Parameters:
  ///   - administration: the URL of a database in which databases may be made.
  ///   - creating: the statement that makes a database.
  ///   - makingReader: the statements that make a user without a password who may read a database.
  ///   - removingReader: the statement that removes the user if there is one.
  public static func server(
    _ dialect: any Dialect, facts: ConformanceFacts, administration: String,
    creating: @escaping @Sendable (Identifier) -> SQLFragment = { "CREATE DATABASE \($0)" },
    makingReader:
      @escaping @Sendable (_ user: Identifier, _ database: Identifier) -> [SQLFragment],
    removingReader: @escaping @Sendable (Identifier) -> SQLFragment
  ) throws -> ConformanceTarget {
    let endpoint = try dialect.endpoint(
      for: ConnectionURL(parsing: administration), relativeTo: "/")
    @Sendable func administrate(_ sql: SQLFragment) async throws {
      let session = try await Session.open(dialect, at: endpoint, settings: SessionSettings())
      do {
        _ = try await session.run { try $0.execute(sql) }
      } catch {
        await session.close()
        throw error
      }
      await session.close()
    }
    return ConformanceTarget(
      dialect: dialect, facts: facts,
      makeDatabase: {
        let name = "aludel_test_\(uniqueWord())"
        try await administrate(creating(Identifier(name)))
        var made = endpoint
        made.database = name
        return made
      },
      removeDatabase: { made in
        try await administrate("DROP DATABASE \(Identifier(made.database))")
        // A schema that the cases make beside it is a database of its own in some engines.
        try? await administrate("DROP DATABASE IF EXISTS \(Identifier(made.database + "_ops"))")
        try await administrate(removingReader(Identifier(made.database + "_r")))
      },
      makeReader: { made in
        let user = made.database + "_r"
        for sql in makingReader(Identifier(user), Identifier(made.database)) {
          try await administrate(sql)
        }
        var reader = made
        reader.user = user
        reader.password = nil
        return reader
      })
  }

  /// A word that no other case and no other run of the suite makes.
  static func uniqueWord() -> String {
    String(UInt64.random(in: .min ... .max), radix: 36)
  }
}

/// What differs between engines as far as the suite can see, each said once and with its reason
/// where it is a limit.
public struct ConformanceFacts: Sendable {
  /// The product names that the server may give.
  public var products: Set<String>
  /// The type of an eight-byte floating-point column: `DOUBLE PRECISION`.
  public var realType: String
  /// The type of a column for bytes: `BLOB`.
  public var bytesType: String
  /// A statement that runs for longer than anybody waits and stops when it is interrupted.
  public var slowStatement: String
  /// Text may hold U+0000.
  public var textHoldsNUL: Bool
  /// Syntax errors come with a place.
  public var locatesSyntaxErrors: Bool
  /// Names that the engine cannot hold though they are short and without NUL: `quote` refuses them,
  /// or the statement fails.
  public var impossibleNames: Set<String>
  /// Statements of this engine alone that the catalog shows, each of which can run after those before.
  public var traced: [String]
  /// Statements that can be run twice, in order.
  public var repeatable: [String]

  public init(
    products: Set<String>, realType: String, bytesType: String, slowStatement: String,
    textHoldsNUL: Bool = false, locatesSyntaxErrors: Bool = true,
    impossibleNames: Set<String> = [], traced: [String] = [], repeatable: [String] = []
  ) {
    self.products = products
    self.realType = realType
    self.bytesType = bytesType
    self.slowStatement = slowStatement
    self.textHoldsNUL = textHoldsNUL
    self.locatesSyntaxErrors = locatesSyntaxErrors
    self.impossibleNames = impossibleNames
    self.traced = traced
    self.repeatable = repeatable
  }
}
