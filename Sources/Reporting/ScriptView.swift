public import Orchestration
import Revisions

/// What `--sql` has written.
public struct ScriptView: Sendable {
  private let scripts: [(script: DatabaseScript, path: String?)]

  /// Scripts that go to standard output themselves.
  public init(_ scripts: [DatabaseScript]) {
    self.scripts = scripts.map { ($0, nil) }
  }

  public init(_ written: [WrittenScript]) {
    scripts = written.map { ($0.script, $0.path) }
  }

  /// A line for each file, in the order in which they run.
  public func lines(for terminal: Terminal) -> [String] {
    let arrow = terminal.hasUnicode ? "→" : "->"
    var table = TextTable()
    for (script, path) in scripts {
      let start = script.start.map(RunSummary.position) ?? "any"
      let way = script.end.map { end in
        script.start == end ? start : "\(start) \(arrow) \(RunSummary.position(end))"
      }
      table.add([
        TextTable.Cell(path ?? script.fileName), TextTable.Cell(script.database, .heading),
        TextTable.Cell(way ?? ""), TextTable.Cell(work(of: script), .dim),
      ])
    }
    return table.lines(for: terminal)
  }

  private func work(of script: DatabaseScript) -> String {
    switch script.steps.count {
    case 0: script.start != nil && script.start == script.end ? "nothing to do" : ""
    case 1: "1 revision"
    default: "\(script.steps.count) revisions"
    }
  }

  public var json: [String] {
    scripts.map { script, path in
      JSONOutput.line(
        ScriptObject(
          database: script.database, from: script.start?.texts, to: script.end?.texts,
          steps: script.steps.map {
            ScriptObject.Step(revision: $0.revision.text, direction: $0.direction.rawValue)
          },
          command: script.command, file: path, sql: path == nil ? script.text : nil))
    }
  }
}

private struct ScriptObject: Encodable {
  struct Step: Encodable {
    var revision: String
    var direction: String
  }

  var type = "script"
  var formatVersion = JSONOutput.formatVersion
  var database: String
  var from: [String]?
  var to: [String]?
  var steps: [Step]
  var command: String
  var file: String?
  var sql: String?
}
