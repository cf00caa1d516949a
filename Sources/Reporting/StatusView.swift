import DialectKit
public import Orchestration
import Revisions

/// `status`: one table over all databases.
public struct StatusView: Sendable {
  let report: StatusReport
  /// The problems as people are told of them, with the database that each is about.
  let diagnostics: [Diagnostic]

  public init(_ report: StatusReport, diagnostics: [Diagnostic]) {
    self.report = report
    self.diagnostics = diagnostics
  }

  public func lines(for terminal: Terminal) -> [String] {
    let count = report.databases.count
    var lines = [
      "\(terminal.paint(report.workspace, .heading)): \(count) \(count == 1 ? "database" : "databases")",
      "",
    ]
    var table = TextTable()
    table.addHeader(["database", "server", "at", "state", "pending"])
    for database in report.databases {
      let title = database.nextTitle.flatMap { $0.isEmpty ? nil : $0 }
      let next = (title ?? database.pending.first?.text).map { "next: \($0)" } ?? ""
      table.add([
        TextTable.Cell(database.name, .heading),
        TextTable.Cell(database.server?.description ?? database.dialect),
        TextTable.Cell(
          database.current.isEmpty ? terminal.dash : database.current.joined(separator: ", "),
          .identifier),
        TextTable.Cell(words(for: database), database.state.role),
        TextTable.Cell(
          database.pending.isEmpty ? terminal.dash : "\(database.pending.count)  \(next)"),
      ])
    }
    lines += table.lines(for: terminal)
    for diagnostic in diagnostics {
      lines.append("")
      lines += diagnostic.lines(for: terminal)
      lines += diagnostic.hintLines(for: terminal)
    }
    return lines
  }

  /// A database that answered and could not be understood is not unreachable to a person.
  private func words(for database: DatabaseStatus) -> String {
    let codes = ["connection_failed", "missing_database", "client_library_missing"]
    let isElsewhere = diagnostics.contains {
      $0.database == database.name && !$0.isWarning && !codes.contains($0.code)
    }
    return database.state == .unreachable && isElsewhere ? "cannot be read" : database.state.words
  }

  public var json: String {
    JSONOutput.line(
      StatusObject(
        workspace: report.workspace,
        databases: report.databases.map { database in
          StatusObject.Database(
            name: database.name, dialect: database.dialect, server: database.server?.description,
            state: database.state.rawValue, current: database.current,
            heads: database.heads.map(\.text), pending: database.pending.map(\.text),
            problems: diagnostics.filter { $0.database == database.name }.map {
              StatusObject.Problem($0)
            })
        }))
  }
}

extension Terminal {
  /// Stands where there is nothing to show.
  package var dash: String { hasUnicode ? "–" : "-" }
}

extension DatabaseStatus.State {
  var words: String {
    switch self {
    case .upToDate: "up to date"
    case .behind: "behind"
    case .empty: "empty"
    case .unknownRevision: "unknown revision"
    case .interrupted: "interrupted"
    case .unreachable: "unreachable"
    }
  }

  var role: Role {
    switch self {
    case .upToDate: .success
    case .behind, .empty: .warning
    case .unknownRevision, .interrupted, .unreachable: .error
    }
  }
}

private struct StatusObject: Encodable {
  struct Database: Encodable {
    var name: String
    var dialect: String
    var server: String?
    var state: String
    var current: [String]
    var heads: [String]
    var pending: [String]
    var problems: [Problem]
  }

  struct Problem: Encodable {
    var code: String
    var message: String
    var file: String?
    var line: Int?
    var details: [String]
    /// The first of the hints.
    var hint: String?
    var hints: [String]

    init(_ diagnostic: Diagnostic) {
      let error = ErrorObject(diagnostic)
      code = error.code
      message = error.message
      file = error.file
      line = error.line
      details = error.details
      hint = error.hints.first
      hints = error.hints
    }
  }

  var type = "status"
  var formatVersion = JSONOutput.formatVersion
  var workspace: String
  var databases: [Database]
}
