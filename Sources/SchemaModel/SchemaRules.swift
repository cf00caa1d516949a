/// What is special about one engine's schemas: how facts compare, what a change does to others, and the
/// statements. Everything is pure; the order of statements is decided elsewhere, from the
/// dependencies in the snapshots.
public protocol SchemaRules: Sendable {
  /// How two values of a fact are compared.
  func comparison(of fact: Fact, in kind: ObjectKind) -> FactComparison

  /// Where an object stands among those that could be made at the same time: smaller comes first.
  func rank(of kind: ObjectKind) -> Int

  /// Whether a part is made and changed in the statements of its parent where the order allows. Parts of
  /// what is dropped go with it in any case.
  func isFolded(_ part: SchemaObject) -> Bool

  /// Names in one namespace: of two objects for which this is the same one must go before the other
  /// comes. Nil for what shares its namespace with nothing but its own kind.
  func namespace(of id: ObjectID) -> String?

  /// How other facts of an object come about: in place, by dropping and making it anew, or not at all.
  func alteration(
    from old: SchemaObject, to new: SchemaObject, facts: [Fact]
  ) throws(SchemaRefusal) -> Alteration

  /// Whether changing a part may mean making the whole anew, as SQLite rebuilds tables: everything that
  /// depends on the whole is then asked for the effect of each such change, and stands before or after
  /// all of them.
  func isRebuilt(_ kind: ObjectKind) -> Bool

  /// What a change means for an object that depends on the changed one and that itself need not go.
  ///
  /// Parts of what is dropped or replaced go with it and are not asked.
  ///
  /// - Parameters:
  ///   - change: the drop of an object, also of one that is made anew; an alteration in place; or the
  ///     creation of a part of a whole that `isRebuilt`.
  ///   - dependant: as it is in the current schema.
  func effect(of change: ObjectChange, on dependant: SchemaObject) -> DependantEffect

  /// Statements before those of all groups, such as settings under which they can be in any order.
  func preparation(for groups: [ChangeGroup]) -> [SchemaStatement]

  /// The statements of a group, in order.
  ///
  /// - Parameters:
  ///   - current: the schema as it is before the whole migration.
  ///   - desired: the schema as it shall be after it.
  /// - Throws: for what the engine cannot do. Never gives a comment in place of a statement.
  func statements(
    for group: ChangeGroup, from current: SchemaSnapshot, to desired: SchemaSnapshot
  ) throws(SchemaRefusal) -> [SchemaStatement]

  /// The statements that rename a table, column, enum or other object that holds data.
  func rename(_ object: SchemaObject, to name: String) throws(SchemaRefusal) -> [SchemaStatement]

  /// What would still have the old name when an object gets another one, and could no longer be used: it
  /// is dropped before and made again after, with whatever depends on it.
  func broken(byRenaming object: SchemaObject, in snapshot: SchemaSnapshot) -> [ObjectID]

  /// Whether the section must run with foreign keys suspended (`foreign_keys=off`), which only SQLite has.
  func suspendsForeignKeys(_ groups: [ChangeGroup]) -> Bool
}

extension SchemaRules {
  /// None.
  public func preparation(for groups: [ChangeGroup]) -> [SchemaStatement] { [] }

  /// Nothing: the engine puts the new name wherever the old one stood.
  public func broken(byRenaming object: SchemaObject, in snapshot: SchemaSnapshot) -> [ObjectID] {
    []
  }
}

/// How a fact is compared.
public enum FactComparison: Hashable, Sendable {
  /// Equal text is equal.
  case exact
  /// Equal text is equal; other text may be equal, too, once the engine has read and written it once more.
  case settled
  /// A list with one element a line: equal when the elements that both sides have stand in the same order.
  case order
  /// A value behind a `~` was made up by the engine, for want of one: as the desired value it is equal to
  /// anything, and as the current one it counts like any other.
  case unlessMadeUp
  /// For statements and for people only: never a difference.
  case ignored
}

/// How an object gets other facts.
public enum Alteration: Hashable, Sendable {
  case inPlace
  /// Dropped and made anew.
  case replace
}

/// What happens to an object because another one changes.
public enum DependantEffect: Hashable, Sendable {
  /// Nothing: the engine keeps it as it is.
  case survives
  /// It must be dropped before and made again after.
  case replaced
  /// It is gone with the change and must be made again after.
  case lost
}
