public import SQLText
public import SchemaModel

/// A dialect whose rows and counters can be written as SQL, so that a revision can bring them along.
public protocol ContentDialect: SchemaDialect {
  /// What stands behind `FROM` to read the rows that are stored in this table and in no other.
  func ownRows(of table: QualifiedName) -> SQLFragment

  /// What stands between the columns and `VALUES` so that every column takes the value it is given;
  /// empty where nothing need be said.
  func insertModifier(for columns: [SchemaObject]) -> String

  /// Where the sequences and row counters of a schema stand; those that were never used are left out.
  func counters(
    in schema: SchemaSnapshot, over connection: any Connection
  ) throws(DatabaseError) -> [Counter]

  /// The statements that put a counter where it stood.
  func statements(setting counter: Counter) throws(DatabaseError) -> [String]
}

/// A sequence, or the counter behind a table's keys, and where it stands.
public struct Counter: Hashable, Sendable {
  /// The sequence or the table.
  public var object: ObjectID
  /// The value that it gave last, as the engine writes it.
  public var value: String

  public init(_ object: ObjectID, value: String) {
    self.object = object
    self.value = value
  }
}

extension ContentDialect {
  public func ownRows(of table: QualifiedName) -> SQLFragment { "\(table)" }

  public func insertModifier(for columns: [SchemaObject]) -> String { "" }
}
