public import Orchestration
import Revisions

/// What `revision` or `merge` made.
public struct CreatedFilesView: Sendable {
  private let type: String
  private let files: [CreatedFile]
  private let unneeded: [MergeReport.Unneeded]?

  public init(_ files: [CreatedFile]) {
    type = "revision"
    self.files = files
    unneeded = nil
  }

  public init(_ report: MergeReport) {
    type = "merge"
    files = report.files
    unneeded = report.unneeded
  }

  /// Which databases needed no merge.
  public func talk(for terminal: Terminal) -> [String] {
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
    }
    return JSONOutput.line(
      Object(
        type: type,
        files: files.map {
          Object.File(
            database: $0.database, revision: $0.revision.text, downRevision: $0.parents.map(\.text),
            file: $0.path)
        }, unneeded: unneeded?.map(\.database)))
  }
}
