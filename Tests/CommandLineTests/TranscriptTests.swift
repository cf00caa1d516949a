import Foundation
import Testing

/// Whole sessions with the built program, compared to the letter.
///
/// `ALUDEL_RECORD=1` writes the sessions anew, which is a failure: whoever records must read.
@Suite struct TranscriptTests {
  static let isRecording = ProcessInfo.processInfo.environment["ALUDEL_RECORD"] == "1"

  static let transcripts = (try? Transcript.all()) ?? []

  static func runnable(_ transcript: Transcript) -> Bool {
    transcript.needs.allSatisfy { ScratchDatabase.Engine(rawValue: $0)?.administration != nil }
  }

  @Test func thereAreTranscripts() throws {
    #expect(try Transcript.all().count > 20)
    #expect(FileManager.default.isExecutableFile(atPath: Shell.programs.path + "/aludel"))
  }

  @Test(arguments: transcripts.filter(runnable))
  func transcript(_ transcript: Transcript) throws {
    let shell = try Shell()
    defer { shell.close() }
    var databases: [ScratchDatabase] = []
    defer { for database in databases { database.drop() } }
    var words = [
      (shell.folder.path, "[DIR]"), (shell.folder.deletingLastPathComponent().path, "[HOME]"),
    ]
    for engine in transcript.needs.compactMap(ScratchDatabase.Engine.init(rawValue:)) {
      let database = try ScratchDatabase(on: engine)
      databases.append(database)
      shell.environment[engine.rawValue.uppercased()] = database.url
      let socket = engine.administration.flatMap { URLComponents(string: $0) }?.queryItems?.first?
        .value
      words += [(database.name, "[DATABASE]")] + (socket.map { [($0, "[SOCKET]")] } ?? [])
    }
    words.append(("\(NSUserName())@\(ProcessInfo.processInfo.hostName)", "[USER]@[HOST]"))
    var normalizer = Normalizer(script: transcript.text, words: words)

    var lines: [String] = []
    for item in transcript.items {
      if !lines.isEmpty { lines.append("") }
      switch item {
      case .remark(let remark): lines += remark
      case .command(let command):
        var outcome = try run(command, in: shell)
        // The password that stands in the sessions' own URLs.
        #expect(!outcome.pieces.contains { $0.text.contains("canary-4711") }, "\(command)")
        if command.contains("--json") { expectJSON(outcome.text(of: .output), of: command) }
        for index in outcome.pieces.indices {
          outcome.pieces[index].text = normalizer.normalize(outcome.pieces[index].text)
        }
        lines += Transcript.lines(of: command, outcome)
      }
    }
    let actual = lines.joined(separator: "\n") + "\n"
    if Self.isRecording {
      try actual.write(to: Transcript.url(of: transcript.name), atomically: true, encoding: .utf8)
      if actual != transcript.text {
        Issue.record("recorded; read the difference before you commit it")
      }
    } else if actual != transcript.text {
      Issue.record(Comment(rawValue: difference(from: transcript.text, to: actual)))
    }
  }

  private func run(_ command: String, in shell: Shell) throws -> Outcome {
    guard command.hasPrefix("sql ") else { return try shell.run(command) }
    // sql URL 'text', where URL is a word or a variable of the environment
    let parts = command.split(separator: " ", maxSplits: 2).map(String.init)
    let quoted = parts.count == 3 ? parts[2] : ""
    let text = String(quoted.dropFirst().dropLast())
    let url = parts[1].hasPrefix("$") ? shell.environment[String(parts[1].dropFirst())] : parts[1]
    do {
      let rows = try SQLHelper.run(text, at: url ?? "", from: shell.folder)
      return Outcome(pieces: rows.isEmpty ? [] : [.init(stream: .output, text: rows)])
    } catch {
      return Outcome(pieces: [.init(stream: .error, text: "\(error)\n")], status: 1)
    }
  }

  private func expectJSON(_ output: String, of command: String) {
    for line in output.split(separator: "\n") {
      let value = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      #expect(
        value?["type"] is String, "not an object with a type: \(line)",
        sourceLocation: #_sourceLocation)
    }
  }

  /// Both texts from the first line that differs.
  private func difference(from expected: String, to actual: String) -> String {
    let difference = actual.split(separator: "\n", omittingEmptySubsequences: false)
      .difference(from: expected.split(separator: "\n", omittingEmptySubsequences: false))
    return "the session differs:\n"
      + difference.map { change in
        switch change {
        case .insert(let offset, let line, _): "+\(offset + 1): \(line)"
        case .remove(let offset, let line, _): "-\(offset + 1): \(line)"
        }
      }.joined(separator: "\n")
  }
}
