import DialectKit
import MySQLDialect
public import Orchestration
import PostgresDialect
public import Revisions
import SQLiteDialect
import Workspaces

/// The version of this program and library.
public let version = "0.1.0"

extension DialectRegistry {
  /// Every dialect that comes with Aludel.
  public static let standard = DialectRegistry([PostgresDialect(), MySQLDialect(), SQLiteDialect()])
}

/// What a workspace is opened with.
public struct WorkspaceOptions: Sendable {
  /// The workspace file; nil looks for `aludel.toml` in the working directory and its parents.
  public var file: String?
  /// The name of an `[environments.…]` table to lay over the file.
  public var environment: String?
  /// What `${VARIABLE}` means.
  public var variables: [String: String]
  /// An absolute path; files are named from here.
  public var workingDirectory: String
  public var registry: DialectRegistry
  /// Who runs, for the history table.
  public var user: String
  public var host: String
  /// Milliseconds since 1970-01-01T00:00:00Z.
  public var now: @Sendable () -> Int64
  /// After how long a step is told to be running still, and whom it waits for.
  public var heartbeat: Duration

  public init(
    file: String? = nil, environment: String? = nil, variables: [String: String],
    workingDirectory: String, registry: DialectRegistry = .standard, user: String, host: String,
    now: @escaping @Sendable () -> Int64, heartbeat: Duration = .seconds(5)
  ) {
    self.file = file
    self.environment = environment
    self.variables = variables
    self.workingDirectory = workingDirectory
    self.registry = registry
    self.user = user
    self.host = host
    self.now = now
    self.heartbeat = heartbeat
  }
}

/// An open workspace: everything that the command line can do, as functions.
///
/// Opening reads the workspace file and every revision file, and reports all that is wrong with them at
/// once. No database is touched before a function says so.
public struct Workspace: Sendable {
  private let loaded: LoadedWorkspace
  private let options: WorkspaceOptions

  public init(_ options: WorkspaceOptions) throws(AludelError) {
    loaded = try LoadedWorkspace(
      file: options.file, environment: options.environment, variables: options.variables,
      workingDirectory: options.workingDirectory, registry: options.registry)
    self.options = options
  }

  /// Makes a workspace, or what is missing in one; overwrites nothing.
  public static func initialize(
    _ request: ScaffoldRequest, registry: DialectRegistry = .standard
  ) throws(AludelError) -> ScaffoldResult {
    try Scaffold(registry: registry).make(request)
  }

  /// The databases' names in the file's order.
  public var databases: [String] { loaded.streams.map(\.name) }

  // MARK: - From the files alone

  public func heads(
    names: [String] = [], resolvingDependencies: Bool = false
  ) throws(AludelError) -> RevisionListing {
    try questions.heads(names: names, resolvingDependencies: resolvingDependencies)
  }

  public func branches(names: [String] = []) throws(AludelError) -> RevisionListing {
    try questions.branches(names: names)
  }

  /// Writes new revision files.
  public func makeRevisions(_ request: RevisionRequest) throws(AludelError) -> [CreatedFile] {
    try RevisionWriter(loaded, now: options.now()).write(request)
  }

  /// Writes revision files that make several heads one.
  public func merge(_ request: MergeRequest) throws(AludelError) -> MergeReport {
    try RevisionWriter(loaded, now: options.now()).merge(request)
  }

  /// Opens revision files in an editor, waits until it ends, and reads them again. Whatever was written
  /// stays; what is wrong with it is in the report.
  public func edit(
    _ files: [CreatedFile], with editor: Editor
  ) throws(AludelError) -> EditReport {
    try edit(paths: files.map(\.path), with: editor)
  }

  /// The same for what the targets mean. A database is asked only where one says `current`, or starts
  /// from where it stands.
  public func edit(
    _ targets: [TargetExpression], names: [String] = [], with editor: Editor
  ) async throws(AludelError) -> EditReport {
    let listing = try await show(targets, names: names)
    var paths: [String] = []
    for entry in listing.databases.flatMap(\.revisions) where !paths.contains(entry.file) {
      paths.append(entry.file)
    }
    guard !paths.isEmpty else { throw .editing(.nothingToEdit(targets.map(\.description))) }
    return try edit(paths: paths, with: editor)
  }

  private func edit(
    paths: [String], with editor: Editor
  ) throws(AludelError) -> EditReport {
    try editor.open(paths, in: options.workingDirectory) { () throws(AludelError) in
      try Workspace(options).loaded
    }
  }

  // MARK: - Questions that may ask a database

  /// Newest first. A database is asked only if the range says `current` or `indicatingCurrent` is set.
  public func history(
    names: [String] = [], range: TargetRange? = nil, indicatingCurrent: Bool = false
  ) async throws(AludelError) -> RevisionListing {
    try await questions.history(names: names, range: range, indicatingCurrent: indicatingCurrent)
  }

  public func show(
    _ targets: [TargetExpression], names: [String] = []
  ) async throws(AludelError) -> RevisionListing {
    try await questions.show(targets, names: names)
  }

  public func current(names: [String] = []) async throws(AludelError) -> RevisionListing {
    try await questions.current(names: names)
  }

  public func status(names: [String] = []) async throws(AludelError) -> StatusReport {
    try await questions.status(names: names)
  }

  /// What `run` would do now; takes no lock.
  public func plan(_ request: RunRequest) async throws(AludelError) -> RunPlan {
    try await runner(RunControl(), { _ in }).plan(request)
  }

  /// What `run` would do, as scripts for the engines' own client programs, in the order in which they
  /// can run. A database is asked only where a range starts at `current`.
  public func scripts(_ request: ScriptRequest) async throws(AludelError) -> [DatabaseScript] {
    try await ScriptPlanner(loaded.limited(by: request.limits), toolVersion: version)
      .scripts(for: request)
  }

  /// Writes scripts into a folder, all or none.
  public func write(
    _ scripts: [DatabaseScript], to folder: String
  ) throws(AludelError) -> [WrittenScript] {
    try ScriptFolder(loaded).write(scripts, to: folder)
  }

  /// Whether histories, databases and schemas are as they should be. Writes on scratch databases only.
  public func check(
    _ request: CheckRequest, control: RunControl = RunControl()
  ) async throws(AludelError) -> CheckReport {
    try await Checker(loaded, control: control).check(request)
  }

  /// Folds parts of histories into one revision each; proven before the first file changes.
  public func squash(
    _ request: SquashRequest, control: RunControl = RunControl()
  ) async throws(AludelError) -> SquashReport {
    let loaded = request.isDryRun ? loaded : try withoutLeftovers()
    return try await Squasher(loaded, now: options.now(), control: control).squash(request)
  }

  /// Proves again that squashes build what their originals build.
  public func verifySquashes(
    names: [String] = [], control: RunControl = RunControl()
  ) async throws(AludelError) -> SquashVerification {
    try await SquashVerifier(loaded, control: control).verify(names: names)
  }

  /// Deletes the originals of squashes, if no database of these environments can need them.
  ///
  /// - Parameter environments: names of `[environments.…]`; none asks the databases as they are opened here.
  public func pruneSquashes(
    names: [String] = [], environments: [String] = []
  ) async throws(AludelError) -> PruneReport {
    let loaded = try withoutLeftovers()
    var asked: [(name: String?, workspace: LoadedWorkspace)] = []
    for environment in environments {
      var options = options
      options.environment = environment
      asked.append((environment, try Workspace(options).loaded))
    }
    if asked.isEmpty { asked = [(options.environment, loaded)] }
    return try await SquashPruner(loaded, asking: asked).prune(names: names)
  }

  /// The workspace after what a killed squash has left was put away.
  private func withoutLeftovers() throws(AludelError) -> LoadedWorkspace {
    try SquashLeftovers(loaded).clear() ? try Workspace(options).loaded : loaded
  }

  /// Writes revisions of the differences between current and desired schemas, all of them proven, or none.
  ///
  /// - Parameter asking: asks a person whether what comes is what goes; nil where nobody is there.
  public func autogenerate(
    _ request: AutogenerateRequest, control: RunControl = RunControl(),
    asking: RenameAsker? = nil
  ) async throws(AludelError) -> AutogenerateReport {
    try await Autogenerator(loaded, now: options.now(), control: control, asking: asking)
      .generate(request)
  }

  // MARK: - Changes

  /// Carries out a request over the selected databases.
  ///
  /// - Parameter events: called as things happen, from any thread, in order for each database.
  /// - Throws: what is wrong with the request as a whole; a database's failure is in the report.
  public func run(
    _ request: RunRequest, control: RunControl = RunControl(),
    events: @escaping EventSink = { _ in }
  ) async throws(AludelError) -> RunReport {
    try await runner(control, events, request).run(request)
  }

  /// Decides what became of interrupted statements, where only a person can tell.
  public func resume(
    names: [String] = [], statementTookEffect: Bool
  ) async throws(AludelError) -> [ResumedStep] {
    try await Resumer(loaded).resume(names: names, statementTookEffect: statementTookEffect)
  }

  private var questions: Questions { Questions(loaded) }

  private func runner(
    _ control: RunControl, _ events: @escaping EventSink, _ request: RunRequest? = nil
  ) -> Runner {
    // Each run has an id of its own, however many runs one open workspace makes.
    var random = SystemRandomNumberGenerator()
    let context = RunContext(
      runID: RunContext.newRunID(using: &random), user: options.user, host: options.host,
      toolVersion: version, now: options.now, heartbeat: options.heartbeat)
    return Runner(
      workspace: loaded.limited(by: request?.limits ?? RunLimits()).called(request?.tag),
      context: context, control: control, sink: events)
  }
}
