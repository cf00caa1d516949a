import DialectKit
import MigrationFiles
public import Revisions
public import SQLText

/// A step that stands half-way: some of its statements took effect and no transaction undoes them.
public struct InterruptedStep: Hashable, Sendable {
  package struct Statement: Hashable, Sendable {
    package var checksum: String?
    package var outcome: HistoryOutcome
    /// The history row's number.
    var row: Int64?
    /// Whether the run that sent it has heard how it ended: what a person or the catalog has told later
    /// leaves no duration.
    var wasAnswered: Bool

    package init(
      checksum: String?, outcome: HistoryOutcome, row: Int64? = nil, wasAnswered: Bool = false
    ) {
      self.checksum = checksum
      self.outcome = outcome
      self.row = row
      self.wasAnswered = wasAnswered
    }
  }

  /// What is known of the statement at which it stands.
  public enum Halt: Hashable, Sendable {
    /// It was sent, and nothing was heard of it since. A person decides.
    case unheard
    /// It failed and took effect all the same, or a part of it did. A person decides.
    case unsettled
    /// It failed and left nothing.
    case failed
    /// The run ended before it was sent, or it is to be sent again.
    case notBegun
  }

  public var revision: RevisionID
  public var direction: RunDirection
  /// When the last of its statements was begun, UTC.
  public var startedAt = ""
  /// `user@host`.
  public var startedBy = ""
  /// By number, from 1.
  package var statements: [Int: Statement] = [:]
  /// The revision's file; nil where it is gone.
  public private(set) var file: String?
  /// How many statements its section has now; nil where it cannot be read.
  public private(set) var statementCount: Int?
  /// The statement at which it stands. Nil where there is none any more, or where a person must decide
  /// about one that the file has no longer.
  public private(set) var statement: SQLStatement?

  package init(revision: RevisionID, direction: RunDirection) {
    self.revision = revision
    self.direction = direction
  }

  /// How many statements from the first on have certainly taken effect.
  public var appliedCount: Int {
    var count = 0
    while statements[count + 1]?.outcome == .applied { count += 1 }
    return count
  }

  /// Whether something of it is there, or may be.
  var isHalfway: Bool { statements.values.contains { $0.outcome != .failed } }

  /// The statement of which nobody knows whether it took effect: announced, and never settled.
  public var ambiguousStatement: Int? {
    statements.filter { $0.value.outcome.isOpen }.keys.min()
  }

  /// The number of the statement at which it stands; behind the last one where all took effect.
  public var statementNumber: Int { ambiguousStatement ?? appliedCount + 1 }

  public var halt: Halt {
    let wasAnswered = statements[statementNumber]?.wasAnswered == true
    if ambiguousStatement != nil { return wasAnswered ? .unsettled : .unheard }
    return wasAnswered ? .failed : .notBegun
  }

  /// The step with what its file says now, for whoever is told of it.
  func placed(in stream: RevisionStream) -> InterruptedStep {
    var step = self
    let section = stream.statements(of: self) ?? []
    step.file = stream.files[revision]?.path
    step.statementCount = section.isEmpty ? nil : section.count
    guard section.indices.contains(statementNumber - 1) else { return step }
    let statement = section[statementNumber - 1]
    if ambiguousStatement == nil || isAsSent(statement, statementNumber) {
      step.statement = statement
    }
    return step
  }

  /// Whether a statement of the file is the one that was sent.
  func isAsSent(_ statement: SQLStatement, _ number: Int) -> Bool {
    Checksum(of: statement).hexadecimal == statements[number]?.checksum
  }
}

extension RevisionStream {
  /// The statements of the step's section as its file has them now; nil where that cannot be read.
  func statements(of step: InterruptedStep) -> [SQLStatement]? {
    guard let direction = Direction(rawValue: step.direction.rawValue),
      let body = try? files[step.revision]?.body(rules: dialect.lexicalRules)
    else { return nil }
    return body.section(direction)?.statements.map(\.statement)
  }
}
