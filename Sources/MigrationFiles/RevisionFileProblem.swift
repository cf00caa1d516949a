public import SQLText

/// Everything that is wrong with one file.
public struct RevisionFileProblems: Error, Hashable, Sendable {
  /// In the file's order, at least one.
  public var problems: [RevisionFileProblem]

  public init(_ problems: [RevisionFileProblem]) {
    self.problems = problems
  }
}

/// One thing that is wrong with a file, and where.
public struct RevisionFileProblem: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Code: String, Hashable, Sendable {
    case notText = "not_text"
    case unknownKey = "unknown_key"
    case duplicateKey = "duplicate_key"
    case missingRevision = "missing_revision"
    case missingValue = "missing_value"
    case invalidName = "invalid_name"
    case duplicateEntry = "duplicate_entry"
    case selfReference = "self_reference"
    case unreadableSQL = "unreadable_sql"
    case unknownDirective = "unknown_directive"
    case duplicateSection = "duplicate_section"
    case unbalancedAutocommit = "unbalanced_autocommit"
    case statementOutsideSection = "statement_outside_section"
    case transactionControl = "transaction_control"
    case unprintable = "unprintable"
  }

  public var code: Code
  public var path: String
  /// From 1.
  public var line: Int
  /// In Unicode scalars, from 1.
  public var column: Int
  /// One sentence, in lower case and without a full stop.
  public var message: String
  /// What to do about it, where there is one answer.
  public var advice: String?

  public init(
    _ code: Code, path: String, at position: SourcePosition, message: String, advice: String? = nil
  ) {
    self.code = code
    self.path = path
    self.line = position.line
    self.column = position.column
    self.message = message
    self.advice = advice
  }

  /// `path:line:column: message`.
  public var description: String { "\(path):\(line):\(column): \(message)" }
}
