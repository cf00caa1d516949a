import Foundation
import Testing

/// The commands of a README, with what it says they answer: the blocks marked as `console`, in order.
///
///     $ aludel status
///     shop: 2 databases
struct Walk {
  struct Step {
    var command: String
    var answer: [String]
    /// Where the answer stands in the text's lines.
    var lines: Range<Int>
  }

  let file: URL
  private(set) var lines: [String]
  private(set) var steps: [Step] = []

  init(_ file: URL) throws {
    self.file = file
    lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
    var isInside = false
    for (index, line) in lines.enumerated() {
      if line == "```console" || (isInside && line == "```") {
        isInside.toggle()
      } else if isInside, line.hasPrefix("$ ") {
        steps.append(
          Step(command: String(line.dropFirst(2)), answer: [], lines: index + 1..<index + 1))
      } else if isInside, let last = steps.indices.last {
        steps[last].answer.append(line)
        steps[last].lines = steps[last].lines.lowerBound..<index + 1
      }
    }
  }

  /// Runs every command and compares what it says.
  ///
  /// With `ALUDEL_RECORD=1` the answers are written into the file instead: look at the difference.
  func take(in example: Example) async throws {
    try #require(!steps.isEmpty)
    var recorded: [String] = []
    var copied = 0
    for step in steps {
      let answer = try await example.run(step.command)
      var said = answer.text.components(separatedBy: "\n")
      while said.last?.isEmpty == true { said.removeLast() }
      let isSame = Self.comparable(said) == Self.comparable(step.answer)
      if Self.isRecording {
        // A blank line keeps a command apart from the answer before it.
        let isFollowed = lines.dropFirst(step.lines.upperBound).first?.hasPrefix("$ ") ?? false
        recorded += lines[copied..<step.lines.lowerBound]
        recorded += isSame ? step.answer : said + (isFollowed && !said.isEmpty ? [""] : [])
        copied = step.lines.upperBound
      } else {
        #expect(isSame, "$ \(step.command)\n\(answer.text)")
        let failed = step.answer.contains { $0.hasPrefix("error:") || $0.hasPrefix("FAILED:") }
        // A gate that has found something says so with a status of its own.
        let found = answer.status == 2 && step.answer.contains { $0.hasPrefix("warning:") }
        #expect(failed || found || answer.status == 0, "$ \(step.command) gave \(answer.status)")
      }
    }
    if Self.isRecording {
      recorded += lines[copied...]
      try recorded.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
    }
  }

  private static let isRecording =
    ProcessInfo.processInfo.environment["ALUDEL_RECORD"] == "1"

  /// What does not differ from run to run and from machine to machine: times, versions of servers with
  /// the width of the columns that they stand in, and the order in which databases that work at the
  /// same time report are left out.
  private static func comparable(_ lines: [String]) -> [String] {
    lines.map { line in
      line.replacing(/[0-9]+ ms/, with: "N ms")
        .replacing(/(SQLite|PostgreSQL|MariaDB) [0-9.]+/) { "\($0.output.1) V" }
        .replacing(/[ ]+/, with: " ")
        .trimmingCharacters(in: .whitespaces)
    }.filter { !$0.isEmpty }.sorted()
  }
}
