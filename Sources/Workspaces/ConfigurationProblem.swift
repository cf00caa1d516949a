/// One thing that is wrong with a workspace: its file, what the file names, or what it needs.
///
/// Holds facts and no secrets: neither the message nor the source line ever repeats a URL or a
/// password.
public struct ConfigurationProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of problem it is: stable words for scripts and tests.
  public enum Code: String, Hashable, Sendable, CaseIterable {
    case badGlob = "bad_glob"
    case badName = "bad_name"
    case badURL = "bad_url"
    case badValue = "bad_value"
    case cycle
    case dialectMismatch = "dialect_mismatch"
    case duplicateName = "duplicate_name"
    case literalPassword = "literal_password"
    case missingFolder = "missing_folder"
    case missingKey = "missing_key"
    case missingVariable = "missing_variable"
    case noDatabases = "no_databases"
    case noWorkspace = "no_workspace"
    case notAFolder = "not_a_folder"
    case outsideWorkspace = "outside_workspace"
    case passwordUnavailable = "password_unavailable"
    case sharedVersionTable = "shared_version_table"
    case syntax
    case unknownDatabase = "unknown_database"
    case unknownDialect = "unknown_dialect"
    case unknownEnvironment = "unknown_environment"
    case unknownKey = "unknown_key"
    case unreadableFile = "unreadable_file"
    case wrongType = "wrong_type"
  }

  /// The file that it is about, as the caller named it.
  public var file: String
  /// From 1; nil when it is about the file as a whole.
  public var line: Int?
  /// In Unicode scalars, from 1.
  public var column: Int?
  public var code: Code
  /// One sentence, lower case, no full stop.
  public var message: String
  /// What would help, in the same form.
  public var advice: String?
  /// The line of the file that it points at; nil when that line could hold a secret.
  public var sourceLine: String?
  /// Whether the file is a symbolic link: an editor would open what it leads to, or make it.
  public var isLink: Bool

  public init(
    file: String, line: Int? = nil, column: Int? = nil, code: Code, message: String,
    advice: String? = nil, sourceLine: String? = nil, isLink: Bool = false
  ) {
    self.file = file
    self.line = line
    self.column = column
    self.code = code
    self.message = message
    self.advice = advice
    self.sourceLine = sourceLine
    self.isLink = isLink
  }

  /// `file:line:column: message`.
  public var description: String {
    var place = file
    if let line { place += ":\(line)" }
    if let column { place += ":\(column)" }
    return "\(place): \(message)"
  }
}

/// Everything that was found wrong, in the order of the file.
public struct ConfigurationProblems: Error, Hashable, Sendable, CustomStringConvertible {
  /// Never empty.
  public var problems: [ConfigurationProblem]

  public init(_ problems: [ConfigurationProblem]) {
    self.problems = problems
  }

  public var description: String {
    problems.map(\.description).joined(separator: "\n")
  }
}
