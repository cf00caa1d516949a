import Revisions
import Workspaces

extension Runner {
  /// Lets the plans grow by what the steps need in other databases, and those by what that needs in turn:
  /// databases that were not selected join, others go further than they were told to. With
  /// `takesDependencies` only; without it what is missing is for `order` to report.
  func complete(
    _ roster: inout RunRoster, _ request: RunRequest, mayBeRunning: Bool = false
  ) async {
    guard request.takesDependencies, request.action.runsSteps else { return }
    var asked: [String: HeadSet] = [:]
    // Each round knows the databases that the round before has made part of the run.
    while let missing = await missing(from: roster, asked: &asked), !missing.isEmpty {
      for (stream, additions) in missing {
        let preparation = preparation(request)
        let ready = roster.takeReady(stream.name)
        let result = await Result { () async throws(AludelError) -> PreparedDatabase? in
          if let ready {
            try await preparation.extend(ready, by: additions, mayBeRunning: mayBeRunning)
          } else {
            try await preparation.look(
              at: stream, targets: [], additions: additions, mayBeRunning: mayBeRunning)
          }
        }
        roster.add(result, for: stream.name)
      }
    }
  }

  /// What databases that can still take part would have to do besides what they are going to do; nil if
  /// that cannot be told.
  ///
  /// - Parameter asked: where databases stand that take no part so far; each is asked once.
  private func missing(
    from roster: RunRoster, asked: inout [String: HeadSet]
  ) async -> [(stream: RevisionStream, additions: [RevisionID])]? {
    let observed = await surroundings.observe(
      beside: roster.ready, knowing: roster.rows.merging(asked) { ready, _ in ready }
    ).databases
    for (name, database) in observed { asked[name] = database.rows }
    let ready = Dictionary(
      roster.ready.map { ($0.stream.name, $0.orderable) }, uniquingKeysWith: { first, _ in first })
    let known = workspace.streams.compactMap { ready[$0.name] ?? observed[$0.name] }
    let names = Set(known.map(\.name)).subtracting(roster.outcomes.keys)
    guard let completed = try? WorkspacePlan.completed(known, extending: names) else { return nil }
    return zip(known, completed).compactMap { before, after in
      let planned = Set(before.plan.steps.map(\.revision))
      let additions = after.plan.steps.map(\.revision).filter { !planned.contains($0) }
      guard !additions.isEmpty,
        let stream = workspace.streams.named(after.name)
      else { return nil }
      return (stream, additions)
    }
  }
}
