import DialectKit
import Foundation
import SQLText
import Testing

/// The real Alembic and Aludel take turns on one database.
@Suite(.enabled(if: Alembic.python != nil, "ALUDEL_TEST_PYTHON names no Python with Alembic"))
struct AlembicTests {
  /// Everything that was made by a migration, white space aside.
  private static let schema: SQLFragment = """
    SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_master
    WHERE tbl_name NOT LIKE 'alembic_version%' AND name NOT LIKE 'sqlite_%' ORDER BY type, name
    """

  private func schema(of database: Database) throws -> [String] {
    try database.rows(Self.schema).map { $0.replacing(/\s+/, with: " ") }
  }

  @Test func takeTurns() async throws {
    let library = try Example("adopting-alembic")
    let database = library.database("library.db")
    func row() throws -> [String] { try database.rows("SELECT version_num FROM alembic_version") }

    try await library.expect("alembic upgrade 7d3e9a5c1f08")
    let untouched = try Data(contentsOf: library.folder.appending(path: "library.db"))
    let status = try await library.expect("aludel status --json")
    #expect(status.contains(#""current":["7d3e9a5c1f08"]"#))
    #expect(status.contains(#""state":"behind""#))
    let pending = #""pending":["a2c86f40b9e1","e915d3b7604c","c07b52e8fa36","d8f4016ea93b"]"#
    #expect(status.contains(pending))
    #expect(try await library.expect("aludel current").contains("7d3e9a5c1f08  Loans"))
    #expect(
      try Data(contentsOf: library.folder.appending(path: "library.db")) == untouched,
      "a question wrote to the database")

    try await library.expect("aludel upgrade e915d3b7604c")
    #expect(try row() == ["e915d3b7604c"])
    #expect(try await library.expect("alembic current") == "e915d3b7604c (head)\n")
    #expect(try await library.expect("alembic upgrade head") == "")

    try await library.expect("aludel downgrade -2")
    #expect(try await library.expect("alembic current") == "7d3e9a5c1f08\n")
    try await library.expect("alembic upgrade +1")
    #expect(try await library.expect("aludel current").contains("a2c86f40b9e1"))
    try await library.expect("alembic downgrade base")
    #expect(try row() == [])
    #expect(try await library.expect("aludel status --json").contains(#""state":"empty""#))
    try await library.expect("aludel upgrade")
    #expect(try row() == ["d8f4016ea93b"])
  }

  /// A revision that only Aludel has is one that Alembic refuses, and one that it does not destroy.
  @Test func beyondAlembic() async throws {
    let library = try Example("adopting-alembic")
    try await library.expect("aludel upgrade")
    for command in ["current", "upgrade head"] {
      let answer = try await library.run("alembic \(command)")
      #expect(answer.status != 0)
      #expect(answer.text.contains("Can't locate revision identified by 'd8f4016ea93b'"))
    }
    try await library.expect("aludel downgrade e915d3b7604c")
    #expect(try await library.expect("alembic current") == "e915d3b7604c (head)\n")
  }

  /// And the other way round: a row of Alembic's for which there is no SQL file.
  @Test func beyondAludel() async throws {
    let library = try Example("adopting-alembic")
    try await library.expect("alembic upgrade head")
    let revisions = library.folder.appending(path: "revisions")
    for file in try FileManager.default.contentsOfDirectory(atPath: revisions.path)
    where file > "2025113" {
      try FileManager.default.removeItem(at: revisions.appending(path: file))
    }
    let answer = try await library.run("aludel upgrade")
    #expect(answer.status == 1)
    #expect(answer.text.contains("library stands on revision e915d3b7604c"))
    #expect(answer.text.contains("no database was changed"))
    #expect(try await library.expect("alembic current") == "e915d3b7604c (head)\n")
  }

  /// A squash leaves Alembic's table what it is at every moment: rows that Alembic knows until the squash
  /// has one of its own, and again when that is given back.
  @Test func throughASquash() async throws {
    let library = try Example("adopting-alembic")
    let database = library.database("library.db")
    func row() throws -> [String] { try database.rows("SELECT version_num FROM alembic_version") }
    let shape = try await library.expect("alembic upgrade 7d3e9a5c1f08 && echo made")
    #expect(shape.contains("made"))
    let table: SQLFragment = "SELECT sql, '' FROM sqlite_master WHERE name = 'alembic_version'"
    let made = try database.rows(table)

    try await library.expect("aludel squash :a2c86f40b9e1 --rev-id 5a5a5a5a5a5a -q")
    #expect(try await library.expect("alembic current") == "7d3e9a5c1f08\n")
    try await library.expect("alembic upgrade +1")
    #expect(try await library.expect("aludel current").contains("a2c86f40b9e1"))
    try await library.expect("aludel upgrade 5a5a5a5a5a5a")
    #expect(try row() == ["5a5a5a5a5a5a"])
    #expect(try await library.run("alembic upgrade head").status != 0)
    try await library.expect("aludel downgrade 7d3e9a5c1f08")
    #expect(try await library.expect("alembic current") == "7d3e9a5c1f08\n")
    try await library.expect("aludel upgrade e915d3b7604c")
    #expect(try await library.expect("alembic current") == "e915d3b7604c (head)\n")
    #expect(try database.rows(table) == made)
  }

  /// The SQL files say what the Python files say.
  @Test func bothBuildTheSame() async throws {
    let (old, new) = (try Example("adopting-alembic"), try Example("adopting-alembic"))
    let steps = [
      "upgrade 7d3e9a5c1f08", "upgrade e915d3b7604c", "downgrade a2c86f40b9e1", "downgrade base",
    ]
    for step in steps {
      try await old.expect("alembic \(step)")
      try await new.expect("aludel \(step)")
      let (theirs, ours) = (old.database("library.db"), new.database("library.db"))
      #expect(try schema(of: theirs) == schema(of: ours), "\(step)")
    }
  }
}
