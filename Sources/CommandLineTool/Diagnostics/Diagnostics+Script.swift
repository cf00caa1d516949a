import Orchestration
import Reporting

/// Errors of `--sql`.
extension Diagnostics {
  func script(_ problem: ScriptProblem) -> Diagnostic {
    switch problem {
    case .needsRange(let target):
      return Diagnostic(
        code: "needs_range",
        "`\(target)` does not say where the downgrade starts, and a script cannot ask",
        hints: [
          Diagnostic.Hint("write from:to", command: downgrade(to: target, from: "heads")),
          Diagnostic.Hint(
            "or let the database be asked now", command: downgrade(to: target, from: "current")),
        ])
    case .severalStarts(let database, let starts):
      return Diagnostic(
        code: "several_starts",
        "\(database) cannot start at \(starts.joined(separator: " and at "))", database: database,
        hints: [
          Diagnostic.Hint(
            "several rows at once are written with a comma: 1c0b,77b2:heads")
        ])
    case .severalScripts(let databases):
      var names: [String] = []
      for name in databases where !names.contains(name) { names.append(name) }
      return Diagnostic(
        code: "needs_database",
        "there are \(databases.count) scripts, and standard output holds one",
        facts: ["databases: \(names.joined(separator: ", "))"],
        hints: [
          Diagnostic.Hint("write files", command: command("\(calledAs) --sql -o sql")),
          Diagnostic.Hint(
            "or take one database", command: command("\(calledAs) --sql", for: names.first)),
        ])
    case .noClient(let database, let dialect):
      return Diagnostic(
        code: "no_script", "the dialect \(dialect) writes no scripts", database: database,
        hints: [Diagnostic.Hint("leave the database out with -n")])
    case .staleFile(let path):
      return Diagnostic(
        code: "stale_script", "a script of an earlier time is in the folder and would stay",
        file: path,
        hints: [Diagnostic.Hint("remove it, or write into another folder")])
    }
  }

  /// The command again, with a range in place of its target.
  private func downgrade(to target: String, from start: String) -> String {
    guard arguments.contains(target), !target.contains(":") else {
      return command("downgrade \(start):base --sql")
    }
    let name = target.lastIndex(of: "/").map(target.index(after:)) ?? target.startIndex
    return again(correcting: [target: "\(target[..<name])\(start):\(target[name...])"])
  }
}
