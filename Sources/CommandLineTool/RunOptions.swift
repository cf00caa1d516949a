import Aludel
import ArgumentParser
import Orchestration
import Reporting
import Revisions

/// The options of the commands that run steps.
struct RunOptions: ParsableArguments {
  @Option(help: "How many databases work at the same time.")
  var jobs = 4

  @Flag(name: .customLong("keep-going"), help: "Run the other databases even if one is not ready.")
  var keepGoing = false

  @Flag(name: .customLong("fail-fast"), help: "Start nothing new after the first failure.")
  var failFast = false

  @Flag(name: .customLong("dry-run"), help: "Show the plan and change nothing.")
  var dryRun = false

  func validate() throws {
    if jobs < 1 { throw ValidationError("--jobs takes a number from 1 on.") }
    if keepGoing && failFast {
      throw ValidationError("--keep-going and --fail-fast contradict each other.")
    }
  }

  var policy: FailurePolicy {
    keepGoing ? .keepGoing : failFast ? .failFast : .independent
  }
}

extension Console {
  /// Carries out a request, or shows its plan, and gives the exit status.
  func carryOut(_ request: RunRequest, dryRun: Bool = false) async throws -> Int32 {
    let workspace = try openWorkspace()
    if dryRun {
      let view = PlanView(try await workspace.plan(request))
      show(view.lines(for:), json: view.json)
      return ExitStatus.done
    }
    let control = RunControl()
    let watch = Task { [interrupts = invocation.interrupts()] in
      for await _ in interrupts { await control.requestStop() }
    }
    defer { watch.cancel() }
    let reporter = RunReporter(
      style: options.json ? .json : options.quiet ? .quiet : options.verbose ? .verbose : .human,
      terminal: error, diagnose: Diagnostics(self).diagnostics(for:))
    let (events, continuation) = AsyncStream.makeStream(of: RunEvent.self)
    let printing = Task { [self] in
      for await event in events { write(reporter.output(for: event)) }
    }
    defer { continuation.finish() }
    let report = try await workspace.run(request, control: control) { continuation.yield($0) }
    continuation.finish()
    await printing.value
    return report.exitCode
  }

  private func write(_ output: RunReporter.Output) {
    talk(output.talk)
    print(output.data)
    if !output.hints.isEmpty { talk([""] + output.hints) }
  }

  /// Reads the targets of a command line.
  ///
  /// `-1` and the like reach a command as words that the parser does not know; whatever else begins
  /// with a dash is a misspelt option.
  func targets(_ words: [String]) throws -> [TargetExpression] {
    try words.map { word in
      if word.hasPrefix("-"), word.dropFirst().first?.isNumber != true {
        throw ValidationError("Unknown option '\(word)'")
      }
      do throws(TargetSyntaxProblem) { return try TargetExpression(parsing: word) } catch {
        throw AludelError.targetSyntax(error)
      }
    }
  }
}
