public import Revisions

/// How a run ended, database by database in the configuration's order.
public struct RunReport: Sendable {
  public var databases: [DatabaseOutcome]
  /// Whether somebody stopped it.
  public var wasInterrupted: Bool
  /// A saved plan had nothing left to do: every database stood at its end.
  public var wasCarriedOutBefore = false

  /// 0 done, 1 failed with nothing changed, 3 partial, 130 interrupted.
  public var exitCode: Int32 {
    if wasInterrupted { return 130 }
    guard databases.contains(where: \.isFailure) else { return 0 }
    return databases.contains(where: \.changedSomething) ? 3 : 1
  }
}

public struct DatabaseOutcome: Sendable {
  public enum Kind: String, Hashable, Sendable {
    case upToDate = "up_to_date"
    case upgraded, downgraded, stamped
    case created
    case failed, interrupted, locked, unreachable, skipped
  }

  public var name: String
  public var kind: Kind
  /// Where it stood before; nil when that was not found out.
  public var before: HeadSet?
  /// Where it stands now; nil when that is not known.
  public var current: HeadSet?
  public var appliedSteps: Int
  public var plannedSteps: Int
  /// Whether anything in it was changed and stays so, if only a part of a step.
  public var changedSomething: Bool
  public var failure: AludelError?

  /// Whether a step of it is applied in part, or may be.
  public var standsHalfway: Bool {
    guard kind == .interrupted, let failure else { return false }
    guard case .step(let step) = failure else { return true }
    return step.effect != .rolledBack && step.effect != .stopped(applied: 0)
  }

  public var isFailure: Bool {
    switch kind {
    case .upToDate, .upgraded, .downgraded, .stamped, .created: false
    case .failed, .interrupted, .locked, .unreachable, .skipped: true
    }
  }
}
