/// A kind of database object: `table`, `column`, `foreign key`.
///
/// A dialect brings kinds of its own by extending this type; the ones here are those that more than one
/// engine has, or that the rest must know by name.
public struct ObjectKind: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// As messages write it: lower case, with blanks.
  public let name: String

  public init(_ name: String) {
    self.name = name
  }

  public var description: String { name }

  public static func < (left: ObjectKind, right: ObjectKind) -> Bool { left.name < right.name }

  public static let schema = ObjectKind("schema")
  public static let table = ObjectKind("table")
  public static let column = ObjectKind("column")
  public static let primaryKey = ObjectKind("primary key")
  public static let unique = ObjectKind("unique constraint")
  public static let check = ObjectKind("check constraint")
  public static let foreignKey = ObjectKind("foreign key")
  public static let index = ObjectKind("index")
  public static let view = ObjectKind("view")
  public static let trigger = ObjectKind("trigger")
  public static let sequence = ObjectKind("sequence")
  public static let function = ObjectKind("function")
  public static let procedure = ObjectKind("procedure")
  public static let enumeration = ObjectKind("enum")
}

/// What an object is called: the same in two snapshots exactly when it is the same object.
public struct ObjectID: Hashable, Comparable, Sendable, CustomStringConvertible {
  public var kind: ObjectKind
  /// Nil where the engine has no schemas, and for what lives outside of them.
  public var schema: String?
  /// The table or other object that it is a part of, and with which it goes: for columns, constraints,
  /// indexes, triggers and policies.
  public var owner: String?
  /// Unquoted; for functions with the argument types: `total(integer, text)`.
  public var name: String

  public init(_ kind: ObjectKind, schema: String? = nil, owner: String? = nil, _ name: String) {
    self.kind = kind
    self.schema = schema
    self.owner = owner
    self.name = name
  }

  /// `public.users.email`: for people and for sorting, never for SQL.
  public var path: String {
    [schema, owner, name].compactMap(\.self).joined(separator: ".")
  }

  /// `column public.users.email`
  public var description: String { "\(kind) \(path)" }

  /// By place, then by kind: objects of one table stand together.
  public static func < (left: ObjectID, right: ObjectID) -> Bool {
    // One after the other, since many thousands are sorted at once and most differ early.
    if left.schema != right.schema {
      let (schema, other) = (left.schema ?? "", right.schema ?? "")
      if schema != other { return schema < other }
    }
    let (whole, other) = (left.owner ?? left.name, right.owner ?? right.name)
    if whole != other { return whole < other }
    if (left.owner == nil) != (right.owner == nil) { return left.owner == nil }
    return left.kind == right.kind ? left.name < right.name : left.kind < right.kind
  }
}
