import Aludel
import ArgumentParser
import Orchestration
import Reporting
import Revisions
import Workspaces

/// The options of the commands that run steps.
struct RunOptions: ParsableArguments {
  @Option(help: "How many databases work at the same time.")
  var jobs = 4

  @Flag(name: .customLong("keep-going"), help: "Run the other databases even if one is not ready.")
  var keepGoing = false

  @Flag(name: .customLong("fail-fast"), help: "Start nothing new after the first failure.")
  var failFast = false

  static let dependenciesHelp: ArgumentHelp =
    "Take in what the steps need in databases that were not selected."

  @Flag(name: .customLong("with-dependencies"), help: dependenciesHelp)
  var withDependencies = false

  @Option(
    name: .customLong("plan"),
    help: ArgumentHelp(
      "Run a plan that `aludel plan -o` has saved, as it is.", valueName: "file"))
  var plan: String?

  @Option(
    name: .customLong("lock-timeout"),
    help: ArgumentHelp("How long to wait for a lock: 500ms, 10s, 5m.", valueName: "duration"))
  var lockTimeout: DurationArgument?

  @Option(
    name: .customLong("lock-retries"),
    help: ArgumentHelp(
      "How many times to try a revision again that a lock has stopped.", valueName: "n"))
  var lockRetries: Int?

  @Option(
    name: .customLong("statement-timeout"),
    help: ArgumentHelp("How long a statement may run: 500ms, 10s, 5m.", valueName: "duration"))
  var statementTimeout: DurationArgument?

  @OptionGroup var tagging: TagOption

  @Flag(name: .customLong("dry-run"), help: "Show the plan and change nothing.")
  var dryRun = false

  func validate() throws {
    if jobs < 1 { throw ValidationError("--jobs takes a number from 1 on") }
    if let lockRetries, !(0...LockRetries.limit).contains(lockRetries) {
      throw ValidationError("--lock-retries takes a number from 0 to \(LockRetries.limit)")
    }
    if let statementTimeout, statementTimeout.duration <= .zero {
      throw ValidationError("--statement-timeout must be longer than nothing")
    }
    if keepGoing && failFast {
      throw ValidationError("--keep-going and --fail-fast contradict each other")
    }
  }

  /// A plan says by itself what it is about, and it runs as a whole.
  func validatePlan(with targets: [String], _ names: [String]) throws {
    guard plan != nil else { return }
    let other =
      if let target = targets.first { "the target \(target)" } else if !names.isEmpty {
        "-n"
      } else if withDependencies { "--with-dependencies" } else if keepGoing { "--keep-going" } else
      { String?.none }
    if let other {
      throw ValidationError("--plan runs a saved plan as it is, so \(other) has no place beside it")
    }
  }

  func request(
    _ action: RunRequest.Action, _ targets: [String], names: [String], in console: Console
  ) throws -> RunRequest {
    var request = try unlimitedRequest(action, targets, names: names, in: console)
    request.limits = limits
    request.tag = tagging.tag
    return request
  }

  private func unlimitedRequest(
    _ action: RunRequest.Action, _ targets: [String], names: [String], in console: Console
  ) throws -> RunRequest {
    if let plan {
      return RunRequest(
        following: try console.readPlan(plan, for: action == .downgrade ? .downgrade : .upgrade),
        from: plan, jobs: jobs, stopsAtFirstFailure: failFast)
    }
    return RunRequest(
      action, targets: try console.targets(targets), names: names, jobs: jobs, policy: policy,
      takesDependencies: withDependencies)
  }

  var limits: RunLimits {
    RunLimits(
      lockTimeout: lockTimeout?.duration, lockRetries: lockRetries,
      statementTimeout: statementTimeout?.duration)
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
      try await show(plan: request, of: workspace)
      return ExitStatus.done
    }
    let control = RunControl()
    var diagnostics = Diagnostics(self)
    diagnostics.offersKeepGoing =
      request.action.hasPolicy && request.policy != .keepGoing && workspace.databases.count > 1
    var screen = RunScreen(
      self, databases: workspace.databases, diagnose: diagnostics.diagnostics(for:))
    return try await screen.follow { feed in
      let watch = Task { [interrupts = invocation.interrupts()] in
        for await _ in interrupts {
          let isFirst = await !control.isStopping
          await control.requestStop()
          if isFirst {
            feed.yield(
              .note(["stopping: what runs may end and nothing new starts; once more breaks it off"])
            )
          }
        }
      }
      defer { watch.cancel() }
      let report = try await workspace.run(request, control: control) { event in
        // People read them above the table of what is going to happen, programs behind the first line.
        if case .started(let plan) = event {
          let warnings = RunScreen.Item.warnings(warnings(of: plan, request))
          let items = [warnings, .event(event)]
          for item in options.json ? items.reversed() : items { feed.yield(item) }
        } else {
          feed.yield(.event(event))
        }
      }
      return report.exitCode
    }
  }

  /// Shows what a request would do now, and saves it if there is a file for it.
  func show(plan request: RunRequest, of workspace: Workspace, savingTo file: String? = nil)
    async throws
  {
    let plan = try await workspace.plan(request)
    if !options.json { warn(warnings(of: plan, request)) }
    if let file { try save(plan, to: file) }
    let view = PlanView(plan)
    show(view.lines(for:), json: view.json)
    if let saved = request.plan, plan.isEmpty, !saved.steps.isEmpty, !options.json {
      talk(["", RunReport.carriedOutBefore])
    }
    if let file {
      advise(
        Diagnostic.Hint(
          "the plan is saved; to run it",
          command: Diagnostics(self).command(
            "\(plan.direction.rawValue) --plan \(file.shellQuoted)")))
    }
  }

  private func warnings(of plan: RunPlan, _ request: RunRequest) -> [Diagnostic] {
    Diagnostics(self).warnings(of: plan, targets: request.targets)
  }

  /// Says what a plan takes for granted, or goes on in spite of.
  func warn(_ warnings: [Diagnostic]) {
    if options.json { return print(JSONOutput.errors(warnings)) }
    guard !options.quiet else { return }
    talk(
      warnings.flatMap { warning in
        warning.lines(for: error) + warning.hintLines(for: error) + [""]
      })
  }

  /// Prints one piece of advice behind the results.
  func advise(_ hint: Diagnostic.Hint) {
    guard !options.json, !options.quiet else { return }
    talk(["", hint.line(for: error)])
  }

  /// Reads the targets of a command line.
  func targets(_ words: [String]) throws -> [TargetExpression] {
    try words.map { word in
      do throws(TargetSyntaxProblem) { return try TargetExpression(parsing: word) } catch {
        throw AludelError.targetSyntax(error)
      }
    }
  }
}

extension [String] {
  /// Looks at the targets of a command line before anything is read.
  ///
  /// `-1` and the like reach a command as words that the parser does not know; whatever else begins
  /// with a dash is a misspelt option.
  func validateAsTargets(needed: String? = nil) throws {
    for word in self where word.hasPrefix("-") && word.dropFirst().first?.isNumber != true {
      // Without a value, which may be a password.
      throw ValidationError("Unknown option '\(word.prefix { $0 != "=" })'")
    }
    if let needed, isEmpty { throw ValidationError(needed) }
  }
}

extension RunRequest.Action {
  /// Whether the command has `--keep-going`.
  fileprivate var hasPolicy: Bool {
    switch self {
    case .upgrade, .downgrade: true
    case .stamp, .ensureVersion: false
    }
  }
}
