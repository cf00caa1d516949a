import Foundation

/// The processor times of one piece of work over several rounds: other programs disturb them less than
/// the clock's, and all of the work is done by one thread.
struct Measurement {
  /// Milliseconds.
  private let sorted: [Double]

  var least: Double { sorted[0] }
  var median: Double { sorted[sorted.count / 2] }
  var most: Double { sorted[sorted.count - 1] }

  /// Does the work once without counting it, then so many times.
  init(rounds: Int, _ work: () throws -> Void) rethrows {
    try work()
    var times: [Double] = []
    for _ in 0..<max(1, rounds) {
      let start = Self.now
      try work()
      times.append(Self.now - start)
    }
    sorted = times.sorted()
  }

  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
  }
}

/// One line of the table.
struct Row {
  var work: String
  var history: String
  /// Revisions and edges.
  var size: Int
  var time: Measurement
  var remark = ""
}
