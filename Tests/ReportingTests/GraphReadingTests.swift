import Revisions
import Testing

@testable import Orchestration
@testable import Reporting

/// Random histories, drawn and read back from the picture: every line leads where it should.
@Suite struct GraphReadingTests {
  @Test(arguments: 0..<400) func linesLeadToParents(seed: Int) throws {
    var random = SplitMix(state: UInt64(seed))
    let count = Int.random(in: 1...14, using: &random)
    var items: [String] = []
    var expected: Set<String> = []
    for index in 0..<count {
      var parents: [Int] = []
      let wanted = [0, 1, 1, 1, 1, 2, 2, 3].randomElement(using: &random) ?? 1
      for _ in 0..<min(wanted, index) {
        // Mostly recent ones, as in histories; now and then any.
        let oldest = Bool.random(using: &random) ? 0 : max(0, index - 4)
        let parent = Int.random(in: oldest..<index, using: &random)
        if !parents.contains(parent) { parents.append(parent) }
      }
      items.append("n\(index): " + parents.map { "n\($0)" }.joined(separator: " "))
      expected.formUnion(parents.map { "n\(index) -> n\($0)" })
    }
    let history = items.reversed().joined(separator: ", ")
    let lines = GraphDrawing(entries(history), terminal: Terminal()).lines
    var reader = GraphReader()
    for line in lines { reader.read(line) }
    #expect(
      reader.arrows == expected, "\(history)\n\(lines.joined(separator: "\n"))")
    #expect(reader.nodes.count == count)
  }
}

/// Follows the lines of a picture from the top.
private struct GraphReader {
  /// Whose lines come down in each column.
  private var flow: [Int: Set<String>] = [:]
  private var lastColumn = 0
  private(set) var nodes: [String] = []
  private(set) var arrows: Set<String> = []

  mutating func read(_ line: String) {
    let letters = Array(line.dropFirst(2))
    if let place = letters.firstIndex(of: "○") {
      readNode(letters, at: place / 2)
    } else {
      readJoint(letters)
    }
  }

  private mutating func readNode(_ letters: [Character], at column: Int) {
    let name = String(letters[(column * 2 + 1)...].filter { $0.isLetter || $0.isNumber })
    nodes.append(name)
    for child in flow[column] ?? [] { arrows.insert("\(child) -> \(name)") }
    for other in flow.keys where other != column {
      let isLine = other * 2 < letters.count && letters[other * 2] == "│"
      if !isLine { flow[other] = nil }
    }
    flow[column] = [name]
    lastColumn = column
  }

  private mutating func readJoint(_ letters: [Character]) {
    var next: [Int: Set<String>] = [:]
    var column = 0
    while column * 2 < letters.count {
      var last = column
      while last * 2 + 1 < letters.count, letters[last * 2 + 1] == "─" { last += 1 }
      let cells = (column...last).map { (column: $0, letter: letters[$0 * 2]) }
      for cell in cells where cell.letter == "│" { next[cell.column] = flow[cell.column] }
      let ends = cells.filter { !"│─ ".contains($0.letter) }
      if last > column { connect(ends, &next) }
      column = last + 1
    }
    flow = next
  }

  private func connect(
    _ ends: [(column: Int, letter: Character)], _ next: inout [Int: Set<String>]
  ) {
    // Lines that end here are joined; else the last revision's line goes to all of them.
    let isJoin = ends.contains { "╯╰┴".contains($0.letter) }
    let coming = ends.filter { !"╭╮┬".contains($0.letter) }
    let all = coming.reduce(into: Set<String>()) { $0.formUnion(flow[$1.column] ?? []) }
    for end in ends where !"╯╰┴".contains(end.letter) {
      let own = "╭╮┬".contains(end.letter) ? [] : flow[end.column] ?? []
      next[end.column] = isJoin ? all : own.union(flow[lastColumn] ?? [])
    }
  }
}

/// Steele, Lea and Flood's generator: the same histories everywhere.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
