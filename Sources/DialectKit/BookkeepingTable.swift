public import SQLText

/// A table of ours (version rows or history), told in terms that every engine has.
public struct BookkeepingTable: Hashable, Sendable {
  public var name: QualifiedName
  /// In order.
  public var columns: [BookkeepingColumn]
  /// The column that is the primary key, by a constraint named `<table>_pkc` as Alembic names it
  /// where the engine names them.
  public var primaryKey: String

  public init(name: QualifiedName, columns: [BookkeepingColumn], primaryKey: String) {
    self.name = name
    self.columns = columns
    self.primaryKey = primaryKey
  }
}

/// A column of a table of ours; not null unless it says so.
public struct BookkeepingColumn: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// Case-sensitive ASCII text of at most so many characters.
    case text(limit: Int)
    /// Any text of any length.
    case longText
    /// 64 bits, signed.
    case integer
    /// 64 bits, counted up by the engine when no value is given.
    case counter
  }

  public var name: String
  public var kind: Kind
  public var isNullable: Bool

  public init(_ name: String, _ kind: Kind, isNullable: Bool = false) {
    self.name = name
    self.kind = kind
    self.isNullable = isNullable
  }
}

/// A column that exists, as the catalog tells it.
public struct ColumnDescription: Hashable, Sendable {
  public var name: String
  /// The longest text that it holds, in characters; nil for no limit or another type.
  public var textLimit: Int?

  public init(name: String, textLimit: Int?) {
    self.name = name
    self.textLimit = textLimit
  }
}
