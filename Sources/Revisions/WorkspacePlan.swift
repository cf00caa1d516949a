/// One step of a plan over several databases.
public struct WorkspaceStep: Hashable, Sendable {
  public var database: String
  public var step: Step
  /// The steps of other databases that must be committed first.
  public var waitsFor: [WorkspaceRevision]

  public init(database: String, step: Step, waitsFor: [WorkspaceRevision] = []) {
    self.database = database
    self.step = step
    self.waitsFor = waitsFor
  }
}

/// Planning over all databases of a run.
public enum WorkspacePlan {
  public struct Database: Sendable {
    public var name: String
    public var graph: RevisionGraph
    /// The rows as they are.
    public var rows: HeadSet
    /// What is to be done; without steps for a database that only others depend on.
    public var plan: DatabasePlan
    /// The databases whose run comes first. On the way down theirs comes last. Those that take no part
    /// in the run count for nothing.
    public var after: [String]

    public init(
      name: String, graph: RevisionGraph, rows: HeadSet, plan: DatabasePlan, after: [String] = []
    ) {
      self.name = name
      self.graph = graph
      self.rows = rows
      self.plan = plan
      self.after = after
    }
  }

  /// One valid order of all steps, always the same: as much as possible of the first database, then of
  /// the next.
  ///
  /// Each database's steps keep the order of its own plan, except where the databases wait for each
  /// other in a way that only another order of independent branches can undo; the deltas then follow
  /// the new order, so that a runner takes the steps from here.
  ///
  /// - Parameter databases: in configuration order, with different names. A database that is not
  ///   selected belongs here too, without steps, if others depend on it.
  /// - Throws: for steps whose dependencies in other databases are neither applied nor planned, for
  ///   revisions that others still need, and for steps that wait for each other; all at once.
  public static func order(_ databases: [Database]) throws(WorkspaceProblems) -> [WorkspaceStep] {
    let edges = WorkspaceEdges(databases)
    guard edges.problems.isEmpty else { throw WorkspaceProblems(edges.problems) }
    var order = WorkspaceOrder(databases, edges: edges)
    return try order.steps()
  }

  /// The steps in an order that was decided earlier, with what each one waits for today.
  ///
  /// - Parameter order: all steps of all plans, each database's in its plan's order.
  /// - Throws: what `order` throws, and for steps that run before what they wait for; all at once.
  public static func order(
    _ databases: [Database], as order: [WorkspaceRevision]
  ) throws(WorkspaceProblems) -> [WorkspaceStep] {
    let edges = WorkspaceEdges(databases)
    let merged = WorkspaceOrder(databases, edges: edges)
    let problems = edges.problems + merged.problems(in: order)
    guard problems.isEmpty else { throw WorkspaceProblems(problems) }
    return merged.steps(in: order)
  }

  /// The same databases with plans that also do what the others need: missing dependencies are applied,
  /// dependants of what is taken down are taken down.
  ///
  /// - Parameter names: the databases whose plans may grow. What they may not remains for `order` to
  ///   report.
  /// - Throws: for rows that no revision declares.
  public static func completed(
    _ databases: [Database], extending names: Set<String>
  ) throws(TargetError) -> [Database] {
    var databases = databases
    while true {
      var wanted: [String: (direction: Direction, revisions: [RevisionID])] = [:]
      for problem in WorkspaceEdges(databases).problems {
        let (other, direction): (WorkspaceRevision, Direction)
        switch problem {
        case .needsRemote(_, let needed): (other, direction) = (needed, .upgrade)
        case .stillNeeded(_, let dependant): (other, direction) = (dependant, .downgrade)
        default: continue
        }
        guard names.contains(other.database) else { continue }
        wanted[other.database, default: (direction, [])].revisions.append(other.revision)
      }
      var grew = false
      for index in databases.indices {
        guard let more = wanted[databases[index].name] else { continue }
        grew = try databases[index].extend(more.direction, by: more.revisions) || grew
      }
      guard grew else { return databases }
    }
  }
}

extension WorkspacePlan.Database {
  /// - Returns: whether the plan grew; one that goes the other way does not.
  fileprivate mutating func extend(
    _ direction: Direction, by revisions: [RevisionID]
  ) throws(TargetError) -> Bool {
    guard plan.steps.first.map({ $0.direction == direction }) ?? true else { return false }
    let before = plan.steps.count
    plan = try graph.extending(plan, direction, by: revisions)
    return plan.steps.count > before
  }
}
