public import Revisions

/// What somebody wants done, said once and as a value: the command line makes one, and so can a program.
public struct RunRequest: Sendable {
  public enum Action: Hashable, Sendable {
    case upgrade
    case downgrade
    /// Set the version rows without running anything; `purge` throws the old rows away first.
    case stamp(purge: Bool)
    /// Make the version table where it is missing.
    case ensureVersion
  }

  public var action: Action
  /// Empty means what the action means by default: `heads` for an upgrade.
  public var targets: [TargetExpression]
  /// Glob patterns over database names; empty means all.
  public var names: [String]
  /// How many databases work at the same time.
  public var jobs: Int
  public var policy: FailurePolicy
  /// Whether databases that are not selected take part as far as the others need it: what a revision
  /// depends on is applied, what depends on a revision that is taken down is taken down first.
  public var takesDependencies: Bool
  /// Instead of what the workspace file says.
  public var limits = RunLimits()
  public var tag: RunTag?

  /// The steps to run, and nothing else, instead of targets.
  public private(set) var plan: SavedPlan?
  /// What messages call the plan.
  public private(set) var planFile = ""

  public init(
    _ action: Action, targets: [TargetExpression] = [], names: [String] = [], jobs: Int = 4,
    policy: FailurePolicy = .independent, takesDependencies: Bool = false
  ) {
    self.action = action
    self.targets = targets
    self.names = names
    self.jobs = jobs
    self.policy = policy
    self.takesDependencies = takesDependencies
  }

  /// Runs a plan that was made earlier as it is, or refuses it. It says itself what it is about, so there
  /// are no targets and no names; and it runs as a whole, so no database is left out of it.
  ///
  /// - Parameter file: what messages call it.
  public init(
    following plan: SavedPlan, from file: String, jobs: Int = 4, stopsAtFirstFailure: Bool = false
  ) {
    self.init(
      plan.direction == .upgrade ? .upgrade : .downgrade, jobs: jobs,
      policy: stopsAtFirstFailure ? .failFast : .independent)
    self.plan = plan
    planFile = file
  }
}

/// What one database's failure means for the others. A running statement is never stopped by it.
public enum FailurePolicy: Hashable, Sendable {
  /// A problem found before the first statement stops the run; later, only the dependants stop.
  case independent
  /// As `independent`, and databases without a problem run even if another has one from the start.
  case keepGoing
  /// Nothing new starts after the first failure.
  case failFast
}
