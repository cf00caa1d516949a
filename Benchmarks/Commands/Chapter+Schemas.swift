import Foundation

/// Many tables, current and desired.
extension Chapter {
  static let schemas = Chapter(name: "schemas", title: "Comparing schemas") { bench in
    try [200, 1000].flatMap { count in
      try [SchemaWork.check, .differences, .everything].flatMap { work in
        try bench.places("schemas_\(work)_\(count)").map { place in
          let project = try work.project(bench, at: place, tables: count)
          try project.aludel(bench, ["upgrade"]).program.run()
          // In a database of its own: neither is to find the tables of the other.
          let other = try work.project(
            bench, at: place.named("\(place.label)_alembic"), tables: count)
          for side in other.alembic(bench, ["upgrade", "head"], goal: nil) {
            try side.program.run()
          }
          return Comparison(
            work: "\(work.rawValue), \(count) tables of \(place.engine.rawValue)",
            aludel: project.aludel(bench, work.words),
            others: other.alembic(bench, work.words, goal: 0.125),
            rounds: bench.rounds(count == 200 ? 5 : 3))
        }
      }
    }
  }
}

private enum SchemaWork: String {
  case check = "`check`"
  case differences = "`revision --autogenerate` of five differences"
  case everything = "`revision --autogenerate` from nothing"

  /// Of both programs.
  var words: [String] {
    self == .check ? ["check"] : ["revision", "--autogenerate", "-m", "generated"]
  }

  func project(_ bench: Bench, at place: Place, tables count: Int) throws -> Project {
    let tables = SchemaTables(count: count, isChanged: self == .differences)
    let project = try Project(
      in: bench.folder.appending(path: "schemas-\(place.engine)-\(place.label)"),
      [
        Project.Database(
          name: "main", place: place,
          revisions: self == .everything ? [] : [SchemaTables(count: count).revision])
      ],
      settings: "schema = \"schema.sql\"", metadata: "__import__(\"models\").metadata")
    try Data(tables.revision.statements.map { $0 + ";\n" }.joined().utf8)
      .write(to: project.folder.appending(path: "schema.sql"))
    try Data(tables.models.utf8).write(to: project.first.appending(path: "models.py"))
    try project.reset()
    return project
  }
}

extension Project {
  fileprivate func aludel(_ bench: Bench, _ words: [String]) -> Comparison.Side {
    var side = bench.aludel(words, in: folder)
    side.prepare = { try forgetGenerated("versions") }
    return side
  }

  fileprivate func alembic(
    _ bench: Bench, _ words: [String], goal: Double?
  ) -> [Comparison.Side] {
    bench.alembic(words, in: first, goal: goal) { try forgetGenerated("alembic/versions") }
      .map { side in
        var side = side
        side.program.environment["PYTHONPATH"] = first.path
        return side
      }
  }

  /// Removes what the round before has written.
  private func forgetGenerated(_ name: String) throws {
    let folder = first.appending(path: name)
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.path)
    where file.contains("generated") {
      try FileManager.default.removeItem(at: folder.appending(path: file))
    }
  }
}

/// Tables of ten columns, each with a foreign key, a unique constraint and an index, for both programs.
private struct SchemaTables {
  var count: Int
  /// Whether there is a longer column, one that may be null, one more, a wider index and a new table.
  var isChanged = false

  private var all: Int { isChanged ? count + 1 : count }

  var revision: Project.Revision {
    Project.Revision(
      statements: (1...all).flatMap { number in
        [
          "CREATE TABLE item_\(number) (\n  \(parts(of: number).joined(separator: ",\n  "))\n)",
          "CREATE INDEX item_\(number)_place ON item_\(number) (\(isChanged(number, 4) ? "c2, c3" : "c2"))",
        ]
      }, undo: (1...all).reversed().map { "DROP TABLE item_\($0)" })
  }

  private func isChanged(_ number: Int, _ changed: Int) -> Bool { isChanged && number == changed }

  private func parts(of number: Int) -> [String] {
    ["id INTEGER NOT NULL PRIMARY KEY"]
      + (1...8).map { "c\($0) VARCHAR(\(isChanged(number, 1) && $0 == 5 ? 80 : 40))" }
      + [isChanged(number, 2) ? "c9 INTEGER" : "c9 INTEGER NOT NULL"]
      + (isChanged(number, 3) ? ["added INTEGER"] : [])
      + [
        "CONSTRAINT item_\(number)_name UNIQUE (c1)",
        "CONSTRAINT item_\(number)_owner FOREIGN KEY (c9) REFERENCES item_\((number + 1) / 2) (id)",
      ]
  }

  var models: String {
    """
    from sqlalchemy import Column, ForeignKeyConstraint, Index, Integer, MetaData, String, Table
    from sqlalchemy import UniqueConstraint

    metadata = MetaData()
    for number in range(1, \(all + 1)):
        changed = number if \(isChanged ? "True" : "False") else None
        name = "item_%d" % number
        columns = [Column("id", Integer, primary_key=True, autoincrement=False)]
        for column in range(1, 9):
            columns.append(
                Column("c%d" % column, String(80 if changed == 1 and column == 5 else 40))
            )
        columns.append(Column("c9", Integer, nullable=changed == 2))
        if changed == 3:
            columns.append(Column("added", Integer))
        Table(
            name,
            metadata,
            *columns,
            UniqueConstraint("c1", name=name + "_name"),
            ForeignKeyConstraint(
                ["c9"], ["item_%d.id" % ((number + 1) // 2)], name=name + "_owner"
            ),
            Index(name + "_place", "c2", *["c3"] * (changed == 4)),
        )
    """
  }
}
