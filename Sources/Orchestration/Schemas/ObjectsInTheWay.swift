import DialectKit
import SchemaModel

/// Why something that was generated did not work, where the reason is no fault of ours: an object that
/// `include` and `exclude` leave out of the comparison rests upon one that changes, or the other way round.
extension SchemaWork {
  /// The error, with what may be in the way if it is one of a proof.
  func explained(
    _ error: AludelError, from whole: SchemaSnapshot, to desired: Desired
  ) -> AludelError {
    guard case .schema(.unproven(let database, let direction, let proof, _)) = error else {
      return error
    }
    let comparison = SchemaComparison(
      from: objects.managed(in: whole), to: desired.snapshot, rules: rules,
      equivalences: desired.equivalences)
    var found = users(of: comparison.changes.compactMap(\.old), in: whole)
    found.formUnion(missing(for: comparison.changes.compactMap(\.new), in: whole, desired.snapshot))
    if case .statement(_, let said) = proof {
      let words = [said.message, said.detail ?? ""].joined(separator: " ")
      found.formUnion(
        leftOut(of: whole).map(\.id).filter { $0.name.count > 2 && words.contains($0.name) })
    }
    return .schema(.unproven(database: database, direction, proof, inTheWay: found.sorted()))
  }

  /// The wholes that are not compared, without our own tables.
  private func leftOut(of whole: SchemaSnapshot) -> [SchemaObject] {
    let managed = objects.managed(in: whole)
    return objects.all(in: whole).objects.values.filter {
      $0.parent == nil && managed[$0.id] == nil
    }
  }

  /// Which of them stand upon something that changes, however many steps away.
  private func users(of changed: [SchemaObject], in whole: SchemaSnapshot) -> Set<ObjectID> {
    let users = whole.dependants()
    var seen: Set<ObjectID> = []
    var waiting = changed.map(\.id)
    while let id = waiting.popLast() {
      if seen.insert(id).inserted { waiting += users[id, default: []] }
    }
    return Set(
      leftOut(of: whole).map(\.id).filter { id in
        seen.contains(id) || seen.contains { whole[$0]?.parent == id }
      })
  }

  /// What the new objects need, and neither schema as it is compared has.
  private func missing(
    for new: [SchemaObject], in whole: SchemaSnapshot, _ desired: SchemaSnapshot
  ) -> Set<ObjectID> {
    Set(new.flatMap(\.dependencies).filter { desired[$0] == nil && whole[$0] == nil })
  }
}
