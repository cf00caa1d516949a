import Orchestration
import Reporting
import SchemaModel

extension Console {
  /// Asks about renames, where somebody sits at both ends; nil elsewhere.
  var renameAsker: RenameAsker? {
    guard invocation.inputIsInteractive, invocation.errorIsInteractive, !options.json,
      !options.quiet
    else { return nil }
    return { question in ask(question) }
  }

  /// An empty answer leaves it open, and the command stops.
  private func ask(_ question: RenameQuestion) -> RenameAnswer? {
    let old = question.old
    talk(["", "\(question.database): \(old.kind) \(old.shortPath) goes. Which is true?"])
    talk(
      zip(1..., question.candidates).map { number, new in
        "  \(number)  it is renamed to \(new.shortPath)"
      } + ["  0  it is dropped, with all that it holds"])
    while true {
      invocation.writeError("number: ")
      guard let line = invocation.readLine(), !line.allSatisfy(\.isWhitespace) else { return nil }
      if let number = Int(line.filter { !$0.isWhitespace }) {
        if number == 0 { return .dropped }
        if question.candidates.indices.contains(number - 1) {
          return .renamed(to: question.candidates[number - 1])
        }
      }
      talk(["a number from 0 to \(question.candidates.count), or nothing to stop"])
    }
  }
}
