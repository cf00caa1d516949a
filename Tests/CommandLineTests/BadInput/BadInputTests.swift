import Foundation
import Testing

/// Whatever is wrong has a clear error with a place and a cure, the right exit status, and leaves
/// everything as it was.
@Suite struct BadInputTests {
  @Test func thereAreMany() {
    #expect(Self.all.count >= 150)
    #expect(Set(Self.all.map(\.name)).count == Self.all.count)
  }

  static let all =
    BadInput.workspaceFiles + BadInput.revisionFiles + BadInput.tables
    + BadInput.surroundings + BadInput.commandLines

  @Test(arguments: all)
  func isRefused(_ input: BadInput) async throws {
    let files = try Files()
    var bench = InProcess(folder: files.folder)
    for preparation in BadInput.workspace + input.preparations {
      try await prepare(preparation, files, &bench)
    }
    let before = try files.contents()
    let rowsBefore = try rows(in: files)
    // Twice: once for programs, and once more for people, in case the first has left something behind.
    let answer = await bench.run(input.arguments + ["--json"])
    let spoken = await bench.run(input.arguments)
    let after = try files.contents()

    #expect(told(answer, in: files.folder) == input.expected)
    #expect(spoken.status == answer.status)
    let words = spoken.error + spoken.output
    #expect(words.contains("error: "), "nothing is said: \(words)")
    for error in answer.errors {
      let isPlaced =
        error["file"] != nil || error["database"] != nil || answer.status == 64
        || BadInput.placeless.contains(error["code"] as? String ?? "")
      #expect(isPlaced, "no place: \(error)")
      #expect((error["hints"] as? [String])?.isEmpty == false, "no cure: \(error)")
    }
    for name in Set(before.keys).union(after.keys).sorted() where before[name] != after[name] {
      // A step that failed is noted in the history, and nothing else is.
      if name == "main.db", hasFailedStep(answer) { continue }
      Issue.record("\(name) is not what it was")
    }
    #expect(try rows(in: files) == rowsBefore)
    for text in [words, answer.output] {
      #expect(!text.contains("Optional("))
      let isPrintable = text.unicodeScalars.allSatisfy {
        $0 == "\n" || ($0.value >= 0x20 && $0.value != 0x7f)
      }
      #expect(isPrintable, "control characters are shown: \(text.debugDescription)")
    }
  }

  private func hasFailedStep(_ answer: InProcess.Answer) -> Bool {
    answer.objects.contains { $0["type"] as? String == "step_failed" }
  }

  /// The schema of `main.db` and its version rows; nil where there is no such database.
  private func rows(in files: Files) throws -> String? {
    guard FileManager.default.fileExists(atPath: files.path("main.db")) else { return nil }
    let queries = [
      "SELECT type, name, sql FROM sqlite_master ORDER BY name",
      "SELECT * FROM aludel_version", "SELECT count(*) FROM users",
    ]
    return queries.compactMap { query in
      try? SQLHelper.run(
        query, at: "sqlite:///main.db", from: URL(fileURLWithPath: files.folder))
    }.joined()
  }

  private func prepare(
    _ preparation: BadInput.Preparation, _ files: Files, _ bench: inout InProcess
  ) async throws {
    let manager = FileManager.default
    switch preparation {
    case .text(let name, let text): try files.write(name, text.utf8)
    case .bytes(let name, let bytes): try files.write(name, bytes)
    case .folder(let name):
      try manager.createDirectory(
        atPath: files.path(name), withIntermediateDirectories: true)
    case .link(let name, let target):
      try manager.createSymbolicLink(
        atPath: files.path(name), withDestinationPath: target)
    case .mode(let name, let mode):
      try manager.setAttributes([.posixPermissions: mode], ofItemAtPath: files.path(name))
    case .readOnly(let name):
      var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: files.path(name))))
      bytes[18] = 3
      try files.write(name, bytes)
    case .edit(let name, let old, let new):
      let text = try String(contentsOfFile: files.path(name), encoding: .utf8)
      try files.write(name, text.replacing(old, with: new).utf8)
    case .remove(let name): try manager.removeItem(atPath: files.path(name))
    case .variable(let name, let value): bench.environment[name] = value
    case .command(let words):
      let answer = await bench.run(words)
      #expect(answer.status == 0, "\(answer.error)")
    case .sql(let text):
      _ = try SQLHelper.run(
        text, at: "sqlite:///main.db", from: URL(fileURLWithPath: files.folder))
    }
  }

  /// The status, and each error by code and place; what `status` finds is told as errors are.
  private func told(_ answer: InProcess.Answer, in folder: String) -> String {
    ([String(answer.status)]
      + answer.errors.map { error in
        let place = ["file", "line", "column"].compactMap { error[$0].map { "\($0)" } }
          .map { $0.replacing(folder + "/", with: "") }
        let words = [
          error["code"] as? String ?? "?",
          place.isEmpty ? error["database"] as? String ?? "" : place.joined(separator: ":"),
        ]
        return words.joined(separator: " ").trimmingCharacters(in: .whitespaces)
      }).joined(separator: ", ").replacing(", ", with: " ", maxReplacements: 1)
  }
}

extension BadInput {
  /// Errors that are about the call and no file or database.
  static let placeless: Set<String> = [
    "unknown_database", "unknown_template", "usage", "invalid_target", "unknown_revision",
    "invalid_revision_id", "invalid_branch_label", "no_editor", "editor_failed",
    "nothing_to_resume",
  ]
}
