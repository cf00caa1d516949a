public import Orchestration
import Revisions

/// What `squash` made, or would make.
public struct SquashView: Sendable {
  private let report: SquashReport

  public init(_ report: SquashReport) {
    self.report = report
  }

  public func lines(for terminal: Terminal) -> [String] {
    if report.isDryRun {
      return report.squashes.flatMap { squash in
        ["-- \(squash.file)"]
          + squash.text.split(separator: "\n", omittingEmptySubsequences: false)
          .map(String.init)
      }
    }
    var table = TextTable()
    for squash in report.squashes {
      table.add([
        TextTable.Cell(squash.database, .heading),
        TextTable.Cell(squash.revision.text, .identifier), TextTable.Cell(squash.file),
      ])
    }
    return table.lines(for: terminal)
  }

  public func talk(for terminal: Terminal) -> [String] {
    var lines: [String] = []
    for squash in report.squashes {
      lines.append(
        "\(squash.database): \(squash.replaces.count) revisions in one, "
          + "\(counted(squash.objects, "object")) and \(counted(squash.rows, "row")), "
          + (squash.irreversible == nil ? "proven up and down" : "proven up")
          + " on \(squash.server)")
      if let reason = squash.irreversible { lines.append("  no way down: \(reason)") }
      if !report.isDryRun { lines.append("  originals: \(squash.folder)") }
      if !squash.varies.isEmpty {
        lines.append(
          "  not proven, since no two replays give the same: \(squash.varies.joined(separator: ", "))"
        )
      }
      lines += squash.omitted.lines
    }
    lines += report.untouched.map { "\($0): fewer than two revisions, nothing to fold" }
    return lines
  }

  private func counted(_ count: Int, _ name: String) -> String {
    "\(count) \(name)\(count == 1 ? "" : "s")"
  }

  public var json: String {
    JSONOutput.line(
      SquashObject(
        dryRun: report.isDryRun,
        databases: report.squashes.map { squash in
          SquashObject.Database(
            name: squash.database, revision: squash.revision.text, file: squash.file,
            replaces: squash.replaces.map(\.text), originals: squash.folder,
            objects: squash.objects, rows: squash.rows, varies: squash.varies,
            omitted: squash.omitted.map(OmittedObject.init), irreversible: squash.irreversible,
            server: squash.server)
        }))
  }

  private struct SquashObject: Encodable {
    struct Database: Encodable {
      var name: String
      var revision: String
      var file: String
      var replaces: [String]
      var originals: String
      var objects: Int
      var rows: Int
      var varies: [String]
      var omitted: [OmittedObject]
      var irreversible: String?
      var server: String
    }

    var type = "squash"
    var formatVersion = JSONOutput.formatVersion
    var dryRun: Bool
    var databases: [Database]
  }
}

/// A statement that a squash does not carry over.
private struct OmittedObject: Encodable {
  var revision: String
  var file: String
  var line: Int
  var statement: String

  init(_ statement: OriginalStatement) {
    revision = statement.revision.text
    file = statement.file
    line = statement.line
    self.statement = statement.words
  }
}

extension [OriginalStatement] {
  /// What is told of them behind a squash; nothing where there are none.
  fileprivate var lines: [String] {
    guard !isEmpty else { return [] }
    return ["  left out, since no schema holds it; a squash with --concat keeps it:"]
      + map { "    \($0.file):\($0.line): \($0.words)" }
  }
}

/// What `squash --verify` found.
public struct SquashVerificationView: Sendable {
  private let verification: SquashVerification

  public init(_ verification: SquashVerification) {
    self.verification = verification
  }

  public func lines(for terminal: Terminal) -> [String] {
    guard !verification.squashes.isEmpty else { return ["there is no squash"] }
    var table = TextTable()
    for squash in verification.squashes {
      table.add([
        TextTable.Cell(squash.database, .heading),
        TextTable.Cell(squash.revision.text, .identifier),
        TextTable.Cell(squash.verdict.words(isIrreversible: squash.isIrreversible)),
      ])
    }
    return table.lines(for: terminal)
  }

  /// What no proof of a schema is about.
  public func talk(for terminal: Terminal) -> [String] {
    verification.squashes.flatMap { squash in
      squash.omitted.isEmpty
        ? [] : ["\(squash.database): \(squash.revision)"] + squash.omitted.lines
    }
  }

  public var json: String {
    JSONOutput.line(
      VerificationObject(
        databases: verification.squashes.map { squash in
          VerificationObject.Squash(
            name: squash.database, revision: squash.revision.text, verdict: squash.verdict.word,
            omitted: squash.omitted.map(OmittedObject.init))
        }))
  }

  private struct VerificationObject: Encodable {
    struct Squash: Encodable {
      var name: String
      var revision: String
      var verdict: String
      var omitted: [OmittedObject]
    }

    var type = "squash_verification"
    var formatVersion = JSONOutput.formatVersion
    var databases: [Squash]
  }
}

extension SquashVerification.Verdict {
  fileprivate var word: String {
    switch self {
    case .proven: "proven"
    case .asRecorded: "as_recorded"
    case .asOutlined: "as_outlined"
    case .unknown: "unknown"
    case .failed: "failed"
    }
  }

  fileprivate func words(isIrreversible: Bool) -> String {
    switch self {
    case .proven(let server):
      isIrreversible
        ? "builds what its originals build; there is no way down (\(server))"
        : "builds what its originals build, and takes it down (\(server))"
    case .asRecorded(let server):
      "builds what was recorded when it was proven (\(server)); its originals are gone"
    case .asOutlined(let recorded, let server):
      "builds the objects, rows and counters that were recorded (\(recorded), here \(server)); "
        + "definitions were not compared, and its originals are gone"
    case .unknown: "its originals are gone, and its file records no proof"
    case .failed: "does not build what it should"
    }
  }
}

/// What `squash --prune` deleted.
public struct PruneView: Sendable {
  private let report: PruneReport

  public init(_ report: PruneReport) {
    self.report = report
  }

  public func lines(for terminal: Terminal) -> [String] {
    report.squashes.flatMap(\.files).map { "deleted \($0)" }
  }

  public func talk(for terminal: Terminal) -> [String] {
    report.squashes.isEmpty
      ? ["no squash has originals to delete"]
      : ["nobody stands among them: \(report.asked.joined(separator: ", "))"]
  }

  public var json: String {
    JSONOutput.line(
      PruneObject(
        asked: report.asked,
        databases: report.squashes.map { squash in
          PruneObject.Squash(
            name: squash.database, revision: squash.revision.text, deleted: squash.files)
        }))
  }

  private struct PruneObject: Encodable {
    struct Squash: Encodable {
      var name: String
      var revision: String
      var deleted: [String]
    }

    var type = "squash_prune"
    var formatVersion = JSONOutput.formatVersion
    var asked: [String]
    var databases: [Squash]
  }
}
