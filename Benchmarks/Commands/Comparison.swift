/// A piece of work that aludel does, and others do too.
struct Comparison {
  /// Who does it, and how.
  struct Side {
    var name: String
    var program: Program
    /// The most that aludel's time may be of this one's; nil where there is none to keep.
    var goal: Double?
    /// Brings everything into the state before the work. Not counted.
    var prepare: () throws -> Void = {}
  }

  var work: String
  var aludel: Side
  var others: [Side]
  /// How often each side does the work.
  var rounds: Int

  /// Lets all sides do the work in turn, so that what disturbs the machine disturbs all of them, and
  /// compares within each round.
  func measure() throws -> Result {
    let sides = [aludel] + others
    // Once without counting: files come into the memory of the system.
    for side in sides where rounds > 3 {
      try side.prepare()
      try side.program.run()
    }
    var usages = sides.map { _ in [Program.Usage]() }
    for round in 0..<max(1, rounds) {
      for turn in sides.indices {
        let index = (turn + round) % sides.count
        try sides[index].prepare()
        usages[index].append(try sides[index].program.run())
      }
    }
    return Result(comparison: self, usages: usages)
  }

  struct Result {
    var comparison: Comparison
    /// By side, then by round.
    fileprivate var usages: [[Program.Usage]]

    /// Of aludel first, then of the others.
    func times(of side: Int) -> Spread { Spread(usages[side].map(\.elapsed)) }

    func memory(of side: Int) -> Spread { Spread(usages[side].map(\.memory)) }

    /// Aludel's time over that of the other one, round by round.
    func ratio(to other: Int) -> Spread {
      Spread(zip(usages[0], usages[other]).map { $0.elapsed / $1.elapsed })
    }
  }
}

/// Several readings of one thing.
struct Spread {
  private let sorted: [Double]

  init(_ values: [Double]) { sorted = values.sorted() }

  var least: Double { sorted.first ?? .nan }
  var median: Double { sorted.isEmpty ? .nan : sorted[sorted.count / 2] }
  var most: Double { sorted.last ?? .nan }
}
