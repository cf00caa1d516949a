import SQLText

/// The keys that a database may have.
enum DatabaseKey: String, CaseIterable {
  case dialect, url, password, versions
  case versionTable = "version_table"
  case versionTableSchema = "version_table_schema"
  case schema
  case branchLabel = "branch_label"
  case transaction
  case transactionalDDL = "transactional_ddl"
  case lockTimeout = "lock_timeout"
  case lockRetries = "lock_retries"
  case statementTimeout = "statement_timeout"
  case connectTimeout = "connect_timeout"
  case includeSchemas = "include_schemas"
  case include, exclude
  case fileTemplate = "file_template"
  case timeZone = "timezone"
  case recursive, after
  case scratchURL = "scratch_url"

  /// Whether the value, or the line that it stands on, may hold a secret.
  var isSecret: Bool {
    switch self {
    case .url, .password, .scratchURL: true
    default: false
    }
  }
}

/// Some keys of a database: what one table gives, or several laid over each other.
typealias SettingsLayer = [DatabaseKey: ConfigurationNode]

/// A value and where it stands.
struct Located<Value> {
  var value: Value
  var position: SourcePosition
}

/// A URL that is understood only when somebody needs it.
struct LocatedURL {
  /// The expanded text, or the variables that are missing.
  var text: Result<String, ConfigurationProblems>
  /// What stands before the first variable: may already tell the scheme.
  var literalPrefix: String
  var hasVariables: Bool
  var position: SourcePosition
}

/// The settings of a layer as values of their own types. What is nil was not given, or is wrong and
/// has been reported.
struct DatabaseSettings {
  var dialect: Located<String>?
  var url: LocatedURL?
  var password: Result<PasswordSource, ConfigurationProblems>?
  var versions: [Located<String>]?
  var versionTable: Located<String>?
  var versionTableSchema: Located<String>?
  var schema: SchemaSource?
  var branchLabel: Located<String>?
  var transaction: TransactionMode?
  var transactionalDDL: Located<Bool>?
  var lockTimeout: Duration?
  var lockRetries: Int?
  var statementTimeout: Duration?
  var connectTimeout: Duration?
  var includeSchemas: [String]?
  var include: [Glob]?
  var exclude: [Glob]?
  var fileTemplate: Located<FileNameTemplate>?
  var timeZone: TimeZoneRule?
  var recursive: Bool?
  var after: [Located<String>]?
  var scratchURL: LocatedURL?
}
