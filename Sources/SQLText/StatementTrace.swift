/// Something of which the catalog tells whether it is there.
public enum CatalogObject: Hashable, Sendable {
  /// A table, a view, a materialised view or a sequence: they share their names.
  case relation(QualifiedName)
  case column(Identifier, of: QualifiedName)
  /// `on` is nil where the statement names no table: `DROP INDEX i`.
  case index(QualifiedName, on: QualifiedName?)
  /// Of any kind, also one that existing rows have not been checked against.
  case constraint(Identifier, of: QualifiedName)
  /// That existing rows have been checked against a constraint.
  case validation(of: Identifier, on: QualifiedName)
  /// `PRIMARY KEY`, whatever it is called.
  case primaryKey(of: QualifiedName)
  case schema(Identifier)
  /// An enum, a domain or another type of the user's own.
  case type(QualifiedName)
  case enumValue(String, of: QualifiedName)
  case `extension`(Identifier)
  /// `on` is nil where the statement names no table: `DROP TRIGGER t`.
  case trigger(QualifiedName, on: QualifiedName?)
  case policy(Identifier, on: QualifiedName)
  case rule(Identifier, on: QualifiedName)
  /// A procedure, a function or an aggregate, as long as no other one has that name.
  case routine(QualifiedName)
  case event(QualifiedName)
}

extension CatalogObject {
  /// Whether a setting of the session, PostgreSQL's `search_path`, decides where it is looked for.
  var dependsOnSession: Bool {
    switch self {
    case .relation(let name), .column(_, of: let name), .constraint(_, of: let name),
      .validation(_, let name), .primaryKey(of: let name), .type(let name),
      .enumValue(_, of: let name), .policy(_, on: let name), .rule(_, on: let name),
      .routine(let name), .event(let name):
      name.schema == nil
    case .index(let name, let table), .trigger(let name, let table):
      (name.schema ?? table?.schema) == nil
    case .schema, .extension: false
    }
  }
}

/// What the catalog says about an object after a statement that took effect.
public struct CatalogFact: Hashable, Sendable {
  public var object: CatalogObject
  public var isThere: Bool

  public init(_ object: CatalogObject, isThere: Bool) {
    self.object = object
    self.isThere = isThere
  }
}

/// How one can tell afterwards whether a statement took effect, when its answer was lost.
///
/// Told from the text alone. A statement that is not understood leaves no trace, so that a person
/// decides; it is never guessed at.
public enum StatementTrace: Hashable, Sendable {
  /// All of these hold once it took effect.
  case facts([CatalogFact])
  /// To run it once more does no harm, whether or not it took effect: `DROP TABLE IF EXISTS t`.
  case repeatable
  /// Nothing tells.
  case nothing

  /// - Parameter earlier: the statements of the section before it. Where one of them may have moved what
  ///   names mean, nobody who comes later in a session of their own finds the same objects.
  public static func of(
    _ statement: SQLStatement, after earlier: some Sequence<SQLStatement> = [],
    rules: LexicalRules
  ) -> StatementTrace {
    // Inside an executable comment a part of the statement may be left out by the server.
    guard var reader = DDLReader(statement, rules: rules) else { return .nothing }
    let trace = reader.trace()
    guard case .facts(let facts) = trace, facts.contains(where: \.object.dependsOnSession),
      earlier.contains(where: \.mayMoveNames)
    else { return trace }
    return .nothing
  }
}
