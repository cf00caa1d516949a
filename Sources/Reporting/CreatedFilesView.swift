public import Orchestration
import Revisions
import SchemaModel

/// What `revision` or `merge` made.
public struct CreatedFilesView: Sendable {
  private let type: String
  private let files: [CreatedFile]
  private let unneeded: [MergeReport.Unneeded]?
  private let generated: AutogenerateReport?

  public init(_ files: [CreatedFile]) {
    type = "revision"
    self.files = files
    unneeded = nil
    generated = nil
  }

  public init(_ report: MergeReport) {
    type = "merge"
    files = report.files
    unneeded = report.unneeded
    generated = nil
  }

  public init(_ report: AutogenerateReport) {
    type = "revision"
    files = report.files
    unneeded = nil
    generated = report
  }

  /// Which databases needed no file, and what the files warn of.
  public func talk(for terminal: Terminal) -> [String] {
    if let generated { return generated.talk(for: terminal) }
    guard let unneeded, !unneeded.isEmpty else { return [] }
    var table = TextTable()
    for database in unneeded {
      table.add([
        TextTable.Cell(database.database, .heading),
        TextTable.Cell(database.heads.first?.text ?? terminal.dash, .identifier),
        TextTable.Cell(
          database.heads.isEmpty ? "no revisions, needs no merge" : "one head, needs no merge",
          .dim),
      ])
    }
    return table.lines(for: terminal) + (files.isEmpty ? ["", "nothing to merge"] : [])
  }

  public func lines(for terminal: Terminal) -> [String] {
    var table = TextTable()
    for file in files {
      table.add([
        TextTable.Cell(file.database, .heading), TextTable.Cell(file.revision.text, .identifier),
        TextTable.Cell(file.path),
      ])
    }
    return table.lines(for: terminal)
  }

  public var json: String {
    struct Object: Encodable {
      struct File: Encodable {
        var database: String
        var revision: String
        var downRevision: [String]
        var file: String
      }

      var type: String
      var formatVersion = JSONOutput.formatVersion
      var files: [File]
      /// The databases with one head or none.
      var unneeded: [String]?
      /// The databases in which nothing differs.
      var unchanged: [String]?
      var warnings: [Warning]?

      struct Warning: Encodable {
        var database: String
        var direction: String
        var code: String
        var message: String
      }
    }
    return JSONOutput.line(
      Object(
        type: type,
        files: files.map {
          Object.File(
            database: $0.database, revision: $0.revision.text, downRevision: $0.parents.map(\.text),
            file: $0.path)
        }, unneeded: unneeded?.map(\.database), unchanged: generated?.unchanged,
        warnings: generated?.warnings.map {
          Object.Warning(
            database: $0.database, direction: $0.direction.rawValue, code: $0.hazard.kind.rawValue,
            message: $0.hazard.message)
        }))
  }
}

extension AutogenerateReport {
  fileprivate func talk(for terminal: Terminal) -> [String] {
    var lines: [String] = []
    for warning in warnings where warning.direction == .upgrade {
      let words = "\(warning.database): \(warning.hazard.kind.label): \(warning.hazard.message)"
      lines.append(terminal.paint("warning:", .warning) + " " + words.sanitized)
    }
    for (database, reason) in irreversible {
      lines.append(
        terminal.paint("warning:", .warning)
          + " \(database) has no way back from it: \(reason)".sanitized)
    }
    if !unchanged.isEmpty {
      lines.append("nothing differs in \(unchanged.joined(separator: ", "))")
    }
    if !withoutSchema.isEmpty {
      lines.append("left out, without a desired schema: \(withoutSchema.joined(separator: ", "))")
    }
    return lines
  }
}
