public import Revisions
import SQLText

extension RevisionFile {
  /// The header of a new file, up to the line end behind its last key.
  ///
  /// A message is written as `canonicalMessage` has it. Whether the header means what it should is
  /// known only when it is parsed: a line of the message may read like a key.
  public static func header(
    for revision: Revision, created: String?, irreversible: String?, proof: SquashProof? = nil
  ) -> String {
    var lines: [String] = []
    let message = canonicalMessage(revision.message)
    if !message.isEmpty {
      lines += message.split(separator: "\n", omittingEmptySubsequences: false).map {
        $0.isEmpty ? "--" : "-- \($0)"
      }
      lines.append("--")
    }
    func add(_ key: HeaderReader.Key, _ value: String) {
      if !value.isEmpty { lines.append("-- \(key.rawValue): \(value)") }
    }
    func list(_ items: [some CustomStringConvertible]) -> String {
      items.map(\.description).joined(separator: ", ")
    }
    add(.revision, revision.id.text)
    add(.downRevision, list(revision.parents))
    add(.branchLabels, list(revision.labels))
    add(.dependsOn, list(revision.dependencies))
    add(.replaces, list(revision.replaces))
    add(.created, created ?? "")
    add(.irreversible, irreversible ?? "")
    add(.proof, proof?.text ?? "")
    add(.varies, proof?.varies.joined(separator: ", ") ?? "")
    return lines.map { $0 + "\n" }.joined()
  }

  /// A new file.
  ///
  /// - Parameters:
  ///   - upgrade: the statements with their terminators; may be empty.
  ///   - downgrade: likewise, or nil for no section.
  ///   - path: what problems call the file.
  /// - Throws: what in the values cannot be written so that it reads back the same.
  public static func text(
    for revision: Revision, created: String?, irreversible: String? = nil, upgrade: String,
    downgrade: String?, path: String = ""
  ) throws(RevisionFileProblems) -> String {
    var text = header(for: revision, created: created, irreversible: irreversible)
    text += section("upgrade", upgrade)
    if let downgrade { text += section("downgrade", downgrade) }
    let file = try RevisionFile(parsing: Array(text.utf8), path: path)
    var canonical = revision
    canonical.message = canonicalMessage(revision.message)
    guard file.revision == canonical, file.created == created, file.irreversible == irreversible
    else {
      throw RevisionFileProblems([
        RevisionFileProblem(
          .unprintable, path: path, at: .start,
          message: "the header of \(revision.id) does not read back as it was written",
          advice: "write the message without lines that look like keys")
      ])
    }
    return text
  }

  private static func section(_ name: String, _ statements: String) -> String {
    var bytes = Array(statements.utf8)[...].trimmedAtEnd
    while let first = bytes.first, first == 0x0A || first == 0x0D { bytes = bytes.dropFirst() }
    let text = String(decoding: bytes, as: UTF8.self)
    return "\n-- migrate: \(name)\n" + (text.isEmpty ? "" : text + "\n")
  }

  /// A message as a file can hold it: lines end with LF and without white space, and no blank lines
  /// stand before or after.
  public static func canonicalMessage(_ message: String) -> String {
    var lines: [ArraySlice<UInt8>] = []
    for part in Array(message.utf8).split(separator: 0x0A, omittingEmptySubsequences: false) {
      for line in part.trimmedAtEnd.split(separator: 0x0D, omittingEmptySubsequences: false) {
        lines.append(line.trimmedAtEnd)
      }
    }
    while lines.first?.isEmpty == true { lines.removeFirst() }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
  }
}
