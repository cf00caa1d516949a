import SchemaModel

extension ObjectKind {
  static let `extension` = ObjectKind("extension")
  static let domain = ObjectKind("domain")
  static let domainCheck = ObjectKind("domain constraint")
  static let compositeType = ObjectKind("composite type")
  static let attribute = ObjectKind("attribute")
  static let rangeType = ObjectKind("range type")
  static let enumerationValue = ObjectKind("enum value")
  /// `OWNED BY`: an object of its own, because the column's default needs the sequence first.
  static let sequenceOwner = ObjectKind("sequence owner")
  /// A column's default, where it calls a function that may have to be replaced under it. Any other
  /// default is a fact of its column.
  static let defaultExpression = ObjectKind("default")
  static let exclusion = ObjectKind("exclusion constraint")
  static let materializedView = ObjectKind("materialized view")
  /// The comment and the default that a column of a view can have.
  static let viewColumn = ObjectKind("view column")
  static let aggregate = ObjectKind("aggregate")
  static let rule = ObjectKind("rule")
  static let policy = ObjectKind("policy")
  static let statistics = ObjectKind("statistics object")
  static let eventTrigger = ObjectKind("event trigger")
  static let collation = ObjectKind("collation")

  /// What has rows, or names for them, and so shares one namespace.
  var isRelation: Bool {
    [.table, .view, .materializedView, .sequence, .index].contains(self)
  }

  /// What `ALTER TABLE … ADD CONSTRAINT` makes.
  var isTableConstraint: Bool {
    [.primaryKey, .unique, .check, .foreignKey, .exclusion].contains(self)
  }

  /// A constraint that an index of the same name carries.
  var isIndexConstraint: Bool { [.primaryKey, .unique, .exclusion].contains(self) }
}

extension Fact {
  // Tables.
  static let persistence = Fact("persistence")
  /// `fillfactor=70, toast.autovacuum_enabled=false`, sorted.
  static let parameters = Fact("storage parameters")
  static let accessMethod = Fact("access method")
  static let replicaIdentity = Fact("replica identity")
  static let rowSecurity = Fact("row security")
  static let forcedRowSecurity = Fact("forced row security")
  static let partitionKey = Fact("partition key")
  /// The table that this one is a partition of, quoted.
  static let partitionOf = Fact("partition of")
  static let partitionBound = Fact("partition bound")
  /// The parents in order, each quoted and on a line of its own.
  static let inherits = Fact("inherits")
  static let ofType = Fact("of type")
  /// Constraints and indexes that come from a parent, each as `PostgresInheritedPart` on a line.
  static let inheritedParts = Fact("inherited parts")

  // Columns, domains and attributes.
  static let collation = Fact("collation")
  static let identity = Fact("identity")
  static let storage = Fact("storage")
  static let compression = Fact("compression")
  static let statisticsTarget = Fact("statistics target")
  /// `n_distinct=5`
  static let columnOptions = Fact("column options")
  /// How the column's type is stored by itself; there beside `storage` only.
  static let typeStorage = Fact("type's storage")
  /// There for a column that comes from a parent table: `inherited`, or `merged` when it is declared
  /// in the table, too.
  static let inheritance = Fact("inheritance")
  /// What `DEFAULT 'now'` has become; stands beside a `default` that says only that it did.
  static let foldedDefault = Fact("folded default")

  // Sequences, and the ones of identity columns.
  static let start = Fact("start")
  static let increment = Fact("increment")
  static let minimum = Fact("minimum")
  static let maximum = Fact("maximum")
  static let cache = Fact("cache")
  static let cycle = Fact("cycle")
  /// The column that a sequence goes with, quoted.
  static let ownedBy = Fact("owned by")

  // Constraints and indexes.
  static let notValid = Fact("not valid")
  static let unique = Fact("unique")
  /// What `CREATE INDEX CONCURRENTLY` did not finish.
  static let invalid = Fact("invalid")
  static let clustered = Fact("clustered")

  // Views and routines.
  static let options = Fact("options")
  /// Names and types in order, one on a line.
  static let columns = Fact("columns")
  /// The name and the argument types as SQL: `public.total(integer, text)`.
  static let signature = Fact("signature")
  static let parametersOfRoutine = Fact("parameters")
  static let returns = Fact("returns")
  /// How many parameters have defaults.
  static let defaultCount = Fact("defaults")

  // Triggers, rules and policies.
  /// `REPLICA`, `ALWAYS` or `DISABLED`.
  static let enabled = Fact("enabled")
  static let command = Fact("command")
  static let permissive = Fact("permissive")
  static let roles = Fact("roles")
  static let using = Fact("using")
  static let withCheck = Fact("with check")

  // Types, extensions.
  static let values = Fact("values")
  static let schemaName = Fact("schema")
}
