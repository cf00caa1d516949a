public import DialectKit
public import Revisions
public import SQLText

/// A workspace file, read, checked, and laid over with one environment.
public struct WorkspaceConfiguration: Hashable, Sendable {
  /// `[workspace] name`, or else the name of its folder.
  public var name: String
  /// The file, as it was named or found.
  public var path: String
  /// The folder of the file: absolute, without symbolic links. Paths in the file start here.
  public var root: String
  /// The environment that was asked for.
  public var environment: String?
  /// All environments of the file, in its order.
  public var environments: [String]
  /// In the file's order; never empty.
  public var databases: [DatabaseEntry]

  public subscript(database name: String) -> DatabaseEntry? {
    databases.first { $0.name == name }
  }

  /// What would keep databases from being opened, as far as that can be said without opening
  /// anything: missing variables and URLs. Files are read and commands are run only later.
  public func connectionProblems(environment: [String: String]) -> [ConfigurationProblem] {
    var problems: [ConfigurationProblem] = []
    for database in databases {
      for problem in database.connectionProblems(environment: environment)
      where !problems.contains(problem) {
        problems.append(problem)
      }
    }
    return problems.sorted { ($0.line ?? 0, $0.column ?? 0) < ($1.line ?? 0, $1.column ?? 0) }
  }
}

/// One database of a workspace: all of its settings, with the defaults filled in.
public struct DatabaseEntry: Hashable, Sendable {
  public var name: String
  /// The dialect's own name, also where the file used an alias.
  public var dialectName: String
  /// Where it is, with the URL's password if it has one. A failure is no reason to refuse commands
  /// that only read files; report it when the database is to be opened.
  public var endpoint: Result<Endpoint, ConfigurationProblems>
  /// Where a scratch database may be made, if the file says so.
  public var scratchEndpoint: Result<Endpoint, ConfigurationProblems>?
  /// Where the password comes from, if not from the URL.
  public var password: Result<PasswordSource, ConfigurationProblems>?
  /// The folders of its revision files, in the file's order; never empty.
  public var versions: [VersionsLocation]
  public var versionTable: QualifiedName
  public var schema: SchemaSource?
  public var branchLabel: BranchLabel
  public var transaction: TransactionMode
  /// Whether DDL is undone by a rollback; nil leaves it to the dialect.
  public var transactionalDDL: Bool?
  /// How long a run waits for its locks.
  public var lockTimeout: Duration
  /// How many times a step is tried again that a lock timeout has stopped.
  public var lockRetries: Int
  /// How long a statement may run; nil for as long as the server lets it.
  public var statementTimeout: Duration?
  public var connectTimeout: Duration
  /// The schemas that are compared; nil leaves it to the dialect.
  public var includeSchemas: [String]?
  /// Over `schema.table`: what is managed; empty means everything.
  public var include: [Glob]
  /// Over `schema.table`: what is not managed.
  public var exclude: [Glob]
  public var fileTemplate: FileNameTemplate
  public var timeZone: TimeZoneRule
  /// Whether folders inside the versions folders are read as well.
  public var isRecursive: Bool
  /// The databases whose run comes first.
  public var after: [String]

  /// Where it is and how to get in, with the password fetched: only for opening it. Blocks.
  public func endpointWithPassword(
    environment: [String: String]
  ) throws(ConfigurationProblems) -> Endpoint {
    var endpoint = try endpoint.get()
    if let password { endpoint.password = try password.get().password(environment: environment) }
    return endpoint
  }

  /// The same for the scratch database; nil when the file names none.
  ///
  /// The database's password also opens a scratch database on the same server for the same user.
  public func scratchEndpointWithPassword(
    environment: [String: String]
  ) throws(ConfigurationProblems) -> Endpoint? {
    guard var scratch = try scratchEndpoint?.get() else { return nil }
    if scratch.password == nil, let own = try? endpoint.get(),
      (own.host, own.port, own.socket) == (scratch.host, scratch.port, scratch.socket),
      own.user == scratch.user
    {
      scratch.password = try endpointWithPassword(environment: environment).password
    }
    return scratch
  }

  /// What would keep it from being opened, as far as that can be said without opening anything.
  public func connectionProblems(environment: [String: String]) -> [ConfigurationProblem] {
    var problems: [ConfigurationProblem] = []
    if case .failure(let failure) = endpoint { problems += failure.problems }
    if case .failure(let failure)? = scratchEndpoint { problems += failure.problems }
    switch password {
    case .failure(let failure)?: problems += failure.problems
    case .success(let source)?:
      problems += source.problems(environment: environment)?.problems ?? []
    case nil: break
    }
    return problems
  }
}

/// A folder of revision files.
public struct VersionsLocation: Hashable, Sendable {
  /// Absolute.
  public var path: String
  /// As the workspace file has it.
  public var written: String

  public init(path: String, written: String) {
    self.path = path
    self.written = written
  }
}

/// Where the desired schema comes from.
public enum SchemaSource: Hashable, Sendable {
  /// An absolute path.
  case file(String)
  /// A program with its arguments that writes it to its standard output; run in the workspace's folder.
  case command([String])
}

/// What a transaction is wrapped around.
public enum TransactionMode: String, Hashable, Sendable, CaseIterable {
  case perRevision = "per_revision"
  case perRun = "per_run"
  case none
}
