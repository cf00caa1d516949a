import Revisions
import Testing

@Suite struct WorkspacePlanTests {
  struct Stream: Sendable {
    var name: String
    var graph: String
    var rows = ""
    /// Targets of the command; nil for a database that takes no part.
    var targets: String? = "heads"
    var after: [String] = []
  }

  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    var command = Command.upgrade
    var streams: [Stream]
    /// `database+revision` and, in brackets, what it waits for.
    var expected: String
    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "independent databases follow each other",
      streams: [Stream(name: "m", graph: "a-b"), Stream(name: "n", graph: "x-y")],
      expected: "m+a m+b n+x n+y"),
    Case(
      name: "a dependency comes first",
      streams: [Stream(name: "m", graph: "a-b(n/x)-c"), Stream(name: "n", graph: "x-y")],
      expected: "m+a n+x m+b[n/x] m+c n+y"),
    Case(
      name: "a label of another database",
      streams: [Stream(name: "m", graph: "a(n/late)"), Stream(name: "n", graph: "x-y[late]-z")],
      expected: "n+x n+y m+a[n/y] n+z"),
    Case(
      name: "what is applied is not waited for",
      streams: [
        Stream(name: "m", graph: "a(n/x)"), Stream(name: "n", graph: "x-y", rows: "y"),
      ],
      expected: "m+a"),
    Case(
      name: "after",
      streams: [
        Stream(name: "m", graph: "a-b", after: ["n"]), Stream(name: "n", graph: "x-y"),
      ],
      expected: "n+x n+y m+a[n/y] m+b"),
    Case(
      name: "after looks through a database without steps",
      streams: [
        Stream(name: "m", graph: "a", after: ["n"]),
        Stream(name: "n", graph: "x", rows: "x", after: ["o"]), Stream(name: "o", graph: "p"),
      ],
      expected: "o+p m+a[o/p]"),
    Case(
      name: "after names one that takes no part",
      streams: [Stream(name: "m", graph: "a", after: ["gone"])], expected: "m+a"),
    Case(
      name: "dependants go first on the way down", command: .downgrade,
      streams: [
        Stream(name: "m", graph: "a-b", rows: "b", targets: "base"),
        Stream(name: "n", graph: "x-y(m/b)-z", rows: "z", targets: "base", after: ["m"]),
      ],
      expected: "n-z n-y n-x m-b[n/y,n/x] m-a"),
    Case(
      name: "a dependant that is not applied keeps nothing", command: .downgrade,
      streams: [
        Stream(name: "m", graph: "a", rows: "a", targets: "base"),
        Stream(name: "n", graph: "x-y(m/a)", rows: "x", targets: nil),
      ],
      expected: "m-a"),
    Case(
      name: "needed and not planned",
      streams: [
        Stream(name: "m", graph: "a(n/y)"),
        Stream(name: "n", graph: "x-y", rows: "x", targets: nil),
      ],
      expected: "m/a depends on n/y, which is neither applied nor planned"),
    Case(
      name: "needed in a database that takes no part",
      streams: [Stream(name: "m", graph: "a(n/y)")],
      expected: "m/a depends on n/y, and that database takes no part"),
    Case(
      name: "needed and unknown",
      streams: [Stream(name: "m", graph: "a(n/y)"), Stream(name: "n", graph: "x")],
      expected: "m/a depends on n/y, which does not exist"),
    Case(
      name: "still needed", command: .downgrade,
      streams: [
        Stream(name: "m", graph: "a-b", rows: "b", targets: "a"),
        Stream(name: "n", graph: "x(m/b)", rows: "x", targets: nil),
      ],
      expected: "m/b cannot be taken down while n/x depends on it"),
    Case(
      name: "after against a dependency",
      streams: [
        Stream(name: "m", graph: "a(n/x)"), Stream(name: "n", graph: "x", after: ["m"]),
      ],
      expected: "steps wait for each other: m/a -> n/x -> m/a"),
    Case(
      name: "independent branches change places where nothing else will do",
      streams: [
        Stream(name: "m", graph: "p2, p1(n/q1)"), Stream(name: "n", graph: "q1, q2(m/p2)"),
      ],
      expected: "m+p2 n+q2[m/p2] n+q1 m+p1[n/q1]"),
  ]

  static func databases(
    _ streams: [Stream], _ command: Command
  ) throws -> [WorkspacePlan.Database] {
    try streams.map { stream in
      let graph = try history(stream.graph)
      let start = rows(stream.rows)
      var plan = DatabasePlan(start: start, steps: [], end: start)
      if let text = stream.targets {
        let targets = try text.split(separator: " ").map {
          try TargetExpression(parsing: String($0))
        }
        plan =
          command == .downgrade
          ? try graph.planDowngrade(to: targets, rows: start)
          : try graph.planUpgrade(to: targets, rows: start)
      }
      return WorkspacePlan.Database(
        name: stream.name, graph: graph, rows: start, plan: plan, after: stream.after)
    }
  }

  static func order(_ databases: [WorkspacePlan.Database]) -> String {
    do {
      let steps = try WorkspacePlan.order(databases)
      for database in databases {
        let own = steps.filter { $0.database == database.name }.map(\.step)
        let plan = DatabasePlan(start: database.rows, steps: own, end: database.plan.end)
        if let fault = fault(of: plan, in: database.graph) { return "FAULT: \(fault)" }
      }
      return steps.map { item in
        let sign = item.step.direction == .upgrade ? "+" : "-"
        let waits = item.waitsFor.map(\.description).joined(separator: ",")
        return item.database + sign + item.step.revision.text + (waits.isEmpty ? "" : "[\(waits)]")
      }.joined(separator: " ")
    } catch {
      return error.problems.map(\.description).joined(separator: "; ")
    }
  }

  @Test(arguments: cases) func order(_ test: Case) throws {
    let result = Self.order(try Self.databases(test.streams, test.command))
    #expect(result == test.expected)
  }

  /// In the plans' own order p1 before p2 and q2 before q1 each database waits for the other.
  @Test func crossedBranches() throws {
    let databases = try Self.databases(
      [Stream(name: "m", graph: "p2, p1(n/q1)"), Stream(name: "n", graph: "q1, q2(m/p2)")],
      .upgrade)
    #expect(databases[0].plan.steps.map(\.revision) == ids("p1 p2"))
    #expect(databases[1].plan.steps.map(\.revision) == ids("q2 q1"))
  }

  @Test func completedUpgrade() throws {
    let databases = try Self.databases(
      [
        Stream(name: "m", graph: "a(n/y)"),
        Stream(name: "n", graph: "x-y(o/p)-z", targets: nil),
        Stream(name: "o", graph: "p-q", targets: nil),
      ], .upgrade)
    #expect(
      Self.order(try WorkspacePlan.completed(databases, extending: ["n", "o"]))
        == "n+x o+p n+y[o/p] m+a[n/y]")
    #expect(
      Self.order(try WorkspacePlan.completed(databases, extending: ["n"]))
        == "n/y depends on o/p, which is neither applied nor planned")
  }

  @Test func completedDowngrade() throws {
    let databases = try Self.databases(
      [
        Stream(name: "m", graph: "a-b", rows: "b", targets: "a"),
        Stream(name: "n", graph: "x-y(m/b)-z", rows: "z", targets: nil),
      ], .downgrade)
    #expect(
      Self.order(try WorkspacePlan.completed(databases, extending: ["m", "n"]))
        == "n-z n-y m-b[n/y]")
  }

  @Test(arguments: [
    ("m: a-b(n/x); n: x-y(m/a)", ""),
    ("m: a-b(n/y); n: x-y(m/b)", "revisions depend on each other: m/b -> n/y -> m/b"),
    (
      "m: a(n/y)-b; n: x(m/b)-y",
      "revisions depend on each other: m/a -> n/y -> n/x -> m/b -> m/a"
    ),
    ("m: a(o/x); n: x", "m/a depends on o/x, and there is no such database"),
    ("m: a(n/z); n: x", "m/a depends on n/z, which does not exist"),
    ("m: a(m/a)", "revisions depend on each other: m/a -> m/a"),
    ("m>n: a; n>m: x", "databases run after each other: m -> n -> m"),
    ("m>o: a", "database m runs after o, which does not exist"),
  ])
  func validate(_ workspace: String, _ expected: String) throws {
    let databases = try workspace.split(separator: ";").map { text in
      let sides = text.split(separator: ":", maxSplits: 1).map(String.init)
      let names = sides[0].filter { $0 != " " }.split(separator: ">").map(String.init)
      return WorkspaceGraph.Database(
        name: names[0], graph: try history(sides[1]), after: Array(names.dropFirst()))
    }
    var found: [String] = []
    do { try WorkspaceGraph.validate(databases) } catch {
      found = error.problems.map(\.description)
    }
    #expect(found.joined(separator: "; ") == expected)
  }

  /// A database's own label is no revision, so it is not what was meant.
  @Test func candidatesAreDeclared() throws {
    let databases = [
      WorkspaceGraph.Database(name: "m", graph: try history("a(n/labe)")),
      WorkspaceGraph.Database(
        name: "n", graph: try history("x[label]", databaseLabel: "labels")),
    ]
    let problems = #expect(throws: WorkspaceProblems.self) {
      try WorkspaceGraph.validate(databases)
    }
    guard case .unknownRevision(_, _, let candidates)? = problems?.problems.first else {
      Issue.record("\(problems.debugDescription)")
      return
    }
    #expect(candidates == ["label"])
  }

  @Test func dependants() throws {
    let databases = [("m", "a-b"), ("n", "x(m/a)-y[late](m/b)"), ("o", "p(n/late,m/a)")]
    let found = WorkspaceGraph.dependants(
      in: try databases.map { WorkspaceGraph.Database(name: $0, graph: try history($1)) })
    #expect(
      found.map { "\($0) <- \($1.map(\.description).joined(separator: " "))" }.sorted()
        == ["m/a <- n/x o/p", "m/b <- n/y", "n/y <- o/p"])
  }

  /// A hundred databases, each step depending on the one of the database before.
  @Test func manyDatabases() throws {
    let databases = try Self.databases(
      (0..<100).map { number in
        let parts = (0..<100).map { step in
          number == 0 ? "r\(step)" : "r\(step)(d\(number - 1)/r\(step))"
        }
        return Stream(name: "d\(number)", graph: parts.joined(separator: "-"))
      }, .upgrade)
    let steps = try WorkspacePlan.order(databases.reversed())
    #expect(steps.count == 10_000)
    var done: Set<WorkspaceRevision> = []
    for item in steps {
      #expect(done.isSuperset(of: item.waitsFor))
      done.insert(WorkspaceRevision(database: item.database, revision: item.step.revision))
    }
  }
}
