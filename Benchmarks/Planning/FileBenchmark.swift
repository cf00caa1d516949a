import Aludel
import Foundation
import Orchestration
import Revisions
import SampleHistories

extension PlanningBenchmark {
  /// `heads` of a workspace whose one database has so many revision files: reading, checking, answering.
  static func measureFiles(_ count: Int, _ options: Options) throws -> Row {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "aludel-benchmark-\(ProcessInfo.processInfo.processIdentifier)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try write(count, to: folder)
    let workspace = WorkspaceOptions(
      variables: [:], workingDirectory: folder.path, user: "benchmark", host: "here", now: { 0 })
    let time = try Measurement(rounds: max(3, options.rounds / 2)) {
      let listing = try Workspace(workspace).heads()
      try expect(listing.databases.map(\.revisions.count) == [1])
    }
    return Row(
      work: "read files, `heads`", history: "line of \(count)",
      size: SampleHistory.line(count).size,
      time: time)
  }

  private static func write(_ count: Int, to folder: URL) throws {
    let versions = folder.appending(path: "versions")
    try FileManager.default.createDirectory(at: versions, withIntermediateDirectories: true)
    try Data(
      """
      [databases.main]
      dialect = "sqlite"
      url = "sqlite:///main.db"
      versions = "versions"

      """.utf8
    ).write(to: folder.appending(path: "aludel.toml"))
    for revision in SampleHistory.line(count).revisions {
      let parents = revision.parents.map { "\n-- down_revision: \($0)" }.joined()
      try Data(
        """
        -- Add a column
        --
        -- revision: \(revision.id)\(parents)
        -- created: 2026-01-02T03:04:05Z

        -- migrate: upgrade
        ALTER TABLE t ADD COLUMN c\(revision.id) TEXT;

        -- migrate: downgrade
        ALTER TABLE t DROP COLUMN c\(revision.id);

        """.utf8
      ).write(to: versions.appending(path: "20260102_030405_\(revision.id)_add_a_column.sql"))
    }
  }
}
