public import Revisions
public import SQLText

/// The sections of a revision's file. One that is missing is nil; one that stands there empty has no
/// statements and does nothing.
public struct RevisionBody: Hashable, Sendable {
  public var upgrade: Section?
  public var downgrade: Section?

  public init(upgrade: Section? = nil, downgrade: Section? = nil) {
    self.upgrade = upgrade
    self.downgrade = downgrade
  }

  /// The section that runs in a direction.
  public func section(_ direction: Direction) -> Section? {
    switch direction {
    case .upgrade: upgrade
    case .downgrade: downgrade
    }
  }
}

/// What runs in one direction.
public struct Section: Hashable, Sendable {
  public enum TransactionMode: Hashable, Sendable {
    case transaction
    /// `transaction=none`: each statement commits on its own.
    case none
  }

  public var direction: Direction
  public var transaction: TransactionMode
  /// `foreign_keys=off`.
  public var suspendsForeignKeys: Bool
  public var statements: [SectionStatement]
  /// Of all text between the section's first line and the next section.
  public var checksum: Checksum
  /// The place of its `-- migrate:`.
  public var position: SourcePosition

  public init(
    direction: Direction, transaction: TransactionMode = .transaction,
    suspendsForeignKeys: Bool = false, statements: [SectionStatement] = [], checksum: Checksum,
    position: SourcePosition = .start
  ) {
    self.direction = direction
    self.transaction = transaction
    self.suspendsForeignKeys = suspendsForeignKeys
    self.statements = statements
    self.checksum = checksum
    self.position = position
  }
}

/// A statement of a section.
public struct SectionStatement: Hashable, Sendable {
  public var statement: SQLStatement
  /// It stands between `-- migrate: autocommit` and `-- migrate: end`.
  public var isAutocommit: Bool

  public init(_ statement: SQLStatement, isAutocommit: Bool = false) {
    self.statement = statement
    self.isAutocommit = isAutocommit
  }
}
