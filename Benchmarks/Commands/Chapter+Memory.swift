import Foundation

extension Chapter {
  static let memory = Chapter(name: "memory", title: "Memory", isAboutMemory: true) { bench in
    let place = bench.places("memory")[0]
    let files = try Project(
      in: bench.folder.appending(path: "memory-files"),
      [
        Project.Database(
          name: "main", place: place, revisions: (1...5000).map(Project.Revision.small))
      ])
    var comparisons = [
      Comparison(
        work: "`heads`, 5000 files", aludel: bench.aludel(["heads"], in: files.folder),
        others: bench.alembic(["heads"], in: files.first, goal: nil), rounds: bench.rounds(3))
    ]
    for place in bench.places("large") {
      let project = try Project(
        in: bench.folder.appending(path: "memory-\(place.engine)"),
        [Project.Database(name: "main", place: place, revisions: [])])
      var aludel = bench.aludel(["upgrade"], in: project.folder)
      aludel.prepare = place.reset
      let script = project.folder.appending(path: "main/versions/large.sql")
      try writeLarge(to: script)
      comparisons.append(
        Comparison(
          work: "`upgrade` of \(place.engine.rawValue), a file of 100 MB", aludel: aludel,
          others: [
            Comparison.Side(
              name: place.shellName, program: try shell(place, of: script, in: project.folder),
              prepare: place.reset)
          ], rounds: bench.rounds(1)))
    }
    return comparisons
  }

  /// The same statements, without the downgrade, for the engine's own shell.
  private static func shell(_ place: Place, of revision: URL, in folder: URL) throws -> Program {
    let script = folder.appending(path: "large.sql")
    try Program(
      words: [
        "sh", "-c",
        "(echo 'BEGIN;'; sed '/^-- migrate: downgrade/,$d' '\(revision.path)'; echo 'COMMIT;') > '\(script.path)'",
      ], folder: folder
    ).run()
    return place.shell(reading: script)
  }

  /// 100 megabytes of rows, a thousand to a statement. Written piece by piece: what this program has in
  /// memory would count for those that it starts.
  private static func writeLarge(to file: URL) throws {
    try Data().write(to: file)
    let stream = try FileHandle(forWritingTo: file)
    defer { try? stream.close() }
    func write(_ text: String) throws { try stream.write(contentsOf: Data(text.utf8)) }
    try write(
      """
      -- Many rows
      --
      -- revision: large
      -- created: 2026-01-02T03:04:05Z

      -- migrate: upgrade
      CREATE TABLE large (id INTEGER PRIMARY KEY, name VARCHAR(120) NOT NULL);

      """)
    let name = String(repeating: "x", count: 100)
    for statement in 0..<900 {
      let rows = (0..<1000).map { "(\(statement * 1000 + $0), '\(name)')" }
      try write("INSERT INTO large VALUES\n" + rows.joined(separator: ",\n") + ";\n")
    }
    try write("\n-- migrate: downgrade\nDROP TABLE large;\n")
  }
}
