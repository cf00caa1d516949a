public import DialectKit
public import SQLText

/// A dialect that is another one but for what a test changes about its connections.
public protocol InterposedDialect: Dialect {
  var inner: any Dialect { get }
}

extension InterposedDialect {
  public var name: String { inner.name }
  public var aliases: [String] { inner.aliases }
  public var traits: DialectTraits { inner.traits }
  public var lexicalRules: LexicalRules { inner.lexicalRules }

  public func endpoint(
    for url: ConnectionURL, relativeTo folder: String
  ) throws(EndpointError) -> Endpoint {
    try inner.endpoint(for: url, relativeTo: folder)
  }

  public func objection(
    to statement: SQLStatement, in mode: StatementMode
  ) -> StatementObjection? {
    inner.objection(to: statement, in: mode)
  }

  public func quote(_ identifier: Identifier) throws(DatabaseError) -> String {
    try inner.quote(identifier)
  }

  public func literal(_ value: SQLValue) -> String { inner.literal(value) }

  public func createTable(_ table: BookkeepingTable) -> SQLFragment { inner.createTable(table) }

  public func createSchema(_ schema: Identifier) -> SQLFragment? { inner.createSchema(schema) }

  public func widen(_ column: BookkeepingColumn, of table: QualifiedName) -> SQLFragment? {
    inner.widen(column, of: table)
  }

  public func ending(session: String) -> Remedy? { inner.ending(session: session) }

  public func obstacle(toMaking endpoint: Endpoint) -> AccessObstacle? {
    inner.obstacle(toMaking: endpoint)
  }
}
