import Foundation

/// A thousand small revisions, each in a transaction of its own, with its version row and its line in
/// the history.
extension Chapter {
  static let upgrade = Chapter(name: "upgrade", title: "1,000 revisions") { bench in
    try bench.places("upgrade").map { place in
      let project = try thousand(in: bench, at: place)
      let goals: (shell: Double, alembic: Double?) =
        switch place.engine {
        case .postgresql: (0.8, 0.25)
        case .mariadb: (1.0, nil)
        case .sqlite: (1.1, 0.4)
        }
      return try upgradeComparison(
        bench, project, work: "`upgrade` of \(place.engine.rawValue)", goals: goals,
        rounds: bench.rounds(7))
    }
  }

  static let delay = Chapter(
    name: "delay", title: "1,000 revisions over a network with 2.5 ms a round trip"
  ) { bench in
    guard let python = bench.python else { return [] }
    return try bench.places("far_away").filter { $0.engine != .sqlite }.map { place in
      let far = bench.folder.appending(path: "far-\(place.engine)")
      try FileManager.default.createDirectory(at: far, withIntermediateDirectories: true)
      let socket = place.engine == .postgresql ? "/.s.PGSQL.5432" : "/socket"
      let source = place.engine == .postgresql ? place.socket + socket : place.socket
      try DelayingProxy(python, from: far.path + socket, to: source).start()
      let project = try thousand(
        in: bench, at: place.through(place.engine == .postgresql ? far.path : far.path + socket))
      return try upgradeComparison(
        bench, project, work: "`upgrade` of \(place.engine.rawValue)", goals: (1, nil),
        rounds: bench.rounds(3))
    }
  }

  private static func thousand(in bench: Bench, at place: Place) throws -> Project {
    try Project(
      in: bench.folder.appending(path: "upgrade-\(place.engine)-\(place.label)"),
      [
        Project.Database(
          name: "main", place: place, revisions: (1...1000).map(Project.Revision.small))
      ])
  }

  /// Against the engine's own shell, which reads the script that aludel prints for the same work, and
  /// against Alembic.
  private static func upgradeComparison(
    _ bench: Bench, _ project: Project, work: String, goals: (shell: Double, alembic: Double?),
    rounds: Int
  ) throws -> Comparison {
    let place = project.databases[0].place
    let script = project.folder.appending(path: "upgrade.sql")
    try project.reset()
    try Program(
      words: ["sh", "-c", "'\(bench.aludel)' upgrade --sql > '\(script.path)'"],
      folder: project.folder
    ).run()
    var aludel = bench.aludel(["upgrade"], in: project.folder)
    aludel.prepare = place.reset
    let shell = Comparison.Side(
      name: place.shellName, program: place.shell(reading: script), goal: goals.shell,
      prepare: place.reset)
    return Comparison(
      work: work, aludel: aludel,
      others: [shell]
        + bench.alembic(
          ["upgrade", "head"], in: project.first, goal: goals.alembic, prepare: place.reset),
      rounds: rounds)
  }
}

/// Passes bytes on between two Unix sockets, each way after half of the delay; ends with this program.
struct DelayingProxy {
  private let program: Program
  private let socket: String

  init(_ python: String, from socket: String, to server: String) {
    self.socket = socket
    let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "delaying_proxy.py").path
    program = Program(
      words: ["sh", "-c", "'\(python)' '\(script)' '\(socket)' '\(server)' 1.25 $PPID & exit 0"],
      folder: URL(filePath: socket).deletingLastPathComponent())
  }

  /// Returns when it listens.
  func start() throws {
    try program.run()
    for _ in 0..<500 where !FileManager.default.fileExists(atPath: socket) { usleep(10_000) }
    guard FileManager.default.fileExists(atPath: socket) else {
      throw Program.Failure(description: "no proxy at \(socket)")
    }
  }
}
