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
    public var steps: [StepDescription]
  }

  /// In the configuration's order.
  public var databases: [DatabaseEntry]
  /// All steps in an order in which they could run one after the other.
  public var steps: [StepDescription]

  public var isEmpty: Bool { steps.isEmpty }
}
