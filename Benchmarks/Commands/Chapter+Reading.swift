import Foundation

/// What is done most often: to find that there is nothing to do.
extension Chapter {
  static let start = Chapter(name: "start", title: "Start-up") { bench in
    let source = bench.folder.appending(path: "empty.c")
    let empty = bench.folder.appending(path: "empty").path
    try Data("int main(void) { return 0; }\n".utf8).write(to: source)
    try Program(words: ["cc", "-O2", "-o", empty, source.path], folder: bench.folder).run()
    let c = Comparison.Side(
      name: "an empty C program", program: Program(words: [empty], folder: bench.folder), goal: 5)
    return ["--version", "--help"].flatMap { word in
      [
        Comparison(
          work: "`\(word)`", aludel: bench.aludel([word], in: bench.folder), others: [c],
          rounds: bench.rounds(200)),
        Comparison(
          work: "`\(word)`", aludel: bench.aludel([word], in: bench.folder),
          others: bench.alembic([word], in: bench.folder, goal: nil), rounds: bench.rounds(15)),
      ]
    }
  }

  static let files = Chapter(name: "files", title: "Reading revision files") { bench in
    try [1000, 5000].map { count in
      let project = try Project(
        in: bench.folder.appending(path: "files-\(count)"),
        [
          Project.Database(
            name: "main", place: bench.places("files_\(count)")[0],
            revisions: (1...count).map(Project.Revision.small))
        ])
      return Comparison(
        work: "`heads`, \(count) files", aludel: bench.aludel(["heads"], in: project.folder),
        others: bench.alembic(["heads"], in: project.first, goal: count == 5000 ? 1 / 30 : nil),
        rounds: bench.rounds(11))
    }
  }

  static let nothingToDo = Chapter(name: "nothing", title: "Nothing to do") { bench in
    try bench.places("nothing").flatMap { place in
      try [10, 1000].map { count in
        let place = place.named("nothing_\(count)")
        let project = try Project(
          in: bench.folder.appending(path: "nothing-\(place.engine)-\(count)"),
          [
            Project.Database(
              name: "main", place: place, revisions: (1...count).map(Project.Revision.small))
          ])
        try project.reset()
        try bench.aludel(["upgrade"], in: project.folder).program.run()
        let others = bench.alembic(["upgrade", "head"], in: project.first, goal: nil)
        if !others.isEmpty {
          try bench.alembic(["stamp", "head"], in: project.first, goal: nil)[0].program.run()
        }
        return Comparison(
          work: "`upgrade` of \(place.engine.rawValue), \(count) files",
          aludel: bench.aludel(["upgrade"], in: project.folder), others: others,
          rounds: bench.rounds(11))
      }
    }
  }
}
