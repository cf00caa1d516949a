import DialectKit
import Revisions
import SQLText
import SchemaModel

/// A schema that was made anew on a scratch database, from the snapshot alone.
struct SchemaCopy: Sendable {
  /// What was to be made: without what no statement of ours can make.
  var wanted: SchemaSnapshot
  /// What the catalog says was made.
  var made: SchemaSnapshot
  /// What was left out, sorted.
  var missing: [ObjectID] = []
  /// Why.
  var refusals: [SchemaRefusal] = []
}

extension SchemaWork {
  /// Makes the objects of a snapshot on an empty scratch database.
  ///
  /// Objects that cannot be made are left out together with whatever needs them: whoever means to change
  /// one of those must refuse.
  ///
  /// - Throws: `unproven` when a statement of ours fails.
  func copy(
    _ snapshot: SchemaSnapshot, in session: Session
  ) async throws(AludelError) -> SchemaCopy {
    let empty = try await inspect(session)
    var copy = SchemaCopy(wanted: snapshot, made: SchemaSnapshot())
    let plan = try planned(&copy, from: empty)
    guard !plan.isEmpty else {
      copy.made = empty
      return copy
    }
    do {
      try await carryOut(
        plan.statements, suspendingForeignKeys: plan.suspendsForeignKeys, in: session)
    } catch {
      throw .schema(
        .unproven(database: stream.name, .upgrade, .statement(error.statement, error.error)))
    }
    copy.made = try await inspect(session)
    return copy
  }

  private func planned(
    _ copy: inout SchemaCopy, from empty: SchemaSnapshot
  ) throws(AludelError) -> SchemaPlan {
    while true {
      // What an empty database has and the snapshot lacks stays: nothing is dropped here.
      var target = copy.wanted
      for object in empty.objects.values where target[object.id] == nil { target.insert(object) }
      do {
        return try SchemaPlan(from: empty, to: target, rules: rules)
      } catch {
        let refused = copy.wanted.withDependants(of: error.refusals.map(\.object))
        guard !refused.isEmpty else {
          throw .schema(.refused(database: stream.name, error.refusals))
        }
        copy.missing = (copy.missing + refused).sorted()
        copy.refusals += error.refusals
        for id in refused { copy.wanted.remove(id) }
      }
    }
  }

  /// What would make of a copy what it should be.
  func differences(
    of copy: SchemaCopy, in session: Session
  ) async throws(AludelError) -> [ObjectChange] {
    let wanted = objects.managed(in: copy.wanted)
    let made = objects.managed(in: copy.made).only(wanted)
    return try await changes(from: made, to: wanted, in: session)
  }

  /// What differs and does not mean the same.
  ///
  /// - Parameter held: what the scratch database holds.
  func changes(
    from held: SchemaSnapshot, to other: SchemaSnapshot, in session: Session
  ) async throws(AludelError) -> [ObjectChange] {
    let comparison = SchemaComparison(from: held, to: other, rules: rules)
    let same = try await equivalences(in: comparison, between: other, and: held, over: session)
    guard !same.isEmpty else { return comparison.changes }
    return SchemaComparison(from: held, to: other, rules: rules, equivalences: same).changes
  }

  /// The facts that are written differently and mean the same.
  ///
  /// - Parameter held: what the scratch database holds.
  func equivalences(
    in comparison: SchemaComparison, between other: SchemaSnapshot, and held: SchemaSnapshot,
    over session: Session
  ) async throws(AludelError) -> Set<FactOfObject> {
    guard !settlement.facts(of: comparison).isEmpty else { return [] }
    do {
      return try await session.run { [settlement] connection throws(DatabaseError) in
        try settlement.equivalences(
          in: comparison, between: other, and: held, on: connection)
      }
    } catch {
      throw .schema(.inspection(database: stream.name, error))
    }
  }
}

extension SchemaSnapshot {
  /// The objects, the whole that each is a part of, and all that depends on any of these.
  fileprivate func withDependants(of ids: [ObjectID]) -> [ObjectID] {
    let users = dependants()
    var waiting: [ObjectID] = []
    for id in ids {
      var whole = id
      for _ in 0..<8 {
        guard let parent = self[whole]?.parent else { break }
        whole = parent
      }
      if self[whole] != nil { waiting.append(whole) }
    }
    var found: Set<ObjectID> = []
    while let id = waiting.popLast() {
      if found.insert(id).inserted { waiting += users[id, default: []] }
    }
    return found.sorted()
  }

  /// Without what an empty database of the engine has by itself and the other does not.
  fileprivate func only(_ other: SchemaSnapshot) -> SchemaSnapshot {
    leavingOut { $0.parent == nil && $0.id.kind == .schema && other[$0.id] == nil }
  }
}
