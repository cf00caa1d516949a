import Foundation
import Testing

/// A shell session as text: what is typed and everything that comes back.
///
///     ## a remark
///     $ aludel heads
///     > a further line of what is typed
///     what standard output says
///     ! what standard error says
///     [exit 3]
///
/// Streams are shown in the order in which they arrive. An output line that would read as one of these
/// marks has a `\` before it.
struct Transcript {
  enum Item {
    case remark([String])
    case command(String)
  }

  let name: String
  let text: String
  var items: [Item] = []
  /// `## needs: postgresql` in the first remark.
  var needs: Set<String> = []

  init(file: URL) throws {
    name = file.deletingPathExtension().lastPathComponent
    text = try String(contentsOf: file, encoding: .utf8)
    var isTyping = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.hasPrefix("$ ") {
        items.append(.command(String(line.dropFirst(2))))
        isTyping = true
      } else if isTyping, line == ">" || line.hasPrefix("> "),
        case .command(let typed)? = items.last
      {
        items[items.count - 1] = .command(typed + "\n" + line.dropFirst(2))
      } else if line.hasPrefix("##") {
        isTyping = false
        if line.hasPrefix("## needs: ") { needs.insert(String(line.dropFirst(10))) }
        if case .remark(let lines)? = items.last {
          items[items.count - 1] = .remark(lines + [line])
        } else {
          items.append(.remark([line]))
        }
      } else {
        isTyping = false
      }
    }
  }

  static func all() throws -> [Transcript] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Transcripts")
    return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "transcript" }
      .sorted { $0.lastPathComponent < $1.lastPathComponent }
      .map(Transcript.init(file:))
  }

  static func url(of name: String) -> URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Transcripts/\(name).transcript")
  }

  /// The lines for one command and what came of it.
  static func lines(of command: String, _ outcome: Outcome) -> [String] {
    var lines = command.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .map { $0 == 0 ? "$ \($1)" : $1.isEmpty ? ">" : "> \($1)" }
    for piece in outcome.pieces {
      var output = piece.text.split(separator: "\n", omittingEmptySubsequences: false)
        .map(String.init)
      if output.last == "" {
        output.removeLast()
      } else {
        output[output.count - 1] += "[no newline]"
      }
      lines += output.map { line in
        let visible = line.replacingOccurrences(of: "\u{1B}", with: "␛")
        switch piece.stream {
        case .error: return visible.isEmpty ? "!" : "! " + visible
        case .output:
          return ["$ ", "> ", "##", "! ", "[exit ", "\\"].contains(where: visible.hasPrefix)
            || visible == "!" ? "\\" + visible : visible
        }
      }
    }
    if outcome.status != 0 { lines.append("[exit \(outcome.status)]") }
    return lines
  }
}

extension Transcript: CustomTestStringConvertible {
  var testDescription: String { name }
}
