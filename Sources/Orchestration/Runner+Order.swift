import Revisions
import Workspaces

/// The order of a run's steps, and who cannot take part because of others.
extension Runner {
  /// Orders what is ready. With `keepGoing` databases that cannot take part are taken out until the
  /// rest can run.
  func order(
    _ roster: inout RunRoster, _ request: RunRequest
  ) async throws(AludelError) -> RunOrder {
    while true {
      let failures: [(String, AludelError)]
      do throws(AludelError) {
        let others = await surroundings.observe(beside: roster.ready, knowing: roster.rows)
        failures = try self.failures(in: roster, beside: others, request)
        if failures.isEmpty {
          return try RunOrder(
            roster.ready, observed: others.databases, for: request, in: workspace)
        }
      } catch {
        let faults = request.policy == .keepGoing ? faults(of: error, roster) : []
        if faults.isEmpty {
          await roster.leaveReady()
          throw error
        }
        for (name, fault) in faults { await roster.fail(name, fault) }
        continue
      }
      for (name, error) in failures { await roster.fail(name, error) }
    }
  }

  /// Databases whose steps need one that cannot be asked, or that runs before them and cannot run.
  private func failures(
    in roster: RunRoster, beside others: RunSurroundings.Answers, _ request: RunRequest
  ) throws(AludelError) -> [(String, AludelError)] {
    var failures: [(String, AludelError)] = []
    for (name, answer) in others {
      guard case .failure(let error) = answer else { continue }
      guard request.policy == .keepGoing else { throw error }
      let isOurs = roster.outcomes[name] != nil
      for database in roster.ready where surroundings.isConcerned(database, by: name) {
        failures.append(
          (
            database.stream.name,
            isOurs ? .waitedForFailed(database: database.stream.name, other: name) : error
          ))
      }
    }
    for database in roster.ready where !database.steps.isEmpty {
      guard let other = failedGate(of: database, in: roster) else { continue }
      failures.append(
        (database.stream.name, .waitedForFailed(database: database.stream.name, other: other)))
    }
    return failures
  }

  /// A database that comes first by `after` and has failed, looking through those without steps.
  private func failedGate(of database: PreparedDatabase, in roster: RunRoster) -> String? {
    var seen: Set<String> = [database.stream.name]
    var open = gates(of: database.stream, isDowngrade: database.isShrinking)
    while let name = open.popLast() {
      guard seen.insert(name).inserted else { continue }
      if roster.outcomes[name] != nil { return name }
      if let gate = roster.ready.first(where: { $0.stream.name == name }), gate.steps.isEmpty {
        open += gates(of: gate.stream, isDowngrade: database.isShrinking)
      }
    }
    return nil
  }

  private func gates(of stream: RevisionStream, isDowngrade: Bool) -> [String] {
    guard isDowngrade else { return stream.entry.after }
    return workspace.streams.filter { $0.entry.after.contains(stream.name) }.map(\.name)
  }

  /// Which databases an error between databases is about, each with its part of it.
  private func faults(of error: AludelError, _ roster: RunRoster) -> [(String, AludelError)] {
    switch error {
    case .cannotShareTransaction(let database, _, _, _), .interrupted(let database, _):
      return [(database, error)]
    case .workspace(let problems, let places):
      var byName: [String: [WorkspaceProblem]] = [:]
      for problem in problems {
        for name in problem.databases { byName[name, default: []].append(problem) }
      }
      return byName.sorted { $0.key < $1.key }.map { name, problems in
        for problem in problems {
          if case .needsRemote(_, let needed) = problem, roster.outcomes[needed.database] != nil {
            return (name, .waitedForFailed(database: name, other: needed.database))
          }
        }
        return (name, .workspace(problems, places: places))
      }
    default: return []
    }
  }
}

extension PreparedDatabase {
  /// Whether it takes revisions down.
  var isShrinking: Bool { plan.steps.contains { $0.direction == .downgrade } }
}

extension WorkspaceProblem {
  /// The databases that cannot run because of it.
  var databases: [String] {
    switch self {
    case .deadlock(let path), .cycle(let path): Set(path.map(\.database)).sorted()
    default: revision.map { [$0.database] } ?? []
    }
  }
}
