import Foundation

/// One workspace with a hundred databases, against a loop over a hundred projects of Alembic.
extension Chapter {
  static let manyDatabases = Chapter(name: "many", title: "100 databases") { bench in
    try bench.places("many").filter { $0.engine != .mariadb }.flatMap { place in
      try revisions(in: hundred(bench, place, "many"), of: place.engine, bench)
        + nothing(in: hundred(bench, place, "idle"), of: place.engine, bench)
    }
  }

  /// Ten revisions in each.
  private static func revisions(
    in project: Project, of engine: Place.Engine, _ bench: Bench
  ) -> [Comparison] {
    let work = "ten revisions in each of 100 \(engine.rawValue)"
    func side(_ words: [String] = []) -> Comparison.Side {
      var aludel = bench.aludel(["upgrade"] + words, in: project.folder)
      aludel.prepare = project.reset
      return aludel
    }
    return ["1", "4", "16"].map { jobs in
      Comparison(
        work: "\(work), `--jobs \(jobs)`", aludel: side(["--jobs", jobs]), others: [],
        rounds: bench.rounds(1))
    } + [
      Comparison(
        work: work, aludel: side(),
        others: loop(bench, project, "upgrade", prepare: project.reset), rounds: bench.rounds(1))
    ]
  }

  /// All of them at their heads.
  private static func nothing(
    in project: Project, of engine: Place.Engine, _ bench: Bench
  ) throws -> [Comparison] {
    try project.reset()
    try bench.aludel(["upgrade"], in: project.folder).program.run()
    for side in loop(bench, project, "stamp") { try side.program.run() }
    let work = "nothing to do in 100 \(engine.rawValue)"
    return ["1", "4", "16"].map { jobs in
      Comparison(
        work: "\(work), `--jobs \(jobs)`",
        aludel: bench.aludel(["upgrade", "--jobs", jobs], in: project.folder), others: [],
        rounds: bench.rounds(5))
    } + [
      Comparison(
        work: work, aludel: bench.aludel(["upgrade"], in: project.folder),
        others: loop(bench, project, "upgrade"), rounds: bench.rounds(1))
    ]
  }

  private static func hundred(_ bench: Bench, _ place: Place, _ name: String) throws -> Project {
    try Project(
      in: bench.folder.appending(path: "\(name)-\(place.engine)"),
      (1...100).map { number in
        Project.Database(
          name: "db\(number)", place: place.named("\(name)_\(number)"),
          revisions: (1...10).map(Project.Revision.small))
      })
  }

  /// A shell loop over Alembic.
  private static func loop(
    _ bench: Bench, _ project: Project, _ command: String,
    prepare: @escaping () throws -> Void = {}
  ) -> [Comparison.Side] {
    guard let python = bench.python else { return [] }
    let line = """
      for folder in db*; do
        (cd $folder && '\(python)' -m alembic \(command) head) || exit
      done
      """
    return [
      Comparison.Side(
        name: "Alembic in a loop",
        program: Program(words: ["sh", "-c", line], folder: project.folder), prepare: prepare)
    ]
  }
}
