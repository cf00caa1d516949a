public import Orchestration
import Revisions

/// Turns the events of a run into lines, one event at a time and in order.
///
/// A fact is a line: nothing is redrawn, so the same lines serve a terminal and a log. It remembers the
/// plan only to line the columns up.
public struct RunReporter: Sendable {
  /// The lines of one event, by stream.
  public struct Output: Sendable {
    /// What a script would keep.
    public var data: [String] = []
    /// What a person follows.
    public var talk: [String] = []
    /// What to do next; told last.
    public var hints: [String] = []
  }

  public enum Style: Hashable, Sendable {
    case human, quiet, verbose, json
  }

  let style: Style
  let terminal: Terminal
  /// Puts an error into words; only the command line knows the commands that cure it.
  let diagnose: @Sendable (AludelError) -> [Diagnostic]

  public init(
    style: Style, terminal: Terminal, diagnose: @escaping @Sendable (AludelError) -> [Diagnostic]
  ) {
    self.style = style
    self.terminal = terminal
    self.diagnose = diagnose
  }

  public mutating func output(for event: RunEvent) -> Output {
    running.note(event)
    if case .stepFailed(let step, _) = event { failing.insert(step.database) }
    if style == .json { return Output(data: json(event)) }
    if case .started(let plan) = event { columns = Columns(plan) }
    var output = human(event)
    // An empty line parts two things; at the very beginning there is one thing only.
    if !hasTalked, output.talk.first == "" { output.talk.removeFirst() }
    hasTalked = hasTalked || !output.talk.isEmpty
    return output
  }

  /// Whether an event says nothing by itself, and is only remembered for those that come after it.
  public func isSilent(about event: RunEvent) -> Bool {
    switch event {
    case .stepStarted, .statementStarted: style == .human || style == .quiet
    case .stepApplied: style == .quiet
    default: false
    }
  }

  private var columns = Columns()
  private var running = RunningSteps()
  /// The databases that a step has failed in.
  private var failing: Set<String> = []
  private var hasTalked = false

  /// The widths of what the lines of the steps have in common.
  private struct Columns: Sendable {
    var database = 0
    var revision = 0
    var title = 0

    init() {}

    init(_ plan: RunPlan) {
      database = plan.steps.map(\.description.database.displayWidth).max() ?? 0
      revision = plan.steps.map(\.description.revision.text.count).max() ?? 0
      // One long title must not push everything behind it out of sight.
      title = min(48, plan.steps.map(\.description.title.sanitized.displayWidth).max() ?? 0)
    }
  }

  // MARK: - For people

  private func human(_ event: RunEvent) -> Output {
    switch event {
    case .started(let plan):
      return plan.isEmpty ? Output() : talk(RunSummary.plan(plan, terminal: terminal) + [""])
    case .waitingForLock(let database, let owner):
      return talk([
        "  \(terminal.paint("waiting", .warning))  \(database)  until the run of \(owner.words) ends"
      ])
    case .statementSettled(let database, let revision, let statement, let tookEffect):
      let found = tookEffect ? "has taken effect" : "has not taken effect and runs again"
      return talk([
        "  \(terminal.paint("settled", .warning))  \(database)  \(revision): the catalog shows that "
          + "statement \(statement) \(found)"
      ])
    case .stepStarted(let step):
      guard step.statementCount > 0 else { return Output() }
      return style == .verbose ? talk([stepLine("running", .dim, step)]) : Output()
    case .statementStarted(let step, let number, let count, let text):
      guard style == .verbose else { return Output() }
      return talk(
        ["    \(terminal.paint("\(step.database) \(number)/\(count)", .dim))"]
          + text.sanitized.split(separator: "\n").map { "      " + $0 })
    case .stillRunning(let database, let milliseconds, let owners):
      guard let step = running.steps[database] else { return Output() }
      let effort = "\(step.progress), \(RunningSteps.time(milliseconds))"
      return talk(
        [stepLine(owners.isEmpty ? "running" : "waiting", .warning, step.step, effort: effort)]
          + owners.map { "    for \($0.words)" })
    case .stepRetries(let step, let retry, let limit, let pause):
      let plan = "a lock was not free; retry \(retry) of \(limit) in "
      return talk([
        stepLine(
          "waiting", .warning, step,
          effort: plan + RunningSteps.time(pause.wholeMilliseconds))
      ])
    case .stepApplied(let step, let milliseconds):
      return talk([
        stepLine(
          step.direction == .upgrade ? "applied" : "undone", .success, step,
          effort: step.effort(milliseconds))
      ])
    case .stepFailed(let step, _):
      return talk([stepLine("failed", .error, step)])
    case .databaseFinished:
      return Output()
    case .finished(let report):
      var output = RunSummary.result(report, terminal: terminal, diagnose: diagnose)
      // Parts the steps from what became of them.
      if output.talk.isEmpty, hasTalked, style != .quiet { output.talk = [""] }
      return output
    }
  }

  private func talk(_ lines: [String]) -> Output {
    style == .quiet ? Output() : Output(talk: lines)
  }

  private func stepLine(
    _ word: String, _ role: Role, _ step: StepDescription, effort: String = ""
  ) -> String {
    let title = step.title.sanitized
    let cells = [
      (word, role, 7), (step.database, .heading, columns.database),
      (step.revision.text, .identifier, columns.revision), (title, nil, columns.title),
      (effort, Role.dim, 0),
    ]
    let last = cells.lastIndex { !$0.0.isEmpty } ?? 0
    var line = " "
    for (index, (text, role, width)) in cells.enumerated() where index <= last {
      guard !text.isEmpty || width > 0 else { continue }
      line += " " + (role.map { terminal.paint(text, $0) } ?? text)
      if index < last {
        line += String(repeating: " ", count: max(0, width - text.displayWidth) + 1)
      }
    }
    return line
  }

  // MARK: - For programs

  private func json(_ event: RunEvent) -> [String] {
    switch event {
    case .started(let plan):
      var line = RunLine(type: "run_started", steps: plan.steps.count)
      line.tag = plan.tag?.text
      return [JSONOutput.line(line)]
    case .waitingForLock(let database, let owner):
      return [
        JSONOutput.line(
          RunLine(type: "waiting_for_lock", database: database, owner: owner.words))
      ]
    case .statementSettled(let database, let revision, let statement, let tookEffect):
      var line = RunLine(type: "statement_settled", database: database)
      line.revision = revision.text
      line.statement = statement
      line.tookEffect = tookEffect
      return [JSONOutput.line(line)]
    case .stepStarted(let step):
      return [JSONOutput.line(RunLine("step_started", step))]
    case .statementStarted:
      return []
    case .stillRunning(let database, let milliseconds, let owners):
      guard let step = running.steps[database] else { return [] }
      var line = RunLine("step_running", step.step)
      line.milliseconds = milliseconds
      line.statement = step.statement
      line.waitsFor = owners.map(\.words)
      return [JSONOutput.line(line)]
    case .stepRetries(let step, let retry, let limit, let pause):
      var line = RunLine("step_retries", step)
      line.retry = retry
      line.limit = limit
      line.milliseconds = pause.wholeMilliseconds
      return [JSONOutput.line(line)]
    case .stepApplied(let step, let milliseconds):
      var line = RunLine("step_applied", step)
      line.milliseconds = milliseconds
      return [JSONOutput.line(line)]
    case .stepFailed(let step, let error):
      var line = RunLine("step_failed", step)
      line.error = diagnose(error).first.map(ErrorObject.init)
      return [JSONOutput.line(line)]
    case .databaseFinished(let outcome):
      var line = RunLine(type: "database_finished", database: outcome.name)
      line.outcome = outcome.kind.rawValue
      line.current = outcome.current?.texts
      return [JSONOutput.line(line)]
    case .finished(let report):
      // A failed step has had its line; what failed before any step has not.
      let errors = report.databases.filter { !failing.contains($0.name) }.compactMap(\.failure)
        .flatMap(diagnose)
      var line = RunLine(type: "run_finished")
      line.outcome = report.word
      line.exitCode = Int(report.exitCode)
      line.alreadyCarriedOut = report.wasCarriedOutBefore ? true : nil
      return JSONOutput.errors(errors) + [JSONOutput.line(line)]
    }
  }
}

private struct RunLine: Encodable {
  var type: String
  var database: String?
  var revision: String?
  var direction: String?
  var milliseconds: Int?
  var steps: Int?
  var tag: String?
  var owner: String?
  var statement: Int?
  var retry: Int?
  var limit: Int?
  var tookEffect: Bool?
  var waitsFor: [String]?
  var outcome: String?
  var current: [String]?
  var exitCode: Int?
  /// Of a saved plan that had nothing left to do.
  var alreadyCarriedOut: Bool?
  var error: ErrorObject?

  init(type: String, database: String? = nil, steps: Int? = nil, owner: String? = nil) {
    self.type = type
    self.database = database
    self.steps = steps
    self.owner = owner
  }

  init(_ type: String, _ step: StepDescription) {
    self.init(type: type, database: step.database)
    revision = step.revision.text
    direction = step.direction.rawValue
  }
}

extension RunReport {
  /// The run's outcome in one word: the meaning of its exit code.
  var word: String {
    switch exitCode {
    case 0: "done"
    case 3: "partial"
    case 130: "interrupted"
    default: "failed"
    }
  }
}

extension StepDescription {
  /// What a squash does that runs nothing.
  var takeover: String {
    direction == .upgrade ? "takes its originals' row over" : "gives its originals their row back"
  }

  fileprivate func effort(_ milliseconds: Int) -> String {
    let statements =
      switch statementCount {
      case 0 where isTakeover: takeover
      case 0: "no statements"
      case 1: "1 statement"
      default: "\(statementCount) statements"
      }
    return "\(statements), \(milliseconds) ms"
  }
}
