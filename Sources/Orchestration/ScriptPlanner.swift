import DialectKit
import MigrationFiles
import Revisions
import SQLText
import Workspaces

/// Writes scripts instead of running steps. A database is asked only where a range says `current`.
package struct ScriptPlanner: Sendable {
  let workspace: LoadedWorkspace
  let toolVersion: String

  package init(_ workspace: LoadedWorkspace, toolVersion: String) {
    self.workspace = workspace
    self.toolVersion = toolVersion
  }

  /// The scripts in the order in which they can run.
  package func scripts(
    for request: ScriptRequest
  ) async throws(AludelError) -> [DatabaseScript] {
    var databases: [Planned] = []
    for item in try ScriptSelection(workspace: workspace).select(request) {
      databases.append(try await plan(item, request))
    }
    guard request.action.runsSteps else {
      return try databases.map { database throws(AludelError) in
        try rowsScript(for: database, request)
      }
    }
    return try stepScripts(for: databases, request)
  }

  // MARK: - Planning

  struct Planned {
    var stream: RevisionStream
    var dialect: any ScriptDialect
    /// The rows that the script demands.
    var start: HeadSet
    var plan: DatabasePlan
  }

  private func plan(
    _ item: ScriptSelection.Item, _ request: ScriptRequest
  ) async throws(AludelError) -> Planned {
    guard let dialect = item.stream.dialect as? any ScriptDialect else {
      throw .script(
        .noClient(database: item.stream.name, dialect: item.stream.dialect.name))
    }
    var item = item
    item.stream = try item.stream.unfolded(targets: item.ends + (item.starts ?? []))
    let (stream, start) = try await start(of: item, request)
    let plan = try stream.planned(item.ends) { () throws(TargetError) in
      switch request.action {
      case .upgrade:
        try stream.graph.planUpgrade(to: item.ends, from: item.starts ?? [], rows: start)
      case .downgrade: try stream.graph.planDowngrade(to: item.ends, rows: start)
      case .stamp(let purge):
        try stream.graph.planStamp(
          to: item.ends, rows: purge ? HeadSet([]) : start, purge: purge)
      case .ensureVersion: DatabasePlan(start: start, steps: [], end: start)
      }
    }
    return Planned(stream: stream, dialect: dialect, start: start, plan: plan)
  }

  private func start(
    of item: ScriptSelection.Item, _ request: ScriptRequest
  ) async throws(AludelError) -> (RevisionStream, HeadSet) {
    let starts = item.starts ?? []
    var stream = item.stream
    var rows: HeadSet?
    if starts.contains(where: { $0.word == .current }) {
      let state = try await Questions(workspace).state(of: item.stream)
      if let step = state.interrupted, request.action.runsSteps {
        throw .interrupted(database: item.stream.name, step)
      }
      (stream, rows) = try state.standing(in: stream)
      // As they are, even where they imply each other: that is what the script will find.
      if let rows, starts == [.current] { return (stream, rows) }
    }
    let heads = try stream.planned(starts) { () throws(TargetError) in
      var revisions: [RevisionID] = []
      for start in starts {
        // What is counted from where the database stands says nothing without the database.
        if start.isRelative { throw .noCurrent(start) }
        revisions += try stream.graph.resolve(start, rows: rows)
      }
      return stream.graph.heads(reaching: revisions)
    }
    return (stream, heads)
  }

  // MARK: - Rows without steps

  private func rowsScript(
    for database: Planned, _ request: ScriptRequest
  ) throws(AludelError) -> DatabaseScript {
    let (stream, plan) = (database.stream, database.plan)
    let name = Self.fileName(for: stream.name)
    let demandsRows = request.action == .stamp(purge: false)
    let words = ScriptWords(
      workspace: workspace.configuration.name, database: stream.name, action: request.action,
      start: demandsRows ? plan.start : nil, earlier: [], tag: request.tag)
    var builder = ScriptBuilder(
      stream, dialect: database.dialect, author: author(of: database, request, steps: []),
      words: words)
    let end = request.action == .ensureVersion ? nil : plan.end
    let command = database.dialect.scriptCommand(file: name.shellQuoted)
    builder.open(
      header: words.header(end: end, steps: [], needs: [], run: command), running: [])
    switch request.action {
    case .stamp(let purge):
      if purge || plan.start != plan.end {
        builder.stamp(from: plan.start, to: plan.end, purge: purge)
      }
    default: builder.ensureVersion()
    }
    builder.close()
    return DatabaseScript(
      database: stream.name, fileName: name, start: words.start, end: end, steps: [],
      command: command, text: try text(builder, of: database),
      run: database.dialect.scriptCommand(file:))
  }

  // MARK: - Steps

  private func stepScripts(
    for databases: [Planned], _ request: ScriptRequest
  ) throws(AludelError) -> [DatabaseScript] {
    let ordered: [WorkspaceStep]
    do {
      ordered = try WorkspacePlan.order(orderables(databases, request))
    } catch {
      throw .workspace(error.problems, among: workspace.streams)
    }
    var turns = ScriptOrder.turns(ordered)
    let busy = Set(turns.map(\.database))
    // A database with nothing to do has a script as well, which looks whether that is so.
    turns += databases.map(\.stream.name).filter { !busy.contains($0) }
      .map { ScriptTurn(database: $0, steps: []) }
    let takesTurns = Set(turns.map(\.database)).count < turns.count

    var prepared: [[PreparedStep]] = []
    var problems: [AludelError] = []
    for turn in turns {
      do throws(AludelError) {
        prepared.append(try prepare(turn, of: databases, among: turns))
      } catch {
        problems.append(error)
      }
    }
    if let first = problems.first { throw problems.count == 1 ? first : .several(problems) }

    var rows = Dictionary(
      databases.map { ($0.stream.name, $0.plan.start) }, uniquingKeysWith: { first, _ in first })
    var scripts: [DatabaseScript] = []
    for (index, turn) in turns.enumerated() {
      guard let database = databases.first(where: { $0.stream.name == turn.database }) else {
        continue
      }
      let start = rows[turn.database] ?? database.plan.start
      let end = turn.steps.reduce(start) { $0.applying($1.delta) }
      rows[turn.database] = end
      let name = Self.fileName(for: turn.database, number: takesTurns ? index + 1 : nil)
      let command = database.dialect.scriptCommand(file: name.shellQuoted)
      let words = ScriptWords(
        workspace: workspace.configuration.name, database: turn.database, action: request.action,
        start: start, earlier: earlier(than: turn, scripts: scripts, ordered: ordered),
        tag: request.tag)
      var builder = ScriptBuilder(
        database.stream, dialect: database.dialect,
        author: author(of: database, request, steps: prepared.flatMap(\.self)), words: words)
      let steps = prepared[index]
      builder.open(
        header: words.header(
          end: end, steps: steps.map(\.description),
          needs: needs(of: turn, beside: databases, request), run: command),
        running: steps)
      builder.add(steps)
      builder.close()
      scripts.append(
        DatabaseScript(
          database: turn.database, fileName: name, start: start, end: end,
          steps: steps.map(\.description), command: command,
          text: try text(builder, of: database), run: database.dialect.scriptCommand(file:)))
    }
    return scripts
  }

  private func prepare(
    _ turn: ScriptTurn, of databases: [Planned], among turns: [ScriptTurn]
  ) throws(AludelError) -> [PreparedStep] {
    guard let database = databases.first(where: { $0.stream.name == turn.database }) else {
      return []
    }
    let prepared = try database.stream.prepare(turn.steps)
    let own = turns.filter { $0.database == turn.database }
    if own.count > 1, own.first?.steps == turn.steps,  // told once
      let step = prepared.first(where: { $0.protection == .sharedTransaction })
    {
      throw .cannotShareTransaction(
        database: turn.database, revision: step.step.revision, file: step.description.file,
        reason: "other databases must come between its revisions")
    }
    let refusals = prepared.flatMap { step in
      step.statements.compactMap { statement in
        database.dialect.scriptObjection(to: statement.statement).map {
          AludelError.refusedStatement(
            database: turn.database, file: step.description.file, statement.statement, $0)
        }
      }
    }
    if let first = refusals.first { throw refusals.count == 1 ? first : .several(refusals) }
    return prepared
  }

  // MARK: - Writing

  private func text(
    _ builder: ScriptBuilder, of database: Planned
  ) throws(AludelError) -> String {
    do { return try database.dialect.script(builder.elements) } catch {
      throw .query(database: database.stream.name, error)
    }
  }

  /// The run's id is a digest of what the database's scripts do: the same work gives the same bytes.
  private func author(
    of database: Planned, _ request: ScriptRequest, steps: [PreparedStep]
  ) -> HistoryAuthor {
    let name = database.stream.name
    var lines = [workspace.configuration.name, name, "\(request.action)", toolVersion]
    lines += ["\(database.plan.start)", "\(database.plan.end)"]
    lines += steps.filter { $0.description.database == name }.map {
      "\($0.step.direction) \($0.step.revision) \($0.checksum?.hexadecimal ?? "")"
    }
    let bytes = Array(lines.joined(separator: "\n").utf8)
    return HistoryAuthor(
      runID: String(Checksum(of: bytes[...]).hexadecimal.prefix(32)),
      user: database.dialect.scriptUser, host: "script", toolVersion: "\(toolVersion) script")
  }

  /// A database may be called anything; a slash or a dot in front would lead elsewhere.
  static func fileName(for database: String, number: Int? = nil) -> String {
    var name: [UInt8] = []
    for byte in database.utf8 {
      let isPlain =
        byte > 0x20 && byte != 0x7F && byte != UInt8(ascii: "/")
        && byte != UInt8(ascii: "%") && !(name.isEmpty && byte == UInt8(ascii: "."))
      let digits = Array("0123456789ABCDEF".utf8)
      name +=
        isPlain ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
    let part = number.map { ".\($0)" } ?? ""
    return String(decoding: name, as: UTF8.self) + part + ".sql"
  }
}
