package import Revisions

/// A history to measure with, and how large it is.
package struct SampleHistory: Sendable {
  package var name: String
  package var revisions: [Revision]

  /// Revisions and the edges between them: what the work should be in proportion to.
  package var size: Int {
    revisions.reduce(0) { $0 + 1 + $1.parents.count + $1.dependencies.count }
  }

  /// One after the other.
  package static func line(_ count: Int) -> SampleHistory {
    SampleHistory(
      name: "line of \(count)",
      revisions: (0..<count).map { number in
        Revision(id: id(number), parents: number == 0 ? [] : [id(number - 1)])
      })
  }

  /// A fork and a merge, and again: three revisions each, and one at the beginning.
  package static func diamonds(_ count: Int) -> SampleHistory {
    var revisions = [Revision(id: id(0))]
    for number in 0..<count {
      let top = id(3 * number)
      let sides = [id(3 * number + 1), id(3 * number + 2)]
      revisions += sides.map { Revision(id: $0, parents: [top]) }
      revisions.append(Revision(id: id(3 * number + 3), parents: sides))
    }
    return SampleHistory(name: "\(count) diamonds", revisions: revisions)
  }

  /// A trunk into which a branch is merged at every step, each of which began five merges ago.
  package static func branches(_ count: Int) -> SampleHistory {
    var revisions = [Revision(id: id(0))]
    for number in 1...count {
      let branch = Revision(id: id(2 * number - 1), parents: [id(2 * max(0, number - 5))])
      revisions.append(branch)
      revisions.append(
        Revision(id: id(2 * number), parents: [id(2 * number - 2), branch.id]))
    }
    return SampleHistory(name: "\(count) overlapping branches", revisions: revisions)
  }

  /// Branches of twenty revisions side by side, and one merge of them all.
  package static func fan(_ count: Int) -> SampleHistory {
    var revisions = [Revision(id: id(0))]
    var tips: [RevisionID] = []
    for branch in 0..<count {
      var above = id(0)
      for step in 1...20 {
        let id = id(20 * branch + step)
        revisions.append(Revision(id: id, parents: [above]))
        above = id
      }
      tips.append(above)
    }
    revisions.append(Revision(id: id(20 * count + 1), parents: tips))
    return SampleHistory(name: "\(count) branches side by side", revisions: revisions)
  }

  /// Two lines that need each other at every step.
  package static func ladder(_ count: Int) -> SampleHistory {
    var revisions: [Revision] = []
    for number in 0..<count {
      for side in 0...1 {
        var revision = Revision(id: id(2 * number + side))
        if number > 0 {
          revision.parents = [id(2 * (number - 1) + side)]
          revision.dependencies = [Dependency(name: id(2 * (number - 1) + 1 - side).text)]
        }
        revisions.append(revision)
      }
    }
    revisions.append(Revision(id: id(2 * count), parents: [id(2 * count - 2), id(2 * count - 1)]))
    return SampleHistory(name: "ladder of \(count)", revisions: revisions)
  }

  /// Twelve hex digits that look as little sorted as real ones.
  private static func id(_ number: Int) -> RevisionID {
    var mixed = UInt64(number) &* 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ (mixed >> 32)) & 0xFFFF_FFFF_FFFF
    let digits = String(mixed, radix: 16)
    let text = String(repeating: "0", count: 12 - digits.count) + digits
    guard let id = try? RevisionID(validating: text) else { fatalError("\(text) is an id") }
    return id
  }
}

/// Databases of which each needs the one before it: every step waits for its counterpart there.
package func sampleWorkspace(
  databases: Int, revisions: Int
) throws -> [WorkspacePlan.Database] {
  try (0..<databases).map { number in
    let name = "d\(number)"
    var history = SampleHistory.line(revisions).revisions
    if number > 0 {
      for place in history.indices {
        history[place].dependencies = [
          Dependency(database: "d\(number - 1)", name: history[place].id.text)
        ]
      }
    }
    let graph = try RevisionGraph(history, databaseLabel: nil, database: name)
    let plan = try graph.planUpgrade(to: [.heads], rows: HeadSet([]))
    return WorkspacePlan.Database(name: name, graph: graph, rows: HeadSet([]), plan: plan)
  }
}
