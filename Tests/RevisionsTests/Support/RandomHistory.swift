import Revisions

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers for a seed everywhere.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
}

/// A random sound history: branches, merges, several bases, dependencies, also redundant ones.
func randomRevisions(_ random: inout SplitMix, atMost count: Int = 12) -> [Revision] {
  let size = Int.random(in: 1...count, using: &random)
  var made: [Revision] = []
  for number in 0..<size {
    var revision = Revision(id: id("r\(number)x"))
    let near = made.suffix(random.chance(60) ? 3 : made.count)
    if random.chance(85), let parent = near.randomElement(using: &random) {
      revision.parents.append(parent.id)
    }
    while random.chance(20), let other = near.randomElement(using: &random) {
      if !revision.parents.contains(other.id) { revision.parents.append(other.id) }
    }
    while random.chance(20), let needed = made.randomElement(using: &random) {
      revision.dependencies.append(Dependency(name: needed.id.text))
    }
    if random.chance(15) { revision.labels.append(branchLabel("label\(number)")) }
    made.append(revision)
  }
  return made.shuffled(using: &random)
}

/// Rows that an upgrade could have left.
func randomRows(_ graph: RevisionGraph, _ random: inout SplitMix) -> HeadSet {
  let picked = (0..<Int.random(in: 0...3, using: &random)).compactMap { _ in
    graph.ids.randomElement(using: &random)
  }
  return graph.applied(HeadSet(picked)).heads
}
