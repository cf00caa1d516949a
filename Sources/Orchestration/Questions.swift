import MigrationFiles
import DialectKit
package import Revisions
import Workspaces

/// What can be asked about a workspace. Nothing here writes anything, and nothing is held for longer than
/// it takes to see whether a run is at work.
package struct Questions: Sendable {
  let workspace: LoadedWorkspace
  /// How many databases are asked at the same time.
  let jobs: Int

  package init(_ workspace: LoadedWorkspace, jobs: Int = 4) {
    self.workspace = workspace
    self.jobs = jobs
  }

  // MARK: - From the files alone

  /// - Parameter resolvingDependencies: whether a head that another revision depends on counts as one.
  package func heads(
    names: [String], resolvingDependencies: Bool
  ) throws(AludelError) -> RevisionListing {
    RevisionListing(
      databases: try workspace.streams.matching(names).map { stream in
        workspace.listing(
          resolvingDependencies ? stream.graph.realHeads : stream.graph.heads, of: stream)
      })
  }

  /// Every revision with more than one child.
  package func branches(names: [String]) throws(AludelError) -> RevisionListing {
    RevisionListing(
      databases: try workspace.streams.matching(names).map {
        workspace.listing($0.graph.branchPoints, of: $0)
      })
  }

  package func show(
    _ targets: [TargetExpression], names: [String]
  ) async throws(AludelError) -> RevisionListing {
    let selection = try TargetSelection.select(
      from: workspace.streams, targets: targets, names: names)
    var listing = RevisionListing(databases: [])
    for item in selection {
      var rows: HeadSet?
      var stream = try item.stream.unfolded(targets: item.targets)
      if item.targets.contains(where: \.needsRows) {
        (stream, rows) = try await standing(of: stream)
      }
      var revisions: [RevisionID] = []
      for target in item.targets {
        let resolved = try stream.planned([target]) { () throws(TargetError) in
          try stream.graph.resolve(target, rows: rows)
        }
        revisions += resolved.filter { !revisions.contains($0) }
      }
      listing.databases.append(workspace.listing(revisions, of: stream, rows: rows))
    }
    return listing
  }

  /// Revisions newest first.
  ///
  /// - Parameter range: nil means everything.
  /// - Parameter indicatingCurrent: whether to ask the databases where they stand.
  package func history(
    names: [String], range: TargetRange?, indicatingCurrent: Bool
  ) async throws(AludelError) -> RevisionListing {
    var listing = RevisionListing(databases: [])
    for folded in try workspace.streams.matching(names).knowing(range) {
      var rows: HeadSet?
      var stream = try folded.unfolded(targets: range?.targets ?? [])
      if indicatingCurrent || range?.needsRows == true {
        (stream, rows) = try await standing(of: stream)
      }
      let revisions: [RevisionID]
      if let range {
        revisions = try stream.planned([]) { () throws(TargetError) in
          try stream.graph.history(range, rows: rows)
        }
      } else {
        revisions = stream.graph.topologicalOrder.reversed()
      }
      listing.databases.append(
        workspace.listing(revisions, of: stream, rows: indicatingCurrent ? rows : nil))
    }
    return listing
  }

  // MARK: - From the databases

  /// The applied tips of every selected database; one that cannot be asked is a failure of its own.
  package func current(names: [String]) async throws(AludelError) -> RevisionListing {
    let streams = try workspace.streams.matching(names)
    let answers = await concurrently(streams, atMost: jobs) { stream in
      await Result { () async throws(AludelError) in
        let state = try await state(of: stream)
        let (stream, rows) = try state.standing(in: stream)
        var listing = workspace.listing(stream.graph.applied(rows).tips, of: stream, rows: rows)
        listing.interrupted = state.interrupted
        return listing
      }
    }
    var listing = RevisionListing(databases: [])
    for answer in answers {
      switch answer {
      case .success(let database): listing.databases.append(database)
      case .failure(let error): listing.failures.append(error)
      }
    }
    return listing
  }

  package func status(names: [String]) async throws(AludelError) -> StatusReport {
    let streams = try workspace.streams.matching(names)
    return StatusReport(
      workspace: workspace.configuration.name,
      databases: await concurrently(streams, atMost: jobs, status(of:)))
  }

  func status(of stream: RevisionStream) async -> DatabaseStatus {
    let heads = stream.graph.realHeads
    var status = DatabaseStatus(
      name: stream.name, dialect: stream.dialect.name, server: nil, state: .unreachable,
      current: [], heads: heads, pending: [], nextTitle: nil, problems: [])
    if heads.count > 1 { status.problems.append(.severalHeads(heads)) }
    let state: DatabaseState
    do { state = try await self.state(of: stream, withChecksums: true) } catch {
      status.problems.append(.error(error))
      return status
    }
    status.server = state.server
    status.current = state.rows
    do {
      let (stream, rows) = try state.standing(in: stream)
      let plan = try stream.planned([.heads]) { () throws(TargetError) in
        try stream.graph.planUpgrade(to: [.heads], rows: rows)
      }
      status.pending = plan.steps.map(\.revision)
      status.nextTitle = status.pending.first.map(stream.title(of:))
      status.state = status.pending.isEmpty ? .upToDate : rows.revisions.isEmpty ? .empty : .behind
      status.problems += stream.changedFiles(since: state, rows: rows).map { .changedFile($0) }
    } catch {
      status.state = .unknownRevision
      status.problems.append(.error(error))
    }
    if let step = state.interrupted, let owner = state.owner {
      status.problems.append(
        .underway(step.revision, table: stream.entry.versionTable, owner: owner))
    } else if let interrupted = state.interrupted {
      status.state = .interrupted
      status.problems.append(
        .error(.interrupted(database: stream.name, interrupted)))
    }
    return status
  }

  /// Where a database stands, and its history as it is seen from there.
  package func standing(
    of stream: RevisionStream
  ) async throws(AludelError) -> (RevisionStream, HeadSet) {
    try await state(of: stream).standing(in: stream)
  }

  /// Connects, reads and closes again.
  package func state(
    of stream: RevisionStream, withChecksums: Bool = false
  ) async throws(AludelError) -> DatabaseState {
    guard let session = try await DatabaseGate(stream: stream).open(creating: false) else {
      return DatabaseState()
    }
    let result = await Result { () async throws(BookkeepingProblem) in
      try await session.run { connection throws(BookkeepingProblem) in
        try DatabaseState(withoutLockOf: stream, on: connection, withChecksums: withChecksums)
      }
    }
    let state: Result<DatabaseState, AludelError>
    switch result {
    case .success(let found): state = .success(found)
    case .failure(let problem):
      state = .failure(await stream.explaining(problem, on: session, writing: false))
    }
    await session.close()
    return try state.get()
  }
}

extension TargetExpression {
  /// Whether only a database can tell what it means.
  var needsRows: Bool { isRelative || word == .current }
}

extension TargetRange {
  /// Whether only a database can tell what it means: `-3:` is counted from the other end and `:a+2` from
  /// a, so that neither needs one.
  var needsRows: Bool {
    start?.word == .current || end?.word == .current
      || (start?.isRelative == true && start?.offset?.direction == .up)
  }
}

extension RevisionStream {
  /// Applied revisions whose upgrade section is not what was applied.
  func changedFiles(since state: DatabaseState, rows: HeadSet) -> [ChangedFile] {
    graph.applied(rows).revisions.compactMap { revision in
      guard let applied = state.appliedChecksums[revision], let file = files[revision],
        let body = try? file.body(rules: dialect.lexicalRules),
        body.upgrade?.checksum.hexadecimal != applied
      else { return nil }
      return ChangedFile(revision: revision, file: file.path)
    }
  }
}

extension Result where Success: Sendable {
  /// Catches what an asynchronous body throws.
  init(_ body: () async throws(Failure) -> Success) async {
    do { self = .success(try await body()) } catch { self = .failure(error) }
  }
}
