import MigrationFiles
public import Revisions

/// A plan that is kept: which steps were going to run, in which order, and where every database stood.
///
/// It knows no addresses and no passwords, and nothing in it depends on when or where it was made: the same
/// workspace and the same databases give the same value.
public struct SavedPlan: Hashable, Sendable {
  public struct Database: Hashable, Sendable {
    public var name: String
    /// The dialect's own name.
    public var dialect: String
    /// The version rows before the first step.
    public var start: HeadSet
    /// The version rows after the last step.
    public var end: HeadSet
    /// Whether the version table was there.
    public var hasVersionTable: Bool

    public init(
      name: String, dialect: String, start: HeadSet, end: HeadSet, hasVersionTable: Bool
    ) {
      self.name = name
      self.dialect = dialect
      self.start = start
      self.end = end
      self.hasVersionTable = hasVersionTable
    }
  }

  public struct Step: Hashable, Sendable {
    public var revision: WorkspaceRevision
    /// The SHA-256 of the section that runs, in hexadecimal digits.
    public var checksum: String
    /// The revision's file as it was called, from the workspace's folder.
    public var file: String
    /// The earlier steps of other databases that must be committed first.
    public var waitsFor: [WorkspaceRevision]

    public init(
      _ revision: WorkspaceRevision, checksum: String, file: String,
      waitsFor: [WorkspaceRevision] = []
    ) {
      self.revision = revision
      self.checksum = checksum
      self.file = file
      self.waitsFor = waitsFor
    }
  }

  /// The workspace's name.
  public var workspace: String
  /// All steps go this way.
  public var direction: Direction
  /// In the configuration's order; those without steps too, if they were selected.
  public var databases: [Database]
  /// Over all databases, in the order in which they run.
  public var steps: [Step]

  public init(workspace: String, direction: Direction, databases: [Database], steps: [Step]) {
    self.workspace = workspace
    self.direction = direction
    self.databases = databases
    self.steps = steps
  }

  /// The SHA-256 of everything above, in hexadecimal digits. It tells a plan from another and an edited
  /// file from a whole one; it is no signature.
  public var digest: String {
    var text = ""
    func add(_ words: [String]) {
      // With their lengths, so that no name can look like the border between two.
      text += words.map { "\($0.utf8.count):\($0)" }.joined(separator: " ") + "\n"
    }
    add(["plan", "1", workspace, direction.rawValue])
    for database in databases {
      add(["database", database.name, database.dialect, "\(database.hasVersionTable)"])
      add(["start"] + database.start.revisions.map(\.text))
      add(["end"] + database.end.revisions.map(\.text))
    }
    for step in steps {
      add(["step", step.revision.database, step.revision.revision.text, step.checksum, step.file])
      add(["waits"] + step.waitsFor.flatMap { [$0.database, $0.revision.text] })
    }
    return Checksum(of: Array(text.utf8)[...]).hexadecimal
  }

  func database(_ name: String) -> Database? { databases.first { $0.name == name } }

  /// The steps of one database in their order.
  func steps(of name: String) -> [Step] { steps.filter { $0.revision.database == name } }
}

extension RunPlan {
  /// The plan for a file.
  ///
  /// - Throws: `interrupted` where a step stands half-way: what is left of it no plan can tell.
  public func toKeep() throws(AludelError) -> SavedPlan {
    for database in databases {
      guard let step = database.interrupted else { continue }
      throw .interrupted(database: database.name, step)
    }
    return saved
  }

  /// The plan as a value that can be kept.
  public var saved: SavedPlan {
    SavedPlan(
      workspace: workspace, direction: direction,
      databases: databases.map {
        SavedPlan.Database(
          name: $0.name, dialect: $0.dialect, start: $0.start, end: $0.end,
          hasVersionTable: $0.hasVersionTable)
      },
      steps: steps.map {
        SavedPlan.Step(
          WorkspaceRevision(
            database: $0.description.database, revision: $0.description.revision),
          checksum: $0.checksum, file: $0.path, waitsFor: $0.waitsFor)
      })
  }
}
