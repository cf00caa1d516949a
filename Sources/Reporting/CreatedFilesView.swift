public import Orchestration
import Revisions

/// What `revision` made.
public struct CreatedFilesView: Sendable {
  let files: [CreatedFile]

  public init(_ files: [CreatedFile]) {
    self.files = files
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

      var type = "revision"
      var formatVersion = JSONOutput.formatVersion
      var files: [File]
    }
    return JSONOutput.line(
      Object(
        files: files.map {
          Object.File(
            database: $0.database, revision: $0.revision.text, downRevision: $0.parents.map(\.text),
            file: $0.path)
        }))
  }
}
