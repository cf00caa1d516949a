import DialectKit
import MigrationFiles
import Revisions
import SQLText
import SchemaModel
import Workspaces

/// Finds out whether a workspace is as it should be. Writes nothing, but on scratch databases.
package struct Checker: Sendable {
  private let workspace: LoadedWorkspace
  private let control: RunControl

  package init(_ workspace: LoadedWorkspace, control: RunControl) {
    self.workspace = workspace
    self.control = control
  }

  package func check(_ request: CheckRequest) async throws(AludelError) -> CheckReport {
    let streams = try workspace.streams.matching(request.names)
    let checks = await concurrently(onScratchOf: streams, atMost: request.jobs) { stream in
      // Told as a whole, and there is nothing to tell when it was stopped.
      await control.isStopping ? DatabaseCheck(name: stream.name) : await check(stream, request)
    }
    guard await !control.isStopping else { throw .schema(.stopped) }
    return CheckReport(workspace: workspace.configuration.name, databases: checks)
  }

  private func check(_ stream: RevisionStream, _ request: CheckRequest) async -> DatabaseCheck {
    var check = DatabaseCheck(name: stream.name)
    if request.parts.contains(.heads), stream.graph.realHeads.count > 1 {
      check.findings.append(.status(.severalHeads(stream.graph.realHeads)))
    }
    if request.parts.contains(.files) { check.failures += stream.unreadableFiles }
    if !request.parts.isDisjoint(with: [.current, .files]) {
      take(await Questions(workspace).status(of: stream), of: stream, request, &check)
    }
    // It would be told twice.
    guard check.failures.isEmpty else { return check }
    if request.parts.contains(.squashes) {
      do { try await prove(stream, request, &check) } catch { check.failures.append(error) }
    }
    if request.parts.contains(.schema) {
      do { try await compare(stream, request, &check) } catch { check.failures.append(error) }
    }
    return check
  }

  private func take(
    _ status: DatabaseStatus, of stream: RevisionStream, _ request: CheckRequest,
    _ check: inout DatabaseCheck
  ) {
    if request.parts.contains(.current), !status.pending.isEmpty {
      check.findings.append(stream.notUpToDate(status.current, status.pending))
    }
    for problem in status.problems {
      switch problem {
      case .severalHeads: break
      case .changedFile:
        if request.parts.contains(.files) { check.findings.append(.status(problem)) }
      case .error where status.state == .interrupted, .underway:
        if request.parts.contains(.current) { check.findings.append(.status(problem)) }
      case .error(let error): check.failures.append(error)
      }
    }
  }

  // MARK: - Squashes

  /// What files alone can tell is always looked at: whether the sections are those that were proven.
  private func prove(
    _ stream: RevisionStream, _ request: CheckRequest, _ check: inout DatabaseCheck
  ) async throws(AludelError) {
    for squash in stream.graph.declaredSquashes {
      guard let file = stream.files[squash.id] else { continue }
      guard let evidence = file.proof.flatMap({ SquashEvidence($0.text) }) else {
        check.notes.append(.squashWithoutProof(squash.id))
        continue
      }
      let rules = stream.dialect.lexicalRules
      if try file.sectionsDigest(rules: rules) != evidence.body {
        check.findings.append(.editedSquash(squash.id, file: file.path, originals: false))
      }
      if let originals = try stream.originalsDigest(of: squash.replaces),
        originals != evidence.originals
      {
        check.findings.append(.editedSquash(squash.id, file: file.path, originals: true))
      }
    }
    guard request.replaying, !stream.graph.squashes.isEmpty else { return }
    for squash in try await SquashVerifier(workspace, control: control).verify(stream) {
      guard case .failed(let error) = squash.verdict else { continue }
      if case .squash = error {
        check.findings.append(
          .unprovenSquash(squash.revision, file: stream.files[squash.revision]?.path, error))
      } else {
        check.failures.append(error)
      }
    }
  }

  // MARK: - The schema

  private func compare(
    _ stream: RevisionStream, _ request: CheckRequest, _ check: inout DatabaseCheck
  ) async throws(AludelError) {
    guard let source = stream.entry.schema else {
      check.notes.append(.noDesiredSchema)
      return
    }
    let work = try SchemaWork(workspace, stream, control: control)
    do throws(AludelError) {
      try await work.withSchemas(source, replaying: request.replaying) {
        schemas async throws(AludelError) in
        check.notes += schemas.desired.notes
        check.findings += findings(schemas, work).map { .schema($0) }
      }
    } catch {
      guard let finding = error.asFinding(of: stream) else { throw error }
      check.notes.append(.behind)
      if !request.parts.contains(.current) { check.findings.append(finding) }
    }
  }

  /// One finding for each group of changes. What has to be made again on the way to it, such as a view
  /// over a changed column, belongs to the next finding.
  private func findings(_ schemas: SchemaWork.Pair, _ work: SchemaWork) -> [SchemaFinding] {
    let (current, desired) = (schemas.current, schemas.desired)
    let comparison = desired.comparison
    guard !comparison.isEmpty else { return [] }
    func finding(_ root: ObjectID, _ changes: [ObjectChange]) -> SchemaFinding {
      SchemaFinding(
        changes: changes, statements: [], refusal: nil,
        file: desired.text.isFile ? desired.text.source : nil,
        position: desired.text.isFile
          ? desired.text.position(of: root, rules: work.dialect.lexicalRules) : nil)
    }
    let differing = Dictionary(grouping: comparison.changes, by: \.id)
    do throws(SchemaRefusals) {
      let plan = try SchemaPlan(
        from: current, to: desired.snapshot, rules: work.rules,
        equivalences: desired.equivalences)
      // What is dropped here and made again there is one difference, told where it ends.
      var last: [ObjectID: Int] = [:]
      for (index, group) in plan.groups.enumerated() {
        for change in group.changes { last[change.id] = index }
      }
      var findings: [SchemaFinding] = []
      var onTheWay: [SchemaStatement] = []
      for (index, group) in plan.groups.enumerated() {
        let statements =
          (try? work.rules.statements(for: group, from: current, to: desired.snapshot)) ?? []
        let changes = group.changes.filter { last[$0.id] == index }
          .compactMap { differing[$0.id]?.first }
        guard !changes.isEmpty else {
          onTheWay += statements
          continue
        }
        var finding = finding(group.root, changes)
        finding.statements = onTheWay + statements
        onTheWay = []
        findings.append(finding)
      }
      if !findings.isEmpty { findings[findings.count - 1].statements += onTheWay }
      return findings
    } catch {
      let roots = Dictionary(grouping: comparison.changes) { change in
        (change.old ?? change.new)?.parent ?? change.id
      }
      return roots.sorted { $0.key < $1.key }.map { root, changes in
        var finding = finding(root, changes)
        let ids = Set(changes.map(\.id) + [root])
        finding.refusal = error.refusals.first { ids.contains($0.object) }
        return finding
      }
    }
  }
}

extension RevisionStream {
  fileprivate func notUpToDate(
    _ current: [String], _ pending: [RevisionID]
  ) -> DatabaseCheck.Finding {
    .notUpToDate(
      current: current, pending: pending,
      file: pending.first.flatMap { files[$0]?.path })
  }
}

extension AludelError {
  /// That the live schema is that of an earlier revision is found, and no failure.
  fileprivate func asFinding(of stream: RevisionStream) -> DatabaseCheck.Finding? {
    switch self {
    case .schema(.notUpToDate(_, let current, let pending)): stream.notUpToDate(current, pending)
    case .interrupted: .status(.error(self))
    default: nil
    }
  }
}

extension RevisionStream {
  /// What keeps revisions from being run, as far as their own text tells: other commands read the sections
  /// of those that they run.
  fileprivate var unreadableFiles: [AludelError] {
    var problems: [RevisionFileProblem] = []
    var errors: [AludelError] = []
    for file in files.values.sorted(by: { $0.path < $1.path }) {
      do {
        let body = try file.body(rules: dialect.lexicalRules)
        if body.upgrade == nil {
          errors.append(
            .missingUpgrade(database: name, revision: file.revision.id, file: file.path))
        }
      } catch {
        problems += error.problems
      }
    }
    return problems.isEmpty ? errors : [.revisionFiles(problems)] + errors
  }
}
