import SQLText
import Testing

/// A script and the texts of its statements.
struct SplitCase: CustomTestStringConvertible, Sendable {
  var script: String
  var statements: [String]

  init(_ script: String, _ statements: [String]) {
    self.script = script
    self.statements = statements
  }

  /// A script that is one statement, but for its terminator and the white space around it.
  init(whole script: String) {
    var text = script[...]
    while text.last?.isWhitespace == true { text = text.dropLast() }
    if text.last == ";" { text = text.dropLast() }
    self.init(script, [String(text)])
  }

  var testDescription: String { script }
}

/// A script that cannot be split, and the byte at which that shows.
struct ProblemCase: CustomTestStringConvertible, Sendable {
  var script: String
  var kind: SplitProblem.Kind
  var offset: Int

  init(_ script: String, _ kind: SplitProblem.Kind, at offset: Int) {
    self.script = script
    self.kind = kind
    self.offset = offset
  }

  var testDescription: String { script }
}

extension StatementSplitter {
  /// The pieces in short: statements as they are, directives in angle brackets.
  func outline(_ script: String) throws(SplitProblem) -> [String] {
    try split(script).map { piece in
      switch piece {
      case .statement(let statement): statement.text
      case .directive(let directive): "<\(directive.words.map(\.text).joined(separator: " "))>"
      }
    }
  }
}
