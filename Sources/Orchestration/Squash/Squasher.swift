import DialectKit
import MigrationFiles
import Revisions
import SQLText
import SchemaModel
import Workspaces

/// Folds parts of histories into one revision each, and proves that it builds what they built.
package struct Squasher: Sendable {
  private let writer: RevisionWriter
  private let control: RunControl

  package init(_ workspace: LoadedWorkspace, now: Int64, control: RunControl) {
    writer = RevisionWriter(workspace, now: now)
    self.control = control
  }

  /// Every squash is proven before the first file changes.
  package func squash(_ request: SquashRequest) async throws(AludelError) -> SquashReport {
    var report = SquashReport(squashes: [], untouched: [], isDryRun: request.isDryRun)
    var moves: [SquashMove] = []
    for stream in try selected(by: request) {
      let range: SquashRange
      do {
        range = try stream.graph.squashRange(
          from: request.range?.start, to: request.range?.end)
      } catch {
        throw .squash(.range(database: stream.name, request.range, error))
      }
      guard range.originals.count > 1 else {
        report.untouched.append(stream.name)
        continue
      }
      try refuseGoingThrough(range, of: stream, beside: moves.map(\.draft))
      let work = try SquashWork(stream, control: control)
      let chain = try await work.chain(range)
      let draft = try draft(request, range, chain, work)
      let file = try writer.file(of: draft)
      do { try await work.prove(file, against: chain) } catch {
        throw request.concatenates ? error : chain.explained(error, work.dialect.lexicalRules)
      }
      let move = SquashMove(draft, originals: range.originals, in: writer.workspace)
      moves.append(move)
      report.squashes.append(
        SquashReport.Squash(
          database: stream.name, revision: draft.revision.id,
          file: writer.workspace.displayPath(draft.path), text: draft.text,
          replaces: range.originals, folder: writer.workspace.displayPath(move.folder),
          objects: chain.after.schema.objects.values.filter { $0.parent == nil }.count,
          rows: chain.after.rows.values.reduce(0) { $0 + $1.rows.count },
          varies: chain.varies(work.dialect),
          omitted: try work.omitted(by: file, of: chain).map { statement in
            request.isDryRun ? statement : moved(statement, by: move)
          }, irreversible: file.irreversible, server: chain.server.description))
    }
    guard await !control.isStopping else { throw .schema(.stopped) }
    if !request.isDryRun, !moves.isEmpty {
      try writer.check(moves.map(\.draft))
      let files = try writer.files()
      do {
        try SquashMove.carryOut(moves, in: files)
      } catch {
        throw .filesystem(path: error.path, message: error.message)
      }
    }
    return report
  }

  /// The statement where it stands when the files have moved.
  private func moved(_ statement: OriginalStatement, by move: SquashMove) -> OriginalStatement {
    let old = writer.workspace.absolutePath(statement.file)
    guard let new = move.originals.first(where: { $0.old == old })?.new else { return statement }
    var statement = statement
    statement.file = writer.workspace.displayPath(new)
    return statement
  }

  /// Databases that share their folders share every file: the first of them stands for all.
  private func selected(by request: SquashRequest) throws(AludelError) -> [RevisionStream] {
    try writer.workspace.streams.matching(request.names).knowing(request.range).withOwnFiles
  }

  /// Refuses a part that other databases come between.
  private func refuseGoingThrough(
    _ range: SquashRange, of stream: RevisionStream, beside drafts: [RevisionWriter.Draft]
  ) throws(AludelError) {
    let id = try writer.newID(RevisionRequest(message: ""), in: stream)
    let revision = Revision(
      id: id, parents: range.parents, dependencies: range.dependencies, labels: range.labels,
      replaces: range.originals)
    let draft = RevisionWriter.Draft(
      stream: stream, revision: revision, path: "\(id).sql", text: "")
    do {
      try writer.check(drafts + [draft])
    } catch {
      guard case .workspace(let problems, _) = error else { throw error }
      let cycles = problems.compactMap { problem -> [WorkspaceRevision]? in
        guard case .cycle(let cycle) = problem else { return nil }
        return cycle.filter { $0.database != stream.name }
      }
      guard let others = cycles.first else { throw error }
      throw .squash(.range(database: stream.name, nil, .goesThrough(others)))
    }
  }

  private func draft(
    _ request: SquashRequest, _ range: SquashRange, _ chain: SquashWork.Chain,
    _ work: SquashWork
  ) throws(AludelError) -> RevisionWriter.Draft {
    let stream = work.stream
    let message = RevisionFile.canonicalMessage(request.message ?? "")
    let naming = RevisionRequest(message: message, revisionID: request.revisionID)
    let revision = Revision(
      id: try writer.newID(naming, in: stream), parents: range.parents,
      dependencies: range.dependencies, labels: range.labels, replaces: range.originals,
      message: message.isEmpty ? "squash of \(range.originals.count) revisions" : message)
    var body: GeneratedBody
    if request.concatenates {
      body = try ConcatenatedBody(stream: stream, steps: chain.steps).sections()
    } else {
      do {
        body = try chain.body(work.dialect).sections()
        body.upgrade.notes = chain.varies(work.dialect).map {
          "\($0) holds what one replay gave: every database has values of its own there"
        }
        body.upgrade.notes += chain.omitted(by: [], rules: work.dialect.lexicalRules).map {
          "left out: \($0.words) (\(FilePaths.lastName(of: $0.file)):\($0.line)); --concat keeps it"
        }
      } catch {
        switch error {
        case .refused(let refusals):
          throw .squash(.refused(database: stream.name, refusals))
        case .unwritable(let error):
          throw .squash(.unwritable(database: stream.name, error))
        }
      }
    }
    // Beside the tip: that is where the next revision would stand.
    let parents = range.originals.suffix(1)
    let folder = try writer.folder(naming, parents: Array(parents), in: stream)
    func draft(_ proof: SquashProof?) throws(AludelError) -> RevisionWriter.Draft {
      try writer.draft(of: revision, in: folder, stream, body: body, proof: proof)
    }
    // The proof speaks of the sections as they are read.
    let sections = try writer.file(of: try draft(nil))
      .sectionsDigest(rules: work.dialect.lexicalRules)
    let evidence = SquashEvidence(
      chain, originals: try stream.originalsDigest(of: range.originals) ?? "", body: sections,
      rules: work.dialect.schemaRules)
    return try draft(SquashProof(evidence.text, varies: chain.unstable.after.columns))
  }
}

extension SquashWork.Chain {
  /// The error of a proof, with its cause where that is one that can be told.
  fileprivate func explained(_ error: AludelError, _ rules: LexicalRules) -> AludelError {
    let tables = changedTables
    guard !tables.isEmpty, case .squash(let problem) = error else { return error }
    let database: String
    switch problem {
    case .fails(let name, let failure) where failure.step.direction == .upgrade: database = name
    case .unproven(let name, .upgrade, _): database = name
    default: return error
    }
    return .squash(
      .changesRows(
        database: database, tables, by: statements(changing: tables, rules: rules), problem))
  }

  fileprivate func body(_ dialect: any ContentDialect) -> SquashBody {
    SquashBody(dialect: dialect, before: before, after: after)
  }

  /// The columns of rows of its own that no other replay fills alike.
  fileprivate func varies(_ dialect: any ContentDialect) -> [String] {
    unstable.after.columns(of: body(dialect).filled)
  }
}

/// The originals' own statements, one after the other.
struct ConcatenatedBody {
  let stream: RevisionStream
  let steps: [PreparedStep]

  func sections() throws(AludelError) -> GeneratedBody {
    var body = GeneratedBody(
      upgrade: try section(steps),
      downgrade: GeneratedSection([], suspendsForeignKeys: false))
    let down: [PreparedStep]
    do {
      down = try stream.prepare(
        steps.reversed().map { step in
          var step = step.step
          step.direction = .downgrade
          return step
        })
    } catch {
      body.irreversible = "not every revision that it replaces has a downgrade"
      return body
    }
    body.downgrade = try section(down)
    return body
  }

  private func section(_ steps: [PreparedStep]) throws(AludelError) -> GeneratedSection {
    var statements: [SchemaStatement] = []
    var suspends = false
    for step in steps {
      if step.protection == .transaction(TransactionOptions(foreignKeys: .suspended)) {
        suspends = true
      }
      for statement in step.statements {
        guard statement.statement.copyData == nil else {
          throw .squash(
            .copiedData(database: stream.name, step.description.revision))
        }
        let isAutocommit = stream.isDDLTransactional && statement.isAutocommit
        statements.append(
          SchemaStatement(statement.statement.text, needsAutocommit: isAutocommit))
      }
    }
    return GeneratedSection(statements, suspendsForeignKeys: suspends)
  }
}
