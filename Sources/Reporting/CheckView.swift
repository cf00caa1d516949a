/// `check`: what was found in each database.
public struct CheckView: Sendable {
  /// Something that was found, or that could not be found out.
  public struct Finding: Sendable {
    public var diagnostic: Diagnostic
    /// The SQL that would cure it, statement by statement.
    public var statements: [String]
    /// Whether it could not be checked.
    public var isFailure: Bool

    public init(_ diagnostic: Diagnostic, statements: [String] = [], isFailure: Bool = false) {
      self.diagnostic = diagnostic
      self.statements = statements
      self.isFailure = isFailure
    }

    /// The SQL as one text; nil where there is none.
    var sql: String? {
      statements.isEmpty ? nil : statements.map { $0 + ";" }.joined(separator: "\n")
    }
  }

  /// A database with what was found in it, and why something was not checked.
  public struct Database: Sendable {
    public var name: String
    public var findings: [Finding]
    public var notes: [Diagnostic]

    public init(name: String, findings: [Finding], notes: [Diagnostic]) {
      self.name = name
      self.findings = findings
      self.notes = notes
    }
  }

  private let workspace: String
  private let databases: [Database]

  public init(workspace: String, databases: [Database]) {
    self.workspace = workspace
    self.databases = databases
  }

  public func lines(for terminal: Terminal) -> [String] {
    var table = TextTable()
    for database in databases {
      let count = database.findings.count
      let failed = database.findings.contains(where: \.isFailure)
      table.add([
        TextTable.Cell(database.name, .heading),
        TextTable.Cell(
          failed
            ? "cannot be checked"
            : count == 0 ? "ok" : "\(count) \(count == 1 ? "finding" : "findings")",
          failed ? .error : count == 0 ? .success : .warning),
      ])
    }
    var lines = table.lines(for: terminal)
    for finding in databases.flatMap(\.findings) {
      lines.append("")
      lines += finding.diagnostic.lines(for: terminal)
      lines += (finding.sql ?? "").sanitized.split(
        separator: "\n", omittingEmptySubsequences: false
      )
      .map { $0.isEmpty ? "" : "    " + terminal.paint(String($0), .dim) }
      .drop { $0.isEmpty }
      lines += finding.diagnostic.hintLines(for: terminal)
    }
    return lines
  }

  /// Why something was not checked: talk, for it is no finding.
  public func talk(for terminal: Terminal) -> [String] {
    databases.flatMap(\.notes).flatMap { $0.lines(for: terminal) + $0.hintLines(for: terminal) }
  }

  public var json: String {
    JSONOutput.line(
      CheckObject(
        workspace: workspace,
        databases: databases.map { database in
          CheckObject.Database(
            name: database.name, ok: database.findings.isEmpty,
            findings: database.findings.map(CheckObject.Finding.init),
            notes: database.notes.map { CheckObject.Note(code: $0.code, message: $0.headline) })
        }))
  }

  /// Workflow commands of GitHub, one a finding, which become annotations of the files that they name.
  public var annotations: [String] {
    databases.flatMap { database in
      database.findings.map { $0.annotation("error") }
        + database.notes.map { Finding($0).annotation("notice") }
    }
  }
}

extension CheckView.Finding {
  /// `::error file=…,line=…,title=…::message`, with the escapes that the runner undoes.
  fileprivate func annotation(_ level: String) -> String {
    func escaped(_ text: String, _ pairs: [(String, String)]) -> String {
      pairs.reduce(text) { $0.replacingAll($1.0, with: $1.1) }
    }
    let data = [("%", "%25"), ("\r", "%0D"), ("\n", "%0A")]
    let property = data + [(":", "%3A"), (",", "%2C")]
    var properties: [String] = []
    if let file = diagnostic.file {
      properties.append("file=\(escaped(file, property))")
      if let line = diagnostic.line { properties.append("line=\(line)") }
      if let column = diagnostic.column { properties.append("col=\(column)") }
    }
    properties.append("title=\(escaped(diagnostic.code, property))")
    let message = ([diagnostic.headline] + diagnostic.facts + [sql].compactMap { $0 })
      .joined(separator: "\n")
    return "::\(level) \(properties.joined(separator: ","))::\(escaped(message, data))"
  }
}

extension String {
  fileprivate func replacingAll(_ pattern: String, with replacement: String) -> String {
    // By scalars: CR and LF together are one Character.
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      if pattern.unicodeScalars.first == scalar {
        result.append(contentsOf: replacement.unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }
}

private struct CheckObject: Encodable {
  struct Database: Encodable {
    var name: String
    var ok: Bool
    var findings: [Finding]
    var notes: [Note]
  }

  struct Finding: Encodable {
    enum Key: CodingKey {
      case code, message, sql, file, line, hint, hints
    }

    var finding: CheckView.Finding

    init(_ finding: CheckView.Finding) {
      self.finding = finding
    }

    /// `sql` is there in any case: null says that there is none.
    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      let error = ErrorObject(finding.diagnostic)
      try container.encode(error.code, forKey: .code)
      try container.encode(error.message, forKey: .message)
      try container.encode(finding.sql, forKey: .sql)
      try container.encodeIfPresent(error.file, forKey: .file)
      try container.encodeIfPresent(error.line, forKey: .line)
      try container.encodeIfPresent(error.hints.first, forKey: .hint)
      try container.encode(error.hints, forKey: .hints)
    }
  }

  struct Note: Encodable {
    var code: String
    var message: String
  }

  var type = "check"
  var formatVersion = JSONOutput.formatVersion
  var workspace: String
  var databases: [Database]
}
