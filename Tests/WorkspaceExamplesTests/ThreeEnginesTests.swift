import DialectKit
import Foundation
import SQLText
import Testing

/// Rows that revisions move from one engine to another: none is lost, none is there twice.
@Suite(.enabled(if: ServerDatabase.areThere, "needs both test servers"))
struct ThreeEnginesTests {
  private struct Place {
    var example: Example
    var main: Database
    var analytics: Database
    var settings: Database

    init() async throws {
      example = try Example.threeEngines()
      main = try #require(example.database(variable: "MAIN_DATABASE_URL"))
      analytics = try #require(example.database(variable: "ANALYTICS_DATABASE_URL"))
      settings = example.database("settings.db")
      try await example.expect("mkdir -m 777 /tmp/three-engines")
    }

    func has(_ table: String, in database: Database) throws -> Bool {
      (try? database.rows("SELECT 1 FROM \(Identifier(table)) WHERE 1 = 0")) != nil
    }

    func isFileLeft() async throws -> Bool {
      try await !example.expect("ls /tmp/three-engines").isEmpty
    }
  }

  private static let rates = ["DE 19", "FR 20", "PT 23"]
  private static let rateRows: SQLFragment =
    "SELECT country, CAST(percent AS CHAR(2)) FROM tax_rates ORDER BY country"
  private static let totals: SQLFragment =
    "SELECT CAST(COUNT(*) AS CHAR(4)), CAST(SUM(net) AS CHAR(9)) FROM daily_totals"
  private static let sales: SQLFragment =
    "SELECT CAST(COUNT(*) AS CHAR(4)), CAST(SUM(net) AS CHAR(9)) FROM daily_sales"

  private func trimmed(_ rows: [String]) -> [String] {
    rows.map { $0.split(separator: " ").joined(separator: " ") }
  }

  @Test(arguments: [1, 4]) func upAndDown(jobs: Int) async throws {
    let place = try await Place()
    try await place.example.expect("aludel upgrade --jobs \(jobs)")
    #expect(trimmed(try place.main.rows(Self.rateRows)) == Self.rates)
    #expect(trimmed(try place.analytics.rows(Self.sales)) == ["30 2625.00"])
    #expect(try !place.has("daily_totals", in: place.main))
    #expect(try !place.has("tax_rates", in: place.settings))
    #expect(try await !place.isFileLeft())

    // What analytics has had since comes back with the rest.
    try place.analytics.run("INSERT INTO daily_sales VALUES ('2026-02-01', 1, 99)")
    try await place.example.expect(
      "aludel downgrade main/b7028d41c3f6 --with-dependencies --jobs \(jobs)")
    #expect(trimmed(try place.main.rows(Self.totals)) == ["31 2724.00"])
    #expect(try place.analytics.rows("SELECT day FROM daily_sales") == [])
    #expect(try await !place.isFileLeft())

    try await place.example.expect("aludel upgrade --jobs \(jobs)")
    #expect(trimmed(try place.analytics.rows(Self.sales)) == ["31 2724.00"])
    try await place.example.expect("aludel downgrade base --jobs \(jobs)")
    for table in ["orders", "daily_totals", "tax_rates"] {
      #expect(try !place.has(table, in: place.main))
    }
    #expect(try !place.has("daily_sales", in: place.analytics))
    #expect(try !place.has("tax_rates", in: place.settings))
    try await place.example.expect("aludel upgrade --jobs \(jobs)")
    try await place.example.expect("aludel status --exit-code")
  }

  /// A takeover that fails leaves the rows where they were, and stops only what waits for it.
  @Test func failingTakeover() async throws {
    let place = try await Place()
    try await place.example.expect("aludel upgrade main/c8139e52d407 --with-dependencies")
    try await place.example.expect("rm /tmp/three-engines/daily_totals.tsv")
    let answer = try await place.example.run("aludel upgrade")
    #expect(answer.status == 3)
    #expect(answer.text.contains("main waited for analytics, which failed"))
    #expect(trimmed(try place.main.rows(Self.totals)) == ["30 2625.00"])
    #expect(try !place.has("tax_rates", in: place.settings))
  }
}
