public import DialectKit
import SQLText

/// Reads workspace files.
///
/// Everything that is wrong is found at once. What only opening a database needs (URLs, passwords) is
/// kept as a failure in its entry when a variable is missing, so that commands that read files work
/// without it; a URL that is there and malformed is a problem right away.
public struct WorkspaceLoader: Sendable {
  public enum MissingFolders: Hashable, Sendable {
    case areProblems
    /// For the command that makes them.
    case areFine
  }

  /// The environment's variables, for `${VAR}`.
  public var variables: [String: String]
  /// A dialect by its name, one of its aliases, or a URL scheme.
  public var dialect: @Sendable (String) -> (any Dialect)?
  /// All names that may stand in `dialect = "…"`, for suggestions.
  public var dialectNames: [String]

  public init(
    variables: [String: String], dialectNames: [String],
    dialect: @escaping @Sendable (String) -> (any Dialect)?
  ) {
    self.variables = variables
    self.dialectNames = dialectNames
    self.dialect = dialect
  }

  /// Reads a workspace file.
  ///
  /// - Parameters:
  ///   - path: the file; problems name it like this.
  ///   - workingFolder: where a path that is not absolute starts; nil is the process's own.
  ///   - environment: the name of the environment to lay over it.
  public func load(
    _ path: String, from workingFolder: String? = nil,
    environment: String? = nil, missingFolders: MissingFolders = .areProblems
  ) throws(ConfigurationProblems) -> WorkspaceConfiguration {
    let absolute = FilePaths.absolute(path, from: workingFolder ?? FilePaths.workingFolder)
    let bytes: [UInt8]
    do {
      bytes = try readRegularFile(absolute, named: path)
    } catch {
      throw ConfigurationProblems([
        ConfigurationProblem(file: path, code: .unreadableFile, message: error.message)
      ])
    }
    let folder = FilePaths.parent(of: absolute)
    return try read(
      bytes, path: path, root: FilePaths.real(folder) ?? folder, environment: environment,
      missingFolders: missingFolders)
  }

  /// Reads the text of a workspace file that lies in `root`.
  func read(
    _ bytes: [UInt8], path: String, root: String, environment: String?,
    missingFolders: MissingFolders
  ) throws(ConfigurationProblems) -> WorkspaceConfiguration {
    let problems = ProblemCollector(file: path, source: SourceText(bytes))
    guard let document = ConfigurationNode.parse(problems.source, into: problems) else {
      throw ConfigurationProblems(problems.problems)
    }
    problems.secretLines = SecretLines.find(in: document)
    let layout = WorkspaceLayout(document, loader: self, root: root, problems)
    let name = layout.name
    let effective = layout.effectiveLayers(environment: environment)
    let builder = DatabaseBuilder(
      loader: self, root: root, missingFolders: missingFolders, problems: problems)
    let built = effective.compactMap { $0.isTable ? builder.build($0) : nil }
    DatabaseCrossChecks(
      databases: built, names: effective.map(\.name), problems: problems
    ).run()
    guard problems.isEmpty else { throw ConfigurationProblems(problems.problems) }
    return WorkspaceConfiguration(
      name: name, path: path, root: root, environment: environment,
      environments: layout.environments.map(\.name), databases: built.map(\.entry))
  }
}
