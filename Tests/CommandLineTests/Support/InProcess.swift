import CommandLineTool
import Foundation
import Synchronization

/// The command line without a process: what it would write and its exit status.
struct InProcess {
  var folder: String
  var environment: [String: String] = ["HOME": "/nonexistent", "LANG": "C.UTF-8"]

  struct Answer: Sendable {
    var status: Int32
    var output = ""
    var error = ""
  }

  func run(_ arguments: [String]) async -> Answer {
    let written = Mutex(Answer(status: 0))
    let status = await runCommandLine(
      Invocation(
        arguments: arguments, environment: environment, workingDirectory: folder,
        outputIsInteractive: false, errorIsInteractive: false, width: 80, user: "ana",
        host: "here", now: { 1_790_000_000_000 },
        writeOutput: { text in written.withLock { $0.output += text } },
        writeError: { text in written.withLock { $0.error += text } },
        interrupts: { AsyncStream { $0.finish() } }))
    var answer = written.withLock { $0 }
    answer.status = status
    return answer
  }
}

extension InProcess.Answer {
  /// The objects of `--json`, one a line.
  var objects: [[String: Any]] {
    output.split(separator: "\n").compactMap {
      try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
    }
  }

  /// What is wrong, as `--json` tells it, also of steps that failed.
  var errors: [[String: Any]] {
    objects.compactMap { object in
      object["type"] as? String == "error" ? object : object["error"] as? [String: Any]
    } + problems
  }

  /// What `status` has found, with the database that each is about.
  private var problems: [[String: Any]] {
    objects.flatMap { object in
      (object["databases"] as? [[String: Any]] ?? []).flatMap { database in
        (database["problems"] as? [[String: Any]] ?? []).map { problem in
          problem.merging(
            ["database": database["name"] ?? "", "hints": [problem["hint"]].compactMap { $0 }]
          ) { first, _ in first }
        }
      }
    }
  }
}
