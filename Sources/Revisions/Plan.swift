/// Which of its two sections a step runs.
public enum Direction: String, Hashable, Sendable, CaseIterable {
  case upgrade
  case downgrade
}

/// One revision applied or taken down.
public struct Step: Hashable, Sendable {
  public var revision: RevisionID
  public var direction: Direction
  /// How the version rows change with it.
  public var delta: HeadDelta

  public init(revision: RevisionID, direction: Direction, delta: HeadDelta) {
    self.revision = revision
    self.direction = direction
    self.delta = delta
  }
}

/// What to do in one database. A value: shown, saved, written as SQL and run alike.
///
/// Applying the deltas of the steps to `start`, one after the other, gives the maximal applied revisions
/// after each step, and `end` after the last. A stamp has no steps: its one change is `delta`.
public struct DatabasePlan: Hashable, Sendable {
  /// The rows as they are, whether or not they imply each other.
  public var start: HeadSet
  public var steps: [Step]
  public var end: HeadSet
  /// The row that `-N` alone counted from where there were several: Alembic warns here.
  public var assumedStart: RevisionID?

  public init(
    start: HeadSet, steps: [Step], end: HeadSet, assumedStart: RevisionID? = nil
  ) {
    self.start = start
    self.steps = steps
    self.end = end
    self.assumedStart = assumedStart
  }

  /// The difference that the whole plan makes to the rows.
  public var delta: HeadDelta { HeadDelta(from: start, to: end) }
}
