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

  var site: ScratchSite { ScratchSite(stream: stream, dialect: dialect, control: control) }

  // MARK: - The current schema

  /// What the live database holds, all of it.
  ///
  /// - Throws: `notUpToDate` when revisions wait: its schema would say nothing about the history's.
  func live() async throws(AludelError) -> SchemaSnapshot {
    guard let session = try await DatabaseGate(stream: stream).open(creating: false) else {
      try requireHeads(DatabaseState())
      return SchemaSnapshot()
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
      return try await inspect(session)
    }
    await session.close()
    if case .failure = result, await control.isStopping { throw .schema(.stopped) }
    return try result.get()
  }

  private func requireHeads(_ state: DatabaseState) throws(AludelError) {
    if let step = state.interrupted {
      throw .interrupted(
        database: stream.name, step, file: stream.files[step.revision]?.path)
    }
    let stream = try stream.unfolded(for: state)
    let rows = try state.heads(in: stream)
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
  func desired(
    _ source: SchemaSource, against current: SchemaSnapshot
  ) async throws(AludelError) -> Desired {
    let text = try workspace.desiredSchema(source, of: stream)
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
      let snapshot = objects.managed(in: try await inspect(session))
      return Desired(
        text: text, snapshot: snapshot, filled: try await filledTables(of: snapshot, in: session),
        equivalences: try await equivalences(between: current, and: snapshot, in: session))
    }
  }

  /// The tables with rows, asked a hundred at a time.
  private func filledTables(
    of snapshot: SchemaSnapshot, in session: Session
  ) async throws(AludelError) -> [ObjectID] {
    let tables = snapshot.objects.keys.filter { $0.kind == .table }.sorted()
    do {
      return try await session.run { connection throws(DatabaseError) in
        var filled: [ObjectID] = []
        for start in stride(from: 0, to: tables.count, by: 100) {
          let some = tables[start..<min(start + 100, tables.count)]
          let questions = some.map { id -> SQLFragment in
            "EXISTS (SELECT 1 FROM \(id.qualifiedName))"
          }
          let sql: SQLFragment = "SELECT \(questions.joined(separator: ", "))"
          guard let row = try connection.query(sql).first else { continue }
          for (index, id) in zip(0..., some) where row[index].integer == 1 { filled.append(id) }
        }
        return filled
      }
    } catch {
      throw .schema(.inspection(database: stream.name, error))
    }
  }

  // MARK: - Reading

  func inspect(_ session: Session) async throws(AludelError) -> SchemaSnapshot {
    let scope = objects.scope
    do {
      return try await session.run { [dialect] connection throws(DatabaseError) in
        try dialect.inspect(connection, scope)
      }
    } catch {
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
