import Foundation

/// One workspace with a hundred databases, against a loop over a hundred projects of Alembic.
extension Chapter {
  static let manyDatabases = Chapter(name: "many", title: "100 databases") { bench in
    try bench.places("many").filter { $0.engine != .mariadb }.flatMap { place in
      let project = try Project(
        in: bench.folder.appending(path: "many-\(place.engine)"),
        (1...100).map { number in
          Project.Database(
            name: "db\(number)", place: place.named("many_\(number)"),
            revisions: (1...10).map(Project.Revision.table))
        })
      let atOnce = ["1", "4", "16"]
      let work = "ten revisions in each of 100 \(place.engine.rawValue)"
      var comparisons = atOnce.map { jobs in
        var aludel = bench.aludel("upgrade", "--jobs", jobs, in: project.folder)
        aludel.prepare = project.reset
        return Comparison(
          work: "\(work), `--jobs \(jobs)`", aludel: aludel, others: [], rounds: bench.rounds(1))
      }
      var aludel = bench.aludel("upgrade", in: project.folder)
      aludel.prepare = project.reset
      comparisons.append(
        Comparison(
          work: work, aludel: aludel, others: loop(bench, project, prepare: project.reset),
          rounds: bench.rounds(1)))
      // All of them stand at their heads now, whoever came last.
      comparisons += (["1", "4", "16"]).map { jobs in
        Comparison(
          work: "nothing to do in 100 \(place.engine.rawValue), `--jobs \(jobs)`",
          aludel: bench.aludel("upgrade", "--jobs", jobs, in: project.folder), others: [],
          rounds: bench.rounds(5))
      }
      comparisons.append(
        Comparison(
          work: "nothing to do in 100 \(place.engine.rawValue)",
          aludel: bench.aludel("upgrade", in: project.folder), others: loop(bench, project),
          rounds: bench.rounds(1)))
      return comparisons
    }
  }

  /// A shell loop over Alembic.
  private static func loop(
    _ bench: Bench, _ project: Project, prepare: @escaping () throws -> Void = {}
  ) -> [Comparison.Side] {
    guard let python = bench.python else { return [] }
    let line =
      "for folder in db*; do (cd $folder && '\(python)' -m alembic upgrade head) || exit; done"
    return [
      Comparison.Side(
        name: "Alembic in a loop",
        program: Program(words: ["sh", "-c", line], folder: project.folder), prepare: prepare)
    ]
  }
}
