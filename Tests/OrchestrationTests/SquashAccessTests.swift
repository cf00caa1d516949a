import Aludel
import Orchestration
import Testing

/// What originals say about owners and privileges is in no schema, so no proof can be about it.
struct SquashAccessTests {
  @Test(.enabled(if: SquashTrial.Engine.there.contains(.postgresql)))
  func whatIsLeftOutIsNamed() async throws {
    let trial = try SquashTrial(.postgresql)
    try trial.revisions([
      "CREATE TABLE t (a int);\nGRANT SELECT ON t TO PUBLIC;",
      "ALTER TABLE t ADD COLUMN b int, OWNER TO CURRENT_USER;",
    ])
    let squash = try #require(try await trial.squash().squashes.first)
    #expect(
      squash.omitted.map { "\($0.revision) \($0.words)" } == [
        "r1 GRANT", "r2 ALTER … OWNER TO",
      ])
    for statement in squash.omitted {
      let lines = try trial.sandbox.read(statement.file).split(
        separator: "\n", omittingEmptySubsequences: false)
      #expect(lines[statement.line - 1].contains(statement.words.split(separator: " ")[0]))
      #expect(squash.text.contains("-- left out: \(statement.words) ("))
    }
    let verified = try await trial.open().verifySquashes().squashes
    #expect(verified.map(\.omitted) == [squash.omitted])
    #expect(verified.map(\.isIrreversible) == [false])
  }

  @Test(.enabled(if: SquashTrial.Engine.there.contains(.postgresql)))
  func whatIsKeptIsNot() async throws {
    let trial = try SquashTrial(.postgresql)
    try trial.revisions(
      [
        "CREATE TABLE t (a int);\n-- for everybody\nGRANT SELECT ON t TO PUBLIC;",
        "ALTER TABLE t ADD COLUMN b int;",
      ], downgrades: ["DROP TABLE t;", "ALTER TABLE t DROP COLUMN b;"])
    let squash = try #require(try await trial.squash(concatenates: true).squashes.first)
    #expect(squash.omitted == [])
    #expect(squash.text.contains("GRANT SELECT"))
    #expect(try await trial.open().verifySquashes().squashes.map(\.omitted) == [[]])
  }

  /// Without a way down only the way up is proven, and the report says so.
  @Test(arguments: [false, true])
  func theWayDownIsProvenWhereThereIsOne(hasDowngrades: Bool) async throws {
    let trial = try SquashTrial(.sqlite)
    for (index, sql) in ["CREATE TABLE a (x);", "CREATE TABLE b (x);"].enumerated() {
      let id = "r\(index + 1)"
      try trial.sandbox.write(
        "one/\(id).sql",
        """
        -- \(id)
        --
        -- revision: \(id)
        -- down_revision: \(index == 0 ? "" : "r\(index)")

        -- migrate: upgrade
        \(sql)
        \(hasDowngrades ? "\n-- migrate: downgrade\nDROP TABLE \(index == 0 ? "a" : "b");" : "")
        """)
    }
    let squash = try #require(try await trial.squash(concatenates: true).squashes.first)
    #expect((squash.irreversible == nil) == hasDowngrades)
    let verified = try await trial.open().verifySquashes().squashes
    #expect(verified.map(\.isIrreversible) == [!hasDowngrades])
  }
}
