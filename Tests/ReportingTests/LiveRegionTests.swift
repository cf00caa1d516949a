import DialectKit
import Revisions
import Testing

@testable import Orchestration
@testable import Reporting

@Suite struct LiveRegionTests {
  private static func step(_ database: String, _ revision: String, statements: Int = 3) throws
    -> StepDescription
  {
    StepDescription(
      database: database, revision: try RevisionID(validating: revision), direction: .upgrade,
      title: "Title \(revision)", file: "\(revision).sql", statementCount: statements)
  }

  @Test func oneRowForEachDatabaseThatWorks() throws {
    var region = LiveRegion(
      terminal: Terminal(isInteractive: true, width: 80), databases: ["main", "logs"])
    #expect(region.erased() == "")
    #expect(region.drawnRows(at: 0) == "")
    region.note(.stepStarted(try Self.step("logs", "b1")), at: 1000)
    region.note(.stepStarted(try Self.step("main", "a1")), at: 2000)
    region.note(
      .statementStarted(try Self.step("main", "a1"), number: 2, count: 3, text: ""), at: 2100)
    #expect(
      region.drawnRows(at: 66_500)
        == """
          ▸ main  a1  statement 2 of 3  1 min 4 s  Title a1
          ▸ logs  b1  statement 1 of 3  1 min 5 s  Title b1

        """)
    #expect(region.erased() == "\u{1B}[2A\u{1B}[J")
    #expect(region.erased() == "", "nothing is there any more")
    region.note(.stepApplied(try Self.step("main", "a1"), milliseconds: 1), at: 67_000)
    #expect(region.drawnRows(at: 67_000) == "  ▸ logs  b1  statement 1 of 3  1 min 6 s  Title b1\n")
    region.note(.stepFailed(try Self.step("logs", "b1"), .several([])), at: 67_000)
    #expect(region.erased() + region.drawnRows(at: 67_000) == "\u{1B}[1A\u{1B}[J")
  }

  /// A row that wraps would leave its first half on the screen.
  @Test(arguments: [20, 21, 40]) func rowsFit(width: Int) throws {
    var region = LiveRegion(
      terminal: Terminal(isInteractive: true, width: width), databases: ["数据库"])
    region.note(.stepStarted(try Self.step("数据库", "a1")), at: 0)
    #expect(region.drawnRows(at: 299) == "", "it may be over at once")
    let row = region.drawnRows(at: 300)
    #expect(row.hasSuffix("\n"))
    #expect(row.dropLast().description.displayWidth < width)
  }

  @Test(arguments: [
    (0, "0.0 s"), (999, "0.9 s"), (9_999, "9.9 s"), (10_000, "10 s"), (59_999, "59 s"),
    (60_000, "1 min 0 s"), (3_723_000, "62 min 3 s"),
  ])
  func times(milliseconds: Int, text: String) {
    #expect(RunningSteps.time(milliseconds) == text)
  }
}
