import SchemaModel

extension ObjectKind {
  static let virtualTable = ObjectKind("virtual table")

  /// Constraints of a table.
  var isConstraint: Bool {
    self == .primaryKey || self == .unique || self == .check || self == .foreignKey
  }
}

extension Fact {
  static let strict = Fact("strict")
  static let withoutRowid = Fact("without rowid")
  static let autoincrement = Fact("autoincrement")
  /// Of a primary key: that it is the row's number
  /// (https://sqlite.org/lang_createtable.html#rowid).
  static let isRowid = Fact("rowid")
  static let collation = Fact("collation")
  static let columns = Fact("columns")
  static let references = Fact("references")
  static let onDelete = Fact("on delete")
  static let onUpdate = Fact("on update")
  static let match = Fact("match")
  static let deferred = Fact("deferred")
  static let onConflict = Fact("on conflict")
  static let unique = Fact("unique")
  static let condition = Fact("where")
  /// What could not be understood of a column; compared all the same.
  static let rest = Fact("rest")

  // For statements only, never compared.

  /// The whole text of the object, or that behind its name, with its author's spelling.
  static let written = Fact("written")
  /// A foreign key as it stands in the definition of its column: `CONSTRAINT name REFERENCES …`.
  static let writtenReference = Fact("written reference")
  /// The column in whose definition a constraint stands.
  static let inlineColumn = Fact("column")
  /// How many checks stand in the definition of a column.
  static let inlineChecks = Fact("checks")
  /// The tables whose foreign keys point here.
  static let referencedBy = Fact("referenced by")

  var isForStatementsOnly: Bool {
    self == .written || self == .writtenReference || self == .inlineColumn || self == .inlineChecks
      || self == .referencedBy
  }
}
