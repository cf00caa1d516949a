import DialectKit
import Orchestration
import Reporting
import Revisions
import Workspaces

/// Errors in the workspace file, and in what `init` was asked for.
extension Diagnostics {
  func configuration(_ problem: ConfigurationProblem) -> Diagnostic {
    Diagnostic(
      code: "invalid_config", words(of: problem), file: problem.file, line: problem.line,
      column: problem.column,
      excerpt: problem.line.flatMap { line in
        problem.sourceLine.map {
          Diagnostic.Excerpt(line: line, text: $0, column: problem.column)
        }
      },
      hints: cures(of: problem) + (problem.advice.map { [Diagnostic.Hint($0)] } ?? []))
  }

  private func cures(of problem: ConfigurationProblem) -> [Diagnostic.Hint] {
    switch problem.code {
    case .noWorkspace:
      [
        Diagnostic.Hint(
          options.config == nil ? "make a workspace here" : "make a workspace there",
          command: command("init"))
      ]
    case .missingFolder:
      [Diagnostic.Hint("make what is missing", command: completing(problem.file))]
    case .outsideWorkspace where problem.line == nil, .unreadableFile where problem.isLink:
      [Diagnostic.Hint("see where it leads", command: "ls -ld \(problem.file.shellQuoted)")]
    default: []
    }
  }

  /// `init` for a workspace that is there; one that was found above needs its name.
  private func completing(_ file: String) -> String {
    var diagnostics = self
    if workspaceFile == nil, file.contains("/") { diagnostics.workspaceFile = file }
    return diagnostics.command("init")
  }

  /// The TOML library begins its messages with the word that stands before them already.
  private func words(of problem: ConfigurationProblem) -> String {
    problem.message.hasPrefix("error while ")
      ? String(problem.message.dropFirst("error ".count)) : problem.message
  }

  func scaffold(_ problem: ScaffoldProblem) -> Diagnostic {
    switch problem {
    case .unknownTemplate(let name, let known):
      return Diagnostic(
        code: "unknown_template", "there is no template `\(name)`",
        facts: ["templates: \(known.joined(separator: ", "))"],
        hints: [Diagnostic.Hint("see what each gives", command: "aludel list-templates")])
    case .notNameAndURL(let text):
      return Diagnostic(
        code: "usage", "--database `\(text)` is not name=url",
        hints: [
          Diagnostic.Hint(
            "for example", command: command("init --database main=sqlite:///main.db"))
        ])
    case .badName(let name, let problem):
      return Diagnostic(
        code: "invalid_config",
        "a database cannot be called `\(name)`: \(words(of: problem))")
    case .badURL(let database, let error):
      return Diagnostic(
        code: "invalid_config", "the url of \(database) cannot be used: \(error.message)",
        database: database, hints: error.advice.map { [Diagnostic.Hint($0)] } ?? [])
    case .unknownDialect(let database, let scheme, let known):
      return Diagnostic(
        code: "invalid_config", "the url of \(database) has an unknown scheme `\(scheme)`",
        database: database, facts: ["schemes: \(known.joined(separator: ", "))"],
        hints: [
          Diagnostic.Hint(
            "for example",
            command: command("init --database \(database.shellQuoted)=sqlite:///main.db"))
        ])
    case .takenDatabase(let name):
      return Diagnostic(
        code: "invalid_config", "the workspace has a database `\(name)` already", database: name,
        hints: [Diagnostic.Hint("change its url in the workspace file")])
    case .insideWorkspace(let file):
      return Diagnostic(
        code: "inside_workspace", "this folder belongs to a workspace already", file: file,
        hints: [
          Diagnostic.Hint(
            "make what is missing in that one", command: again("-c \(file.shellQuoted)")),
          Diagnostic.Hint("make another one here all the same", command: again(".")),
        ])
    }
  }

  func words(of problem: NameProblem) -> String {
    switch problem {
    case .empty: "it is empty"
    case .tooLong: "it is longer than 255 bytes"
    case .badCharacter(let byte, let offset):
      byte == 0x20
        ? "a space may not stand at byte \(offset + 1)"
        : byte < 0x80 && byte > 0x20
          ? "`\(Character(Unicode.Scalar(byte)))` may not stand at byte \(offset + 1)"
          : "byte \(offset + 1) may not stand there"
    case .reserved: "the word has a meaning of its own"
    }
  }
}
