public import Orchestration

/// What became of files in an editor.
public struct EditView: Sendable {
  private let report: EditReport

  public init(_ report: EditReport) {
    self.report = report
  }

  public func lines(for terminal: Terminal) -> [String] {
    var table = TextTable()
    for file in report.files {
      table.add([
        TextTable.Cell(
          file.isChanged ? "changed" : "unchanged", file.isChanged ? .success : .dim),
        TextTable.Cell(file.path),
      ])
    }
    return table.lines(for: terminal)
  }

  public var json: String {
    struct Object: Encodable {
      struct File: Encodable {
        var file: String
        var changed: Bool
      }

      var type = "edit"
      var formatVersion = JSONOutput.formatVersion
      var files: [File]
    }
    return JSONOutput.line(
      Object(files: report.files.map { Object.File(file: $0.path, changed: $0.isChanged) }))
  }
}
