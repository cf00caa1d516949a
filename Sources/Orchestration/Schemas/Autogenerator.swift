import DialectKit
import MigrationFiles
import Revisions
import SQLText
import SchemaModel
import Workspaces

/// Makes revisions of the differences between what databases hold and what they should hold.
///
/// Every file is proven before the first is written: run on a scratch copy of what its changes can reach in the
/// current schema it gives the desired one, and its downgrade gives the current one back.
package struct Autogenerator: Sendable {
  private let writer: RevisionWriter
  private let control: RunControl
  private let asking: RenameAsker?

  package init(
    _ workspace: LoadedWorkspace, now: Int64, control: RunControl, asking: RenameAsker?
  ) {
    writer = RevisionWriter(workspace, now: now)
    self.control = control
    self.asking = asking
  }

  package func generate(
    _ request: AutogenerateRequest
  ) async throws(AludelError) -> AutogenerateReport {
    var report = AutogenerateReport()
    let selected = try writer.selected(by: request.revision, maySeveral: true)
    report.withoutSchema = selected.filter { $0.entry.schema == nil }.map(\.name)
    guard report.withoutSchema.count < selected.count else {
      throw .schema(.noDesiredSchema(databases: report.withoutSchema))
    }
    var choices = RenameChoices(renames: request.renames, drops: request.drops)
    var drafts: [RevisionWriter.Draft] = []
    for result in await attempts(
      request, for: selected.filter { $0.entry.schema != nil }, choices)
    {
      let attempt = try result.get()
      choices.noteUsed(in: attempt.choices)
      report.notes += attempt.notes.map { (attempt.database, $0) }
      guard let proof = attempt.proof else {
        report.unchanged.append(attempt.database)
        continue
      }
      drafts.append(proof.draft)
      report.note(proof.body, in: attempt.database)
    }
    if let unused = choices.unused.first {
      throw .schema(.unknownRename(text: unused.text, option: unused.kind))
    }
    guard await !control.isStopping else { throw .schema(.stopped) }
    report.files = try writer.write(drafts)
    return report
  }

  /// What came of one database.
  private struct Attempt: Sendable {
    var database: String
    var notes: [DatabaseCheck.Note]
    /// Nil where nothing differs.
    var proof: Proof?
    var choices: RenameChoices
  }

  /// Somebody who answers is asked one thing at a time, and nothing more after a failure.
  private func attempts(
    _ request: AutogenerateRequest, for streams: [RevisionStream], _ choices: RenameChoices
  ) async -> [Swift.Result<Attempt, AludelError>] {
    guard asking != nil else {
      return await concurrently(onScratchOf: streams, atMost: request.jobs) { stream in
        await attempt(request, for: stream, choices)
      }
    }
    var results: [Swift.Result<Attempt, AludelError>] = []
    for stream in streams {
      results.append(await attempt(request, for: stream, choices))
      if case .failure = results[results.count - 1] { break }
    }
    return results
  }

  private func attempt(
    _ request: AutogenerateRequest, for stream: RevisionStream, _ choices: RenameChoices
  ) async -> Swift.Result<Attempt, AludelError> {
    await Swift.Result { () async throws(AludelError) in
      guard let source = stream.entry.schema else {
        throw .schema(.noDesiredSchema(databases: [stream.name]))
      }
      let parents = try writer.parents(request.revision, in: stream)
      let work = try SchemaWork(writer.workspace, stream, control: control)
      return try await work.withSchemas(source, replaying: request.replaying) {
        schemas async throws(AludelError) in
        var choices = choices
        do throws(AludelError) {
          let proof = try await proven(request.revision, after: parents, schemas, work, &choices)
          return Attempt(
            database: stream.name, notes: schemas.desired.notes, proof: proof, choices: choices)
        } catch {
          throw work.explained(error, from: schemas.whole, to: schemas.desired)
        }
      }
    }
  }

  // MARK: - One database

  /// - Returns: nil when nothing differs.
  private func proven(
    _ request: RevisionRequest, after parents: [RevisionID], _ schemas: SchemaWork.Pair,
    _ work: SchemaWork, _ choices: inout RenameChoices
  ) async throws(AludelError) -> Proof? {
    let desired = schemas.desired
    let comparison = desired.comparison
    if comparison.isEmpty { return nil }
    let before = choices
    let current = work.objects.all(in: schemas.whole)
    let surroundings = SchemaSurroundings(
      of: comparison.changes, in: [current, desired.snapshot])
    let (proof, after) = try await work.site.withDatabase {
      session async throws(AludelError) -> (Proof, RenameChoices) in
      let copy = try await work.copy(surroundings.part(of: current), in: session)
      // What we cannot make anew may stay as it is; it may neither be changed nor read differently.
      guard Set(comparison.changes.map(\.id)).isDisjoint(with: copy.missing) else {
        throw .schema(.refused(database: work.stream.name, copy.refusals))
      }
      let different = try await work.differences(of: copy, in: session)
      guard different.isEmpty else {
        throw .schema(.notReproducible(database: work.stream.name, different))
      }
      let whole = desired.snapshot.without(copy.missing)
      var target = desired
      target.snapshot = surroundings.part(of: whole)
      var choices = before
      let made = work.objects.managed(in: copy.made)
      let renaming = try await work.rename(
        from: made, to: target, choices: &choices, asking: asking, in: session)
      let pieces = Pieces(
        renaming: renaming, made: made, target: target.snapshot,
        rest: schemas.current.subtracting(copy.wanted).without(copy.missing),
        desired: whole, equivalences: desired.equivalences)
      let proof = try await prove(request, after: parents, pieces, work, in: session)
      return (proof, choices)
    }
    choices = after
    return proof
  }

  private struct Proof: Sendable {
    var draft: RevisionWriter.Draft
    var body: GeneratedBody
  }

  /// What the plan is made from.
  private struct Pieces: Sendable {
    var renaming: SchemaRenaming
    /// The current schema as it is on the scratch copy.
    var made: SchemaSnapshot
    /// What of the desired schema is to be reached there.
    var target: SchemaSnapshot
    /// What of the current schema is not on the copy: statements must fit in with that as well.
    var rest: SchemaSnapshot
    /// All of the desired schema that can be reached.
    var desired: SchemaSnapshot
    /// What is written differently in the two schemas and means the same.
    var equivalences: Set<FactOfObject>
  }

  private func prove(
    _ request: RevisionRequest, after parents: [RevisionID], _ pieces: Pieces,
    _ work: SchemaWork, in session: Session
  ) async throws(AludelError) -> Proof {
    let renamed = pieces.renaming.snapshot
    let same = try await work.equivalences(
      in: SchemaComparison(from: renamed, to: pieces.target, rules: work.rules),
      between: pieces.target, and: renamed, over: session)
    let body = try plan(pieces, same.union(pieces.equivalences), work)
    let draft = try writer.draft(request, after: parents, in: work.stream, body: body)
    // The file as a whole is tried, renames included, so those are taken back first.
    try await run(pieces.renaming.backward, work, in: session)
    try await rehearse(draft, .upgrade, work, in: session)
    try await require(pieces.target, after: .upgrade, work, in: session)
    guard body.irreversible == nil else { return Proof(draft: draft, body: body) }
    try await rehearse(draft, .downgrade, work, in: session)
    try await require(pieces.made, after: .downgrade, work, in: session)
    return Proof(draft: draft, body: body)
  }

  private func plan(
    _ pieces: Pieces, _ same: Set<FactOfObject>, _ work: SchemaWork
  ) throws(AludelError) -> GeneratedBody {
    let renamed = pieces.rest.merging(pieces.renaming.snapshot)
    let up: SchemaPlan
    do {
      up = try SchemaPlan(
        from: renamed, to: pieces.desired, rules: work.rules, equivalences: same)
    } catch {
      throw .schema(.refused(database: work.stream.name, error.refusals))
    }
    let upgrade = GeneratedSection(
      pieces.renaming.forward + up.statements, suspendsForeignKeys: up.suspendsForeignKeys)
    do {
      let down = try SchemaPlan(
        from: pieces.desired, to: renamed, rules: work.rules, equivalences: same)
      let lost = up.statements.flatMap(\.hazards).contains { $0.kind == .dataLoss }
      return GeneratedBody(
        upgrade: upgrade,
        downgrade: GeneratedSection(
          down.statements + pieces.renaming.backward,
          suspendsForeignKeys: down.suspendsForeignKeys,
          notes: lost
            ? ["what the upgrade has dropped is made again, without the data that it held"] : []))
    } catch {
      return GeneratedBody(
        upgrade: upgrade, downgrade: GeneratedSection([], suspendsForeignKeys: false),
        irreversible: error.refusals.map { "\($0.object): \($0.reason)" }.joined(separator: "; "))
    }
  }

  private func run(
    _ statements: [SchemaStatement], _ work: SchemaWork, in session: Session
  ) async throws(AludelError) {
    do {
      try await work.carryOut(statements, suspendingForeignKeys: false, in: session)
    } catch {
      throw .schema(
        .unproven(
          database: work.stream.name, .downgrade, .statement(error.statement, error.error)))
    }
  }

  /// Runs a section of the file as it will be written.
  private func rehearse(
    _ draft: RevisionWriter.Draft, _ direction: Direction, _ work: SchemaWork,
    in session: Session
  ) async throws(AludelError) {
    let file = try writer.file(of: draft)
    let prepared = try work.stream.prepare(direction, of: file)
    do {
      try await session.run { [dialect = work.dialect] connection throws(StepFailure) in
        try prepared.rehearse(on: connection, of: dialect)
      }
    } catch {
      let error = error
      let statement: SQLStatement =
        if case .statement(let statement, _, _) = error.cause {
          statement
        } else {
          prepared.statements.last?.statement ?? SQLStatement(text: "")
        }
      throw .schema(
        .unproven(
          database: work.stream.name, direction,
          .statement(
            statement,
            error.databaseError ?? DatabaseError(.statement, message: "it cannot be run"))))
    }
  }

  private func require(
    _ target: SchemaSnapshot, after direction: Direction, _ work: SchemaWork, in session: Session
  ) async throws(AludelError) {
    let reached = work.objects.managed(in: try await work.inspect(session))
    let changes = try await work.changes(from: reached, to: target, in: session)
    guard changes.isEmpty else {
      throw .schema(.unproven(database: work.stream.name, direction, .differs(changes)))
    }
  }
}

extension AutogenerateReport {
  fileprivate mutating func note(_ body: GeneratedBody, in database: String) {
    for (direction, section) in [(Direction.upgrade, body.upgrade), (.downgrade, body.downgrade)] {
      for hazard in section.statements.flatMap(\.hazards) {
        let warning = Warning(database: database, direction: direction, hazard: hazard)
        if !warnings.contains(warning) { warnings.append(warning) }
      }
    }
    if let reason = body.irreversible { irreversible.append((database, reason)) }
  }
}
