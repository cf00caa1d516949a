import Foundation
import Revisions
import SampleHistories

/// Measures whether the graph's work grows in proportion to the graph. Run it with `Benchmarks/run`.
@main struct PlanningBenchmark {
  static func main() async throws {
    let options = try Options(CommandLine.arguments.dropFirst())
    let table = ResultTable()
    table.printHead()
    for sizes in [
      [5_000, 10_000, 20_000].map(SampleHistory.line),
      [250, 500, 1_000, 5_000].map(SampleHistory.diamonds),
      [2_500, 5_000, 10_000].map(SampleHistory.branches),
      [250, 500, 1_000].map(SampleHistory.fan),
      [2_500, 5_000, 10_000].map(SampleHistory.ladder),
    ] {
      let rows = try sizes.map { try measure($0, options) }
      for work in rows[0].indices { table.print(rows.map { $0[work] }) }
    }
    table.print(try [50, 100, 200].map { try measureWorkspace(databases: $0, options) })
    var rows: [Row] = []
    for count in [5_000, 10_000, 20_000] { rows.append(try measureFiles(count, options)) }
    table.print(rows)
  }

  /// Building and checking the graph, the way up from an empty database, and the way down to base.
  private static func measure(_ history: SampleHistory, _ options: Options) throws -> [Row] {
    let graph = try RevisionGraph(history.revisions, databaseLabel: nil)
    let top = try graph.planUpgrade(to: [.heads], rows: HeadSet([])).end
    let count = history.revisions.count
    let building = try Measurement(rounds: options.rounds) {
      let built = try RevisionGraph(history.revisions, databaseLabel: nil)
      try expect(built.heads.count == 1)
    }
    let up = try Measurement(rounds: options.rounds) {
      try expect(graph.planUpgrade(to: [.heads], rows: HeadSet([])).steps.count == count)
    }
    let down = try Measurement(rounds: options.rounds) {
      try expect(graph.planDowngrade(to: [.base], rows: top).steps.count == count)
    }
    let remark =
      history.name == "1000 diamonds"
      ? options.alembic.map { " (Alembic: \($0) ms)" } ?? "" : ""
    return [("build and check", building, ""), ("upgrade", up, remark), ("downgrade", down, "")]
      .map { work, time, remark in
        Row(work: work, history: history.name, size: history.size, time: time, remark: remark)
      }
  }

  /// One order over all databases, each step waiting for one of the database before.
  private static func measureWorkspace(databases: Int, _ options: Options) throws -> Row {
    let workspace = try sampleWorkspace(databases: databases, revisions: 50)
    let steps = databases * 50
    let time = try Measurement(rounds: options.rounds) {
      try expect(WorkspacePlan.order(workspace).count == steps)
    }
    let edges = databases * 49 + (databases - 1) * 50
    return Row(
      work: "order", history: "\(databases) databases of 50", size: steps + edges, time: time)
  }

  static func expect(_ holds: Bool) throws {
    if !holds { throw WrongResult() }
  }
}

/// A piece of work did not give what it should: its time means nothing.
struct WrongResult: Error {}

struct Options {
  var rounds = 11
  /// The milliseconds that Alembic takes to plan the upgrade over 1,000 diamonds.
  var alembic: String?

  init(_ words: some Sequence<String>) throws {
    var words = Array(words)[...]
    while let word = words.popFirst() {
      switch (word, words.popFirst()) {
      case ("--rounds", let value?): rounds = Int(value) ?? rounds
      case ("--alembic", let value?): alembic = value
      default: throw Misused()
      }
    }
  }

  struct Misused: Error, CustomStringConvertible {
    var description: String { "takes --rounds N and --alembic MILLISECONDS" }
  }
}
