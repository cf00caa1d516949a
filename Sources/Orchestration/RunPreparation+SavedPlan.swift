import DialectKit
import MigrationFiles
import Revisions
import Workspaces

/// How a database stands to a plan that was made earlier.
struct PlanFit: Sendable {
  /// What is not as the plan has it; with something in it nothing may run.
  var differences: [PlanDifference] = []
  /// Whether it stands where the plan's last step leaves it.
  var isAtEnd = false
}

extension RunPreparation {
  /// The saved plan's steps for this database, compared with what is there: rows, files and sections. With
  /// a difference nothing is prepared.
  ///
  /// - Throws: what would stop any run: unknown rows, a step that stands half-way.
  func planned(
    _ database: PreparedDatabase, following saved: SavedPlan, expected: SavedPlan.Database,
    mayBeRunning: Bool
  ) throws(AludelError) -> PreparedDatabase {
    var database = database
    let (stream, state) = (database.stream, database.state)
    let rows = try state.heads(in: stream)
    if let interrupted = state.interrupted, !mayBeRunning {
      throw .interrupted(database: stream.name, interrupted)
    }
    let steps = saved.steps(of: stream.name)
    if rows == expected.end, rows != expected.start {
      database.fit = PlanFit(
        differences: [
          .moved(
            database: stream.name, planned: expected.start, actual: rows, done: steps.count,
            count: steps.count)
        ], isAtEnd: true)
      database.plan = DatabasePlan(start: rows, steps: [], end: rows)
      database.steps = []
      return database
    }
    var fit = PlanFit(
      differences: stream.changes(since: steps, saved.direction), isAtEnd: rows == expected.end)
    var plan: DatabasePlan?
    do {
      plan = try stream.graph.plan(
        saved.direction, following: steps.map(\.revision.revision), rows: expected.start)
    } catch {
      fit.differences += error.faults.compactMap(stream.difference)
    }
    if rows != expected.start {
      fit.differences.append(
        .moved(
          database: stream.name, planned: expected.start, actual: rows,
          done: plan?.stepsTaken(at: rows), count: steps.count))
    } else if expected.hasVersionTable, !state.hasVersionTable {
      fit.differences.append(.missingVersionTable(database: stream.name))
    }
    if let plan, plan.end != expected.end {
      fit.differences.append(
        .otherEnd(database: stream.name, planned: expected.end, actual: plan.end))
    }
    database.fit = fit
    database.plan = plan ?? DatabasePlan(start: expected.start, steps: [], end: expected.start)
    database.steps = fit.differences.isEmpty ? try stream.prepare(database.plan.steps) : []
    return database
  }
}

extension DatabasePlan {
  /// After how many of the steps the rows are these; nil if they are after none.
  fileprivate func stepsTaken(at rows: HeadSet) -> Int? {
    var reached = start
    for (index, step) in steps.enumerated() {
      reached = reached.applying(step.delta)
      if reached == rows { return index + 1 }
    }
    return nil
  }
}

extension RevisionStream {
  /// Steps of the plan whose files are gone or whose sections are others.
  fileprivate func changes(
    since steps: [SavedPlan.Step], _ direction: Direction
  ) -> [PlanDifference] {
    steps.compactMap { step in
      guard let file = files[step.revision.revision] else {
        return .missingRevision(step.revision, file: step.file)
      }
      let section = try? file.body(rules: dialect.lexicalRules).section(direction)
      guard section?.checksum.hexadecimal != step.checksum else { return nil }
      return .changedSection(step.revision, direction, file: file.path)
    }
  }

  /// A revision that is not there is told with its file, or by the rows that are others.
  fileprivate func difference(_ fault: StepFault) -> PlanDifference? {
    func here(_ revision: RevisionID) -> WorkspaceRevision {
      WorkspaceRevision(database: name, revision: revision)
    }
    switch fault {
    case .unknown: return nil
    case .isTaken(let revision): return .otherMeaning(here(revision))
    case .needs(let revision, let needed):
      return .unplannedNeed(here(revision), needs: here(needed), file: files[needed]?.path)
    case .isNeeded(let revision, let dependant):
      return .unplannedDependant(
        here(revision), neededBy: here(dependant), file: files[dependant]?.path)
    }
  }
}
