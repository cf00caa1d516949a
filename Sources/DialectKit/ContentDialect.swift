public import SQLText
public import SchemaModel

/// A dialect whose rows and counters can be written as SQL, so that a revision can bring them along.
public protocol ContentDialect: SchemaDialect {
  /// Everything of a schema that holds rows of its own, in the schema's order. Their number of questions
  /// does not depend on how many there are.
  func rowSources(
    in schema: SchemaSnapshot, over connection: any Connection
  ) throws(DatabaseError) -> [RowSource]

  /// What stands around `INSERT INTO … VALUES` so that every column takes the value that it is given.
  func insertWords(for rows: [[SQLValue]], into source: RowSource) -> InsertWords

  /// Whether an object that comes along must not meet the rows that come with it, and is made after them.
  func comesAfterRows(_ object: SchemaObject) -> Bool

  /// The statement that deletes one row for which the condition holds, of those without a key; all such
  /// rows are alike.
  func deletion(ofOneRowIn source: RowSource, where condition: SQLFragment) -> SQLFragment

  /// Where the sequences and row counters of a schema stand; those that were never used are left out.
  func counters(
    in schema: SchemaSnapshot, over connection: any Connection
  ) throws(DatabaseError) -> [Counter]

  /// The statements that put a counter where it stood.
  func statements(setting counter: Counter) throws(DatabaseError) -> [String]

  /// Asks for the server's date as it writes dates, and for its time in seconds since 1970, in one row of
  /// two columns.
  var clockQuestion: SQLFragment { get }
}

/// What holds rows: a table, or whatever else the engine lets rows be inserted into.
public struct RowSource: Hashable, Sendable {
  public struct Column: Hashable, Sendable {
    public var name: String
    /// What is selected to learn the value.
    public var reading: SQLFragment
    /// What equals the value that was read, in the rows that hold it and in no others.
    public var comparing: SQLFragment
    /// As the catalog tells it; nil for columns that it does not list.
    public var object: SchemaObject?

    public init(
      _ name: String, reading: SQLFragment? = nil, comparing: SQLFragment? = nil,
      object: SchemaObject? = nil
    ) {
      self.name = name
      self.reading = reading ?? "\(Identifier(name))"
      self.comparing = comparing ?? "\(Identifier(name))"
      self.object = object
    }
  }

  public var object: ObjectID
  /// What stands behind `FROM` to read the rows that are stored here and nowhere else.
  public var rows: SQLFragment
  /// All that an `INSERT` can name.
  public var columns: [Column]
  /// The columns by which one row is found; empty where there are none.
  public var key: [String]
  /// The statement that makes its rows of what another table holds; then none are inserted.
  public var rebuilding: String?
  /// Why its rows cannot be carried, if they cannot.
  public var refusal: String?

  public init(
    _ object: ObjectID, rows: SQLFragment, columns: [Column], key: [String] = []
  ) {
    self.object = object
    self.rows = rows
    self.columns = columns
    self.key = key
  }
}

/// What stands before `INSERT INTO` and between the columns and `VALUES`, with a space at its end.
public struct InsertWords: Hashable, Sendable {
  public var before: String
  public var behindColumns: String

  public init(before: String = "", behindColumns: String = "") {
    self.before = before
    self.behindColumns = behindColumns
  }
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
  public func insertWords(for rows: [[SQLValue]], into source: RowSource) -> InsertWords {
    InsertWords()
  }

  /// Triggers would act on the rows, and keys between tables mind their order unless they can be suspended.
  public func comesAfterRows(_ object: SchemaObject) -> Bool {
    object.id.kind == .trigger || object.id.kind == .foreignKey && !traits.canSuspendForeignKeys
  }

  /// The tables of a schema with their columns, without those that the engine computes.
  public func storedColumns(
    in schema: SchemaSnapshot
  ) -> [(table: ObjectID, columns: [SchemaObject])] {
    let children = schema.children()
    return schema.sorted.filter { $0.id.kind == .table }.map { table in
      (
        table.id,
        children[table.id, default: []].filter {
          $0.id.kind == .column && $0[.generated] == nil
        }
      )
    }
  }
}

extension ObjectID {
  /// For statements about a table.
  package var qualifiedName: QualifiedName {
    QualifiedName(schema: schema.map { Identifier($0) }, name: Identifier(name))
  }
}
