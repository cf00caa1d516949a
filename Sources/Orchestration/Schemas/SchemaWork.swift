import DialectKit
import MigrationFiles
import Revisions
import SQLText
import SchemaModel
import Workspaces

/// Reads the schemas of one database of the workspace: the live one, the one that its history builds, and
/// the desired one.
struct SchemaWork: Sendable {
  let workspace: LoadedWorkspace
  let stream: RevisionStream
  let dialect: any SchemaDialect
  let control: RunControl
  let objects: ManagedObjects

  /// - Throws: `unsupported` for a dialect that cannot read schemas.
  init(
    _ workspace: LoadedWorkspace, _ stream: RevisionStream, control: RunControl
  ) throws(AludelError) {
    guard let dialect = stream.dialect as? any SchemaDialect else {
      throw .schema(
        .unsupported(database: stream.name, dialect: stream.dialect.traits.displayName))
    }
    self.workspace = workspace
    self.stream = stream
    self.dialect = dialect
    self.control = control
    objects = ManagedObjects(of: stream)
  }

  var rules: any SchemaRules { dialect.schemaRules }

  var settlement: SchemaSettlement {
    SchemaSettlement(dialect: dialect, scope: objects.scope)
  }

  var site: ScratchSite { ScratchSite(stream: stream, dialect: dialect, control: control) }

  /// The current schema and the desired one.
  struct Pair: Sendable {
    /// All of it.
    var whole: SchemaSnapshot
    /// What is compared of it.
    var current: SchemaSnapshot
    var desired: Desired
  }

  /// Reads both schemas at the same time, and runs `body` with them while what that took is put away.
  ///
  /// - Parameter replaying: whether the current schema is what the history builds, not what the live database
  ///   holds.
  /// - Throws: `notUpToDate` when revisions wait for the live database, whose schema would say nothing about
  ///   the history's. What is wrong with the current schema comes before what is wrong with the desired one.
  func withSchemas<Result: Sendable>(
    _ source: SchemaSource, replaying: Bool,
    _ body: (Pair) async throws(AludelError) -> Result
  ) async throws(AludelError) -> Result {
    let live = replaying ? nil : try await openLive()
    let reading = Task {
      await Swift.Result { () async throws(AludelError) in
        let whole = replaying ? try await replayed() : try await snapshot(of: live)
        return (whole: whole, managed: objects.managed(in: whole))
      }
    }
    // Of one scratch database that is given there is no second for the replay.
    if replaying, stream.entry.scratchEndpoint != nil { _ = try await reading.value.get() }
    let result = await Swift.Result { () async throws(AludelError) in
      try await withDesired(
        source, against: { () async throws(AludelError) in try await reading.value.get().managed }
      ) { desired async throws(AludelError) in
        let current = try await reading.value.get()
        return try await body(
          Pair(whole: current.whole, current: current.managed, desired: desired))
      }
    }
    _ = try await reading.value.get()
    return try result.get()
  }

  // MARK: - The current schema

  /// A session with the live database, whose history stands at its heads; nil where there is no database yet.
  private func openLive() async throws(AludelError) -> Session? {
    guard let session = try await DatabaseGate(stream: stream).open(creating: false) else {
      try requireHeads(DatabaseState())
      return nil
    }
    await control.watch(session)
    let result = await Swift.Result { () async throws(AludelError) in
      let state: DatabaseState
      do throws(BookkeepingProblem) {
        state = try await session.run { [stream] connection throws(BookkeepingProblem) in
          try DatabaseState(withoutLockOf: stream, on: connection)
        }
      } catch {
        throw AludelError(error, database: stream.name)
      }
      try requireHeads(state)
    }
    guard case .failure(let error) = result else { return session }
    await session.close()
    throw await control.isStopping ? .schema(.stopped) : error
  }

  /// What a session's database holds; ends the session.
  private func snapshot(of session: Session?) async throws(AludelError) -> SchemaSnapshot {
    guard let session else { return SchemaSnapshot() }
    let result = await Swift.Result { () async throws(AludelError) in try await inspect(session) }
    await session.close()
    if case .failure = result, await control.isStopping { throw .schema(.stopped) }
    return try result.get()
  }

  private func requireHeads(_ state: DatabaseState) throws(AludelError) {
    if let step = state.interrupted {
      throw .interrupted(database: stream.name, step)
    }
    let (stream, rows) = try state.standing(in: stream)
    let plan = try stream.planned([.heads]) { () throws(TargetError) in
      try stream.graph.planUpgrade(to: [.heads], rows: rows)
    }
    guard plan.steps.isEmpty else {
      throw .schema(
        .notUpToDate(
          database: stream.name, current: state.rows, pending: plan.steps.map(\.revision)))
    }
  }

  /// What the history builds on an empty database.
  func replayed() async throws(AludelError) -> SchemaSnapshot {
    try await site.withDatabase { session async throws(AludelError) in
      try await stream.replay(in: session)
      return try await inspect(session)
    }
  }

  // MARK: - The desired schema

  /// The desired schema, read from a scratch database that it was loaded into.
  struct Desired: Sendable {
    var text: DesiredSchema
    /// What is compared of it.
    var snapshot: SchemaSnapshot
    /// Tables that the text has put rows into.
    var filled: [ObjectID] = []
    /// What the current schema writes differently and means the same.
    var equivalences: Set<FactOfObject> = []
    /// What else differs.
    var comparison: SchemaComparison

    /// What the text says that is not compared.
    var notes: [DatabaseCheck.Note] {
      var notes: [DatabaseCheck.Note] = filled.isEmpty ? [] : [.filled(filled)]
      if let first = text.privileges.first {
        notes.append(
          .privileges(count: text.privileges.count, source: text.source, first: first.head))
      }
      return notes
    }
  }

  /// - Parameter current: what it is to be compared with.
  private func withDesired<Result: Sendable>(
    _ source: SchemaSource, against current: () async throws(AludelError) -> SchemaSnapshot,
    _ body: (Desired) async throws(AludelError) -> Result
  ) async throws(AludelError) -> Result {
    let text = try workspace.desiredSchema(source, of: stream)
    let areTablesEmpty = text.statements.allSatisfy(\.fillsNoTable)
    func compared(
      _ whole: SchemaSnapshot, in session: Session?
    ) async throws(AludelError) -> Desired {
      let snapshot = objects.managed(in: whole)
      let current = try await current()
      var desired = Desired(
        text: text, snapshot: snapshot,
        comparison: SchemaComparison(from: current, to: snapshot, rules: rules))
      guard let session else { return desired }
      if !areTablesEmpty { desired.filled = try await filledTables(of: snapshot, in: session) }
      desired.equivalences = try await equivalences(
        in: desired.comparison, between: current, and: snapshot, over: session)
      if !desired.equivalences.isEmpty {
        desired.comparison = SchemaComparison(
          from: current, to: snapshot, rules: rules, equivalences: desired.equivalences)
      }
      return desired
    }
    return try await site.withDatabase { session async throws(AludelError) in
      let loader = SchemaLoader(dialect: dialect, statements: text.statements)
      do throws(SchemaLoader.Failure) {
        try await session.run { connection throws(SchemaLoader.Failure) in
          try loader.load(on: connection)
        }
      } catch {
        throw .schema(
          .load(
            database: stream.name, source: text.source, error.statement, error.error,
            count: error.count))
      }
      let reading = try await read(session)
      // What means the same, and what is in the tables, only the database can tell.
      guard settlement.asksDatabase || !areTablesEmpty else {
        return (reading, Desired?.none)
      }
      return (reading, try await compared(try snapshot(of: reading), in: session))
    } whileDropping: { work async throws(AludelError) in
      if let desired = work.1 { return try await body(desired) }
      return try await body(try await compared(try snapshot(of: work.0), in: nil))
    }
  }

  /// The tables with rows.
  private func filledTables(
    of snapshot: SchemaSnapshot, in session: Session
  ) async throws(AludelError) -> [ObjectID] {
    let tables = snapshot.objects.keys.filter { $0.kind == .table }.sorted()
    do {
      return try await session.run { [dialect] connection throws(DatabaseError) in
        try dialect.filled(among: tables, over: connection)
      }
    } catch {
      throw .schema(.inspection(database: stream.name, error))
    }
  }

  // MARK: - Reading

  func inspect(_ session: Session) async throws(AludelError) -> SchemaSnapshot {
    try snapshot(of: try await read(session))
  }

  private func read(_ session: Session) async throws(AludelError) -> SchemaReading {
    let scope = objects.scope
    do {
      return try await session.run { [dialect] connection throws(DatabaseError) in
        try dialect.read(connection, scope)
      }
    } catch {
      throw .schema(.inspection(database: stream.name, error))
    }
  }

  private func snapshot(of reading: SchemaReading) throws(AludelError) -> SchemaSnapshot {
    do { return try reading.snapshot() } catch {
      throw .schema(.inspection(database: stream.name, error))
    }
  }

  func carryOut(
    _ statements: [SchemaStatement], suspendingForeignKeys: Bool, in session: Session
  ) async throws(PlanFailure) {
    try await session.run { [dialect] connection throws(PlanFailure) in
      try dialect.carryOut(
        statements, suspendingForeignKeys: suspendingForeignKeys, on: connection)
    }
  }
}
