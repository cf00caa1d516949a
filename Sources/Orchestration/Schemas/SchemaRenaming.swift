import DialectKit
import Revisions
import SQLText
import SchemaModel

/// Renames that were carried out on a scratch copy, where the engine itself has put the new names into
/// views, indexes and keys.
struct SchemaRenaming: Sendable {
  /// In the order in which they were made.
  var forward: [SchemaStatement] = []
  /// Those that take them back, in the order in which they must run.
  var backward: [SchemaStatement] = []
  /// The schema with the new names, what is compared of it.
  var snapshot: SchemaSnapshot
}

extension SchemaWork {
  /// Carries out the renames that somebody has decided on: tables first, then their parts, then the
  /// names that were made from the old ones.
  ///
  /// - Throws: `undecidedRenames` when something may be a rename and nobody has said.
  func rename(
    from current: SchemaSnapshot, to desired: Desired, choices: inout RenameChoices,
    asking: RenameAsker?, in session: Session
  ) async throws(AludelError) -> SchemaRenaming {
    var renaming = SchemaRenaming(snapshot: current)
    // Each round makes at least one name of the desired schema come true.
    while true {
      let comparison = SchemaComparison(
        from: renaming.snapshot, to: desired.snapshot, rules: rules)
      let chosen = try await decide(
        comparison, from: renaming.snapshot, to: desired, choices: &choices, asking: asking)
      guard !chosen.isEmpty else { break }
      let tables = chosen.filter { $0.old.kind == .table }
      try await carryOut(tables.isEmpty ? chosen : tables, &renaming, in: session)
    }
    guard !renaming.forward.isEmpty else { return renaming }
    let comparison = SchemaComparison(from: renaming.snapshot, to: desired.snapshot, rules: rules)
    try await carryOut(twins(in: comparison), &renaming, in: session)
    return renaming
  }

  private func decide(
    _ comparison: SchemaComparison, from current: SchemaSnapshot, to desired: Desired,
    choices: inout RenameChoices, asking: RenameAsker?
  ) async throws(AludelError) -> [RenameCandidate] {
    let dropped = comparison.changes.compactMap {
      if case .drop(let old) = $0 { old.id } else { nil }
    }
    let created = comparison.changes.compactMap {
      if case .create(let new) = $0 { new.id } else { nil }
    }
    var chosen = choices.renames(
      of: dropped, to: created, in: stream.name, notes: desired.text.notes)
    // What depends on a table's name is asked again when that is settled.
    if chosen.contains(where: { $0.old.kind == .table }) { return chosen }
    var candidates = comparison.renameCandidates(from: current, to: desired.snapshot)
    var open: [RenameCandidate] = []
    // Who leaves one open wants to stop.
    var asking = asking
    while let first = candidates.first {
      let old = first.old
      let mine = candidates.filter { $0.old == old }
      candidates.removeAll { $0.old == old }
      if chosen.contains(where: { $0.old == old }) || choices.isDropped(old, in: stream.name) {
        continue
      }
      let left = mine.filter { candidate in !chosen.contains { $0.new == candidate.new } }
      guard !left.isEmpty else { continue }
      let question = RenameQuestion(
        database: stream.name, old: old, candidates: left.map(\.new))
      switch await asking?(question) {
      case .renamed(let new):
        chosen.append(RenameCandidate(old, new))
        choices.rename(old, to: new, in: stream.name)
      case .dropped: choices.drop(old, in: stream.name)
      case nil:
        open += left
        asking = nil
      }
    }
    guard open.isEmpty else {
      throw .schema(.undecidedRenames(database: stream.name, open.sorted()))
    }
    return chosen.sorted()
  }

  /// What goes and comes with another name and nothing else about it: keys and indexes that are named
  /// after a table or column that has another name now. No data is in them, so nobody needs to decide.
  private func twins(in comparison: SchemaComparison) -> [RenameCandidate] {
    var dropped: [SchemaObject] = []
    var created: [SchemaObject] = []
    for change in comparison.changes {
      switch change {
      case .drop(let object) where object.id.kind != .table && object.id.kind != .column:
        dropped.append(object)
      case .create(let object): created.append(object)
      default: break
      }
    }
    return dropped.compactMap { old in
      func isTwin(_ left: SchemaObject, _ right: SchemaObject) -> Bool {
        left.id.kind == right.id.kind && left.parent == right.parent
          && left.id.schema == right.id.schema && left.id.owner == right.id.owner
          && !left.facts.isEmpty
          && left.facts.elementsEqual(right.facts) { $0 == $1 }
          && left.dependencies.sorted() == right.dependencies.sorted()
      }
      let twins = created.filter { isTwin(old, $0) }
      guard twins.count == 1, dropped.count(where: { isTwin($0, old) }) == 1,
        (try? rules.rename(old, to: twins[0].id.name)) != nil
      else { return nil }
      return RenameCandidate(old.id, twins[0].id)
    }
  }

  private func carryOut(
    _ renames: [RenameCandidate], _ renaming: inout SchemaRenaming, in session: Session
  ) async throws(AludelError) {
    guard !renames.isEmpty else { return }
    let broken = broken(by: renames, in: renaming.snapshot)
    let left = renaming.snapshot.leavingOut { broken.contains($0.id) }
    let before = try statements(from: renaming.snapshot, to: left)
    let after = try statements(from: left, to: renaming.snapshot)
    try await run(before, in: session)
    renaming.forward += before
    renaming.backward = after + renaming.backward
    var made: [RenameCandidate] = []
    for rename in renames {
      guard let old = renaming.snapshot[rename.old] else { continue }
      let statements = try refusing { () throws(SchemaRefusal) in
        try rules.rename(old, to: rename.new.name)
      }
      try await run(statements, in: session)
      renaming.forward += statements
      made.append(rename)
    }
    renaming.snapshot = objects.managed(in: try await inspect(session))
    for rename in made {
      guard let new = renaming.snapshot[rename.new] else {
        throw .schema(
          .unproven(
            database: stream.name, .upgrade,
            .differs([.create(SchemaObject(rename.new))])))
      }
      let back = try refusing { () throws(SchemaRefusal) in
        try rules.rename(new, to: rename.old.name)
      }
      renaming.backward = back + renaming.backward
    }
  }

  /// What the renames leave unusable, and whatever stands over that.
  private func broken(
    by renames: [RenameCandidate], in snapshot: SchemaSnapshot
  ) -> Set<ObjectID> {
    var broken = Set(
      renames.compactMap { snapshot[$0.old] }
        .flatMap { rules.broken(byRenaming: $0, in: snapshot) })
    var count = 0
    while count < broken.count {
      count = broken.count
      for object in snapshot.objects.values
      where object.dependencies.contains(where: broken.contains) {
        broken.insert(object.id)
      }
    }
    return broken
  }

  private func statements(
    from current: SchemaSnapshot, to desired: SchemaSnapshot
  ) throws(AludelError) -> [SchemaStatement] {
    do { return try SchemaPlan(from: current, to: desired, rules: rules).statements } catch {
      throw .schema(.refused(database: stream.name, error.refusals))
    }
  }

  private func run(
    _ statements: [SchemaStatement], in session: Session
  ) async throws(AludelError) {
    do {
      try await carryOut(statements, suspendingForeignKeys: false, in: session)
    } catch {
      throw .schema(
        .unproven(database: stream.name, .upgrade, .statement(error.statement, error.error)))
    }
  }

  private func refusing<Result>(
    _ body: () throws(SchemaRefusal) -> Result
  ) throws(AludelError) -> Result {
    do { return try body() } catch {
      throw .schema(.refused(database: stream.name, [error]))
    }
  }
}
