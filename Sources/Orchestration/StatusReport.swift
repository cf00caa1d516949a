public import DialectKit
public import Revisions
public import SQLText

/// Where every database of a workspace stands.
public struct StatusReport: Sendable {
  public var workspace: String
  /// In the configuration's order.
  public var databases: [DatabaseStatus]
}

/// An applied revision whose upgrade section is not the one that was applied.
public struct ChangedFile: Hashable, Sendable {
  public var revision: RevisionID
  public var file: String
  /// Whether a run is about to take it down, by a downgrade section that may be another one, too.
  public var isTakenDown = false
}

public struct DatabaseStatus: Sendable {
  public enum State: String, Hashable, Sendable {
    case upToDate = "up_to_date"
    /// Some revisions are applied and others wait.
    case behind
    /// Nothing is applied yet.
    case empty
    case unknownRevision = "unknown_revision"
    case interrupted, unreachable
  }

  public enum Problem: Sendable {
    case error(AludelError)
    case changedFile(ChangedFile)
    /// The history ends in several heads that no merge joins.
    case severalHeads([RevisionID])
    /// A run is at work on the revision: what stands half-way now is going on.
    case underway(RevisionID, table: QualifiedName, owner: LockOwner)
  }

  public var name: String
  public var dialect: String
  public var server: ServerDescription?
  public var state: State
  /// The version rows as they stand, even those that no file declares.
  public var current: [String]
  public var heads: [RevisionID]
  /// What an upgrade to all heads would apply, in order.
  public var pending: [RevisionID]
  /// The title of the first pending revision.
  public var nextTitle: String?
  public var problems: [Problem]

  /// Whether a run is in the middle of a revision.
  public var isUnderway: Bool {
    problems.contains { if case .underway = $0 { true } else { false } }
  }
}
