import Foundation
import Revisions

/// Questions that were put to Alembic, and its answers: `Fixtures/alembic.txt`, which
/// `scripts/alembic-fixture` writes and explains.
struct AlembicFixture {
  struct Question: CustomStringConvertible {
    /// The graph as the fixture writes it.
    var notation: String
    var graph: RevisionGraph
    var command: Command
    /// As the command line has them.
    var targets: String
    var rows: HeadSet
    var answer: String

    var description: String { "\(command) \(targets) | \(rows) | \(notation)" }
  }

  var version = ""
  var questions: [Question] = []

  static func read() throws -> AlembicFixture {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/alembic.txt")
    return try AlembicFixture(String(contentsOf: file, encoding: .utf8))
  }

  private init(_ text: String) throws {
    var graph: (notation: String, graph: RevisionGraph)?
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if line.isEmpty { continue }
      if line.hasPrefix("#") {
        let words = line.split(separator: " ")
        if let name = words.firstIndex(of: "Alembic"), version.isEmpty {
          version = String(words[name + 1])
        }
      } else if line.hasPrefix("graph ") {
        let notation = line.dropFirst(6).replacing("; ", with: ", ")
        graph = (String(notation), try history(String(notation)))
      } else if let graph, let question = Question(line, graph.notation, graph.graph) {
        questions.append(question)
      } else {
        throw Malformed(line: number + 1, text: String(line))
      }
    }
  }

  struct Malformed: Error {
    var line: Int
    var text: String
  }
}

extension AlembicFixture.Question {
  fileprivate init?(_ line: Substring, _ notation: String, _ graph: RevisionGraph) {
    let parts = line.split(separator: "|", maxSplits: 2, omittingEmptySubsequences: false)
      .map { $0.trimmingPrefix(" ") }
    guard parts.count == 3, let space = parts[0].firstIndex(of: " "),
      let command = Command(rawValue: String(parts[0][..<space]))
    else { return nil }
    self.notation = notation
    self.graph = graph
    self.command = command
    targets = parts[0][space...].split(separator: " ").joined(separator: " ")
    rows = HeadSet(parts[1].split(separator: " ").map { id(String($0)) })
    answer = String(parts[2])
  }
}

extension AlembicFixture.Question {
  /// Whether our answer is Alembic's: the steps in order, the rows at the end, the kind of error.
  func agrees(_ ours: String) -> Bool {
    if let unordered = answer.wholeMatch(of: /any order: (.*)/)?.output.1 {
      // One valid order is as good as another there, and `outcome` refuses the others.
      return unordered.split(separator: " ").sorted() == ours.split(separator: " ").sorted()
    }
    guard let theirs = errorCode(answer), let code = errorCode(ours) else { return ours == answer }
    // Where several things are wrong any of them may be told; we look at the rows first.
    if code == "unlocatable_current_revision" || targets.contains(" ") || command == .history {
      return true
    }
    return Self.codes[theirs, default: [theirs]].contains(code)
  }

  /// Our codes for kinds that Alembic does not tell apart, or not in the same way: it looks for the
  /// beginning of an id in the branch alone.
  private static let codes = [
    "overlapping": ["overlapping_rows", "overlapping_targets"],
    "not_below": ["invalid_downgrade_target", "invalid_range"],
    "unknown_revision": ["unknown_revision", "not_in_branch"],
  ]

  private func errorCode(_ answer: String) -> String? {
    answer.hasPrefix("error: ") ? String(answer.dropFirst(7)) : nil
  }
}
