public import DialectKit
public import Revisions

/// The ordered steps of a run over all its databases: the same value is shown, saved and carried out.
public struct RunPlan: Sendable {
  public struct DatabaseEntry: Sendable {
    public var name: String
    public var dialect: String
    public var server: ServerDescription?
    public var start: HeadSet
    public var end: HeadSet
    /// Whether the version table is there.
    public var hasVersionTable: Bool
    /// The row that `-N` alone counted from, where there were several to count from.
    public var assumedStart: RevisionID?
    /// The step that an earlier run left half-way.
    public var interrupted: InterruptedStep?
    /// The same, where nobody will finish it: a stamp ends it.
    public var abandoned: InterruptedStep?
    public var stepCount: Int
    /// Applied revisions whose files say something else now.
    public var changedFiles: [ChangedFile] = []
  }

  public struct Step: Sendable {
    public var description: StepDescription
    /// The revision's file, from the workspace's folder where it lies below that.
    public var path: String
    /// Of the section that runs.
    public var checksum: String
    /// The steps of other databases that must be committed first.
    public var waitsFor: [WorkspaceRevision]
  }

  public var workspace: String
  public var direction: Direction
  /// What the run is called.
  public var tag: RunTag? = nil
  /// In the configuration's order.
  public var databases: [DatabaseEntry]
  /// All steps in an order in which they could run one after the other.
  public var steps: [Step]

  public var isEmpty: Bool { steps.isEmpty }
}
