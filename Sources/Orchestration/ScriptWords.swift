import DialectKit
import Revisions

/// The words in a script: they are read, or told by a client program, long after the command that wrote
/// them has ended.
struct ScriptWords {
  let workspace: String
  let database: String
  let action: RunRequest.Action
  let start: HeadSet?
  /// The files of scripts that must have run before, in this order.
  let earlier: [String]
  let tag: RunTag?

  private var command: String {
    switch action {
    case .upgrade: "upgrade"
    case .downgrade: "downgrade"
    case .stamp(let purge): purge ? "stamp --purge" : "stamp"
    case .ensureVersion: "ensure-version"
    }
  }

  func header(
    end: HeadSet?, steps: [StepDescription], needs: [String], run: String
  ) -> [String] {
    var lines = ["aludel \(command) --sql: \(database) of \(workspace)"]
    if let tag { lines.append("tag   \(tag)") }
    if let end {
      lines += [
        "", "from  \(start.map(position) ?? "wherever it stands")", "to    \(position(end))",
      ]
    }
    if !steps.isEmpty {
      lines.append("")
      lines += steps.map { "  \($0.revision)  \($0.title)" }
    } else if start != nil, start == end {
      lines += ["", "There is nothing to do."]
    }
    lines += ["", "Run it with: \(run)"]
    if !earlier.isEmpty { lines.append("Run these before it: \(earlier.joined(separator: ", "))") }
    if !needs.isEmpty {
      lines.append(
        action == .downgrade
          ? "These must be taken down before: \(needs.joined(separator: ", "))"
          : "These must be applied before: \(needs.joined(separator: ", "))")
    }
    if let start {
      lines.append(
        "It stops, with nothing changed, unless the database stands at \(position(start)).")
    }
    return lines
  }

  func heading(of step: PreparedStep) -> [String] {
    let step = step.description
    return ["\(step.direction.rawValue) \(step.revision)  \(step.title)"]
  }

  var wrongStart: String {
    let before = earlier.last.map { "run \($0) first, or " } ?? ""
    return
      "\(database) does not stand at \(start.map(position) ?? "base"), where this script starts; "
      + "nothing was changed: \(before)see where it stands with `aludel status -n \(database.shellQuoted)` and "
      + "write the script anew from there"
  }

  var halfway: String {
    "a step stands half-way in \(database); nothing was changed: "
      + "`aludel status -n \(database.shellQuoted)` tells what to do"
  }

  var locked: String {
    "another run works on \(database); nothing was changed: run this script again when it is over"
  }

  func moved(after step: String) -> String {
    "the version rows of \(database) are not what \(step) makes of them; somebody else changes them"
  }

  func moved(before step: RevisionID) -> String {
    "the version rows of \(database) have moved before revision \(step); somebody else changes them"
  }

  private func position(_ rows: HeadSet) -> String {
    rows.isEmpty ? "base" : rows.revisions.map(\.text).joined(separator: ", ")
  }
}
