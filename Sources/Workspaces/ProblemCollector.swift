import SQLText

/// Gathers the problems of one file, each once, with its place and the line that may be shown.
///
/// A class because many readers add to it while the file is walked; it never leaves that walk.
final class ProblemCollector {
  let file: String
  let source: SourceText
  /// Lines that hold, or could hold, a URL or a password.
  var secretLines: Set<Int> = []
  private var found: Set<ConfigurationProblem> = []

  init(file: String, source: SourceText) {
    self.file = file
    self.source = source
  }

  var isEmpty: Bool { found.isEmpty }

  /// In the order of the file.
  var problems: [ConfigurationProblem] {
    found.sorted {
      ($0.line ?? 0, $0.column ?? 0, $0.message) < ($1.line ?? 0, $1.column ?? 0, $1.message)
    }
  }

  func add(
    _ code: ConfigurationProblem.Code, at position: SourcePosition?, _ message: String,
    advice: String? = nil
  ) {
    found.insert(problem(code, at: position, message, advice: advice))
  }

  func add(_ problems: ConfigurationProblems) {
    found.formUnion(problems.problems)
  }

  /// The problem as a value, for one that is kept until somebody needs what it stands for.
  func problem(
    _ code: ConfigurationProblem.Code, at position: SourcePosition?, _ message: String,
    advice: String? = nil
  ) -> ConfigurationProblem {
    ConfigurationProblem(
      file: file, line: position?.line, column: position?.column, code: code, message: message,
      advice: advice, sourceLine: position.flatMap { shownLine($0.line) })
  }

  private func shownLine(_ number: Int) -> String? {
    guard !secretLines.contains(number), let line = source.line(number),
      !looksSecret(line)
    else { return nil }
    return line
  }
}

/// Whether a line, read as mere text, could hold a URL or a password.
///
/// Asked for lines that no parser understood, so it errs on the side of hiding.
func looksSecret(_ line: String) -> Bool {
  let text = line.lowercased()
  return ["://", "url", "pass", "pwd", "secret", "token"].contains { text.contains(substring: $0) }
}

extension String {
  /// Plain search by bytes; the library's own would bring in more than this needs.
  func contains(substring: String) -> Bool {
    let needle = Array(substring.utf8)
    let bytes = Array(utf8)
    guard let first = needle.first else { return true }
    guard bytes.count >= needle.count else { return false }
    for start in 0...(bytes.count - needle.count) where bytes[start] == first {
      if bytes[start..<(start + needle.count)].elementsEqual(needle) { return true }
    }
    return false
  }
}
