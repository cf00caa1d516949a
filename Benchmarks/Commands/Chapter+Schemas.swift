import Foundation

/// Many tables of ten columns, current and desired.
extension Chapter {
  static let schemas = Chapter(name: "schemas", title: "Comparing schemas") { bench in
    try [200, 1000].flatMap { count in
      try bench.places("schemas_\(count)").map { place in
        let project = try Self.project(bench, at: place, tables: count)
        try bench.aludel(["upgrade"], in: project.folder).program.run()
        var others: [Comparison.Side] = []
        if bench.python != nil {
          // In a database of its own: neither is to find the tables of the other.
          let other = try Self.project(
            bench, at: place.named("\(place.label)_alembic"), tables: count)
          others = alembic(bench, "check", project: other, goal: 0.125)
          for side in alembic(bench, "upgrade", "head", project: other, goal: nil) {
            try side.program.run()
          }
        }
        return Comparison(
          work: "`check`, \(count) tables of \(place.engine.rawValue)",
          aludel: bench.aludel(["check"], in: project.folder), others: others,
          rounds: bench.rounds(count == 200 ? 5 : 3))
      }
    }
  }

  private static func project(_ bench: Bench, at place: Place, tables count: Int) throws -> Project
  {
    let project = try Project(
      in: bench.folder.appending(path: "schemas-\(place.engine)-\(place.label)"),
      [Project.Database(name: "main", place: place, revisions: [tables(count)])],
      settings: "schema = \"schema.sql\"", metadata: "__import__(\"models\").metadata")
    try Data(tables(count).statements.map { $0 + ";\n" }.joined().utf8)
      .write(to: project.folder.appending(path: "schema.sql"))
    try Data(models(count).utf8).write(to: project.first.appending(path: "models.py"))
    try project.reset()
    return project
  }

  private static func alembic(_ bench: Bench, _ words: String..., project: Project, goal: Double?)
    -> [Comparison.Side]
  {
    bench.alembic(words, in: project.first, goal: goal).map { side in
      var side = side
      side.program.environment["PYTHONPATH"] = project.first.path
      return side
    }
  }

  private static func tables(_ count: Int) -> Project.Revision {
    Project.Revision(
      statements: (1...count).map { number in
        """
        CREATE TABLE item_\(number) (
          id INTEGER NOT NULL PRIMARY KEY,
          \((1...8).map { "c\($0) VARCHAR(40)" }.joined(separator: ",\n  ")),
          c9 INTEGER NOT NULL
        )
        """
      }, undo: (1...count).map { "DROP TABLE item_\($0)" })
  }

  private static func models(_ count: Int) -> String {
    """
    from sqlalchemy import Column, Integer, MetaData, String, Table

    metadata = MetaData()
    for number in range(1, \(count + 1)):
        Table(
            "item_%d" % number,
            metadata,
            Column("id", Integer, primary_key=True, autoincrement=False),
            *[Column("c%d" % column, String(40)) for column in range(1, 9)],
            Column("c9", Integer, nullable=False),
        )
    """
  }
}
