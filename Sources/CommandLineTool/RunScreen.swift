import Aludel
import Orchestration
import Reporting
import Synchronization

/// Shows a run while it goes on: lines that stay, and on a terminal, below them, what runs now.
///
/// One stream of items, one reader: whatever is printed goes through here, so that the rows at the foot
/// of the terminal are never in its way.
struct RunScreen: Sendable {
  enum Item: Sendable {
    case event(RunEvent)
    /// Lines of our own between the events.
    case note([String])
    /// What the run goes on in spite of.
    case warnings([Diagnostic])
    /// Time has passed.
    case tick
  }

  /// Where items go in. Those that show nothing by themselves wait for the next that does: to wake the
  /// reader takes as long as a small statement.
  final class Feed: Sendable {
    private let items: AsyncStream<[Item]>.Continuation
    private let isSilent: @Sendable (Item) -> Bool
    private let waiting = Mutex<[Item]>([])

    init(
      _ items: AsyncStream<[Item]>.Continuation, isSilent: @escaping @Sendable (Item) -> Bool
    ) {
      self.items = items
      self.isSilent = isSilent
    }

    func yield(_ item: Item) {
      waiting.withLock { waiting in
        waiting.append(item)
        guard !isSilent(item) else { return }
        items.yield(waiting)
        waiting = []
      }
    }

    func finish() { items.finish() }
  }

  private let console: Console
  private var reporter: RunReporter
  /// Nil where lines cannot be taken back.
  private var region: LiveRegion?

  init(
    _ console: Console, databases: [String],
    diagnose: @escaping @Sendable (AludelError) -> [Diagnostic]
  ) {
    let options = console.options
    self.console = console
    let style: RunReporter.Style =
      options.json ? .json : options.quiet ? .quiet : options.verbose ? .verbose : .human
    reporter = RunReporter(style: style, terminal: console.error, diagnose: diagnose)
    if style == .human, console.error.canRedraw {
      region = LiveRegion(terminal: console.error, databases: databases)
    }
  }

  /// Runs `body` with a place to send items to, and shows them until it has ended.
  mutating func follow<Result: Sendable>(
    _ body: (Feed) async throws -> Result
  ) async throws -> Result {
    let (items, continuation) = AsyncStream.makeStream(of: [Item].self)
    // What is drawn at the foot of the terminal changes with every event.
    let feed = Feed(continuation) { [reporter, isDrawn = region != nil] item in
      if case .event(let event) = item, !isDrawn { reporter.isSilent(about: event) } else { false }
    }
    let showing = Task { [self] in
      var screen = self
      for await some in items {
        for item in some { screen.show(item) }
      }
    }
    let ticking = region.map { _ in
      Task {
        while !Task.isCancelled {
          try? await Task.sleep(for: .milliseconds(100))
          feed.yield(.tick)
        }
      }
    }
    defer {
      ticking?.cancel()
      feed.finish()
    }
    let result = try await body(feed)
    ticking?.cancel()
    feed.finish()
    await showing.value
    return result
  }

  private mutating func show(_ item: Item) {
    let now = console.invocation.now()
    if case .event(let event) = item { region?.note(event, at: now) }
    if let erasure = region?.erased(), !erasure.isEmpty { console.invocation.writeError(erasure) }
    switch item {
    case .event(let event): show(reporter.output(for: event))
    case .note(let lines): console.talk(lines)
    case .warnings(let warnings): console.warn(warnings)
    case .tick: break
    }
    if let rows = region?.drawnRows(at: now), !rows.isEmpty { console.invocation.writeError(rows) }
  }

  private func show(_ output: RunReporter.Output) {
    console.talk(output.talk)
    console.print(output.data)
    if !output.hints.isEmpty { console.talk([""] + output.hints) }
  }
}
