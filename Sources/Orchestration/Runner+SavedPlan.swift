import DialectKit
import MigrationFiles
import Revisions
import Workspaces

/// Plans that were made earlier: they run as they are or not at all.
extension Runner {
  /// What can be said of a saved plan before any database is touched.
  ///
  /// - Throws: for the plan of another workspace, where all the rest would be different too.
  func differences(
    from saved: SavedPlan, _ request: RunRequest
  ) throws(AludelError) -> [PlanDifference] {
    let name = workspace.configuration.name
    guard saved.workspace == name else {
      throw .planChanged(
        file: request.planFile, [.otherWorkspace(planned: saved.workspace, actual: name)])
    }
    return saved.databases.compactMap { database in
      guard let stream = workspace.streams.named(database.name) else {
        return .missingDatabase(database.name, known: workspace.streams.map(\.name))
      }
      guard stream.dialect.name != database.dialect else { return nil }
      return .otherDialect(
        database: database.name, planned: database.dialect, actual: stream.dialect.name)
    }
  }

  /// Refuses a saved plan if anything differs from it, with all that differs. One that has been carried
  /// out everywhere passes and has nothing to do.
  func refuseChanged(
    _ roster: inout RunRoster, _ request: RunRequest
  ) async throws(AludelError) {
    guard let saved = request.plan else { return }
    var differences: [PlanDifference]
    do { differences = try self.differences(from: saved, request) } catch {
      await roster.leaveReady()
      throw error
    }
    let isCarriedOut =
      differences.isEmpty && !roster.hasFailures && roster.ready.allSatisfy(\.fit.isAtEnd)
    guard !isCarriedOut else { return }
    differences += roster.ready.flatMap(\.fit.differences)
    guard !differences.isEmpty else { return }
    differences += await edgeDifferences(from: saved, roster)
    let failures = workspace.streams.compactMap { roster.outcomes[$0.name]?.failure }
    await roster.leaveReady()
    let refusal = AludelError.planChanged(file: request.planFile, differences)
    throw failures.isEmpty ? refusal : .several([refusal] + failures)
  }

  /// What else differs between the databases, where each one's own steps still make sense.
  private func edgeDifferences(
    from saved: SavedPlan, _ roster: RunRoster
  ) async -> [PlanDifference] {
    guard
      roster.ready.map(\.stream.name) == saved.databases.map(\.name),
      roster.ready.allSatisfy({ $0.plan.steps.count == saved.steps(of: $0.stream.name).count })
    else { return [] }
    let others = await surroundings.observe(beside: roster.ready, knowing: [:])
    guard others.allSatisfy({ (try? $0.answer.get()) != nil }) else { return [] }
    let observed = others.databases
    let databases = workspace.streams.compactMap { stream in
      roster.ready.first { $0.stream.name == stream.name }?.orderable ?? observed[stream.name]
    }
    do {
      _ = try WorkspacePlan.order(databases, as: saved.steps.map(\.revision))
      return []
    } catch {
      return error.problems.compactMap { PlanDifference($0, among: workspace.streams) }
    }
  }
}

extension PlanDifference {
  /// A problem between databases as a difference from a plan that had none; nil for one that no plan
  /// could have had.
  init?(_ problem: WorkspaceProblem, among streams: [RevisionStream]) {
    func file(_ revision: WorkspaceRevision) -> String? {
      streams.named(revision.database)?.files[revision.revision]?.path
    }
    switch problem {
    case .needsRemote(let revision, let needed), .comesTooEarly(let revision, let needed):
      self = .unplannedNeed(revision, needs: needed, file: file(revision))
    case .stillNeeded(let revision, let dependant):
      self = .unplannedDependant(revision, neededBy: dependant, file: file(dependant))
    default: return nil
    }
  }
}
