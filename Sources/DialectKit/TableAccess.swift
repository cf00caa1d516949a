public import SQLText

/// What a run will do with a table of ours.
public struct TableUse: Hashable, Sendable {
  public enum Operation: String, Hashable, Sendable, CaseIterable {
    /// The table is not there; its schema may be missing, too.
    case create = "CREATE"
    case select = "SELECT"
    case insert = "INSERT"
    case update = "UPDATE"
    case delete = "DELETE"
    /// A column is widened.
    case alter = "ALTER"
  }

  public var table: QualifiedName
  /// A column of it.
  public var column: Identifier
  /// In the order in which people are told of them, each once.
  public var operations: [Operation]

  public init(table: QualifiedName, column: Identifier, operations: [Operation]) {
    self.table = table
    self.column = column
    self.operations = operations
  }

  /// Whether the table must be made.
  public var isMissing: Bool { operations.contains(.create) }
}

/// Why a user cannot do with our tables what a run does.
public struct AccessObstacle: Error, Hashable, Sendable {
  /// The user as the engine knows it; of the operating system where the database is a file.
  public var user: String
  /// What is in the way, each a phrase: `no INSERT, UPDATE on public.aludel_version`.
  public var reasons: [String]
  /// What cures it, in order, by somebody who may; empty where no statement would.
  public var remedies: [Remedy]

  public init(user: String, reasons: [String] = [], remedies: [Remedy] = []) {
    self.user = user
    self.reasons = reasons
    self.remedies = remedies
  }

  /// The obstacle, or nil when nothing is in the way.
  public var ifAny: AccessObstacle? { reasons.isEmpty ? nil : self }

  /// Notes what is in the way, and what cures it, each once.
  public mutating func note(_ reason: String, _ remedy: Remedy? = nil) {
    if !reasons.contains(reason) { reasons.append(reason) }
    if let remedy, !remedies.contains(remedy) { remedies.append(remedy) }
  }
}

extension [TableUse.Operation] {
  /// `INSERT, UPDATE`: as a GRANT lists them.
  public var words: String { map(\.rawValue).joined(separator: ", ") }
}
