public import Revisions
public import SchemaModel

/// What `revision --autogenerate` is asked for.
public struct AutogenerateRequest: Sendable {
  /// Its databases are those with a desired schema; several may get a file.
  public var revision: RevisionRequest
  /// Whether the current schema is that of the history, replayed, and no live database is asked.
  public var replaying: Bool
  /// `users.mail=users.email`, perhaps with `database/` in front.
  public var renames: [String]
  /// What really goes although something like it comes: `users.mail`.
  public var drops: [String]
  /// How many databases are worked on at the same time, where nobody is asked.
  public var jobs: Int

  public init(
    _ revision: RevisionRequest, replaying: Bool = false, renames: [String] = [],
    drops: [String] = [], jobs: Int = 4
  ) {
    self.jobs = jobs
    self.revision = revision
    self.replaying = replaying
    self.renames = renames
    self.drops = drops
  }
}

/// What became of it.
public struct AutogenerateReport: Sendable {
  /// A hazard of a generated file.
  public struct Warning: Hashable, Sendable {
    public var database: String
    public var direction: Direction
    public var hazard: Hazard
  }

  public var files: [CreatedFile] = []
  /// The databases in which nothing differs.
  public var unchanged: [String] = []
  /// The selected databases without a desired schema.
  public var withoutSchema: [String] = []
  /// What the files warn of, in their order.
  public var warnings: [Warning] = []
  /// Databases for which there is no way back, and why.
  public var irreversible: [(database: String, reason: String)] = []
  /// What desired schemas say that is not compared.
  public var notes: [(database: String, note: DatabaseCheck.Note)] = []
}
