import DialectKit
import Foundation
import SQLText
import Testing

/// Every workspace can be applied, undone down to nothing, and applied again.
@Suite struct CycleTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var workspace: String
    /// By file, what a full upgrade leaves there, without what belongs to Aludel.
    var objects: [String: [String]]
    var testDescription: String { workspace }
  }

  static let cases = [
    Case(
      workspace: "first-steps",
      objects: [
        "main.db": [
          "index users_email", "table order_lines", "table orders", "table users",
          "trigger order_total",
        ],
        "analytics.db": ["index events_day", "table events", "view daily_counts"],
      ]),
    Case(
      workspace: "adopting-alembic",
      objects: [
        "library.db": [
          "index ix_loans_member", "index uq_books_isbn", "table authors", "table books",
          "table loans", "table members", "trigger keep_returned_loans", "view overdue_loans",
        ]
      ]),
    Case(
      workspace: "monorepo",
      objects: [
        "accounts.db": ["index sessions_account", "table accounts", "table sessions"],
        "billing.db": [
          "table customers", "table invoice_lines", "table invoices", "table payments",
          "view open_invoices",
        ],
        "catalogue.db": [
          "table product_search", "table product_search_config", "table product_search_data",
          "table product_search_docsize", "table product_search_idx", "table products",
          "trigger product_added", "trigger product_changed", "trigger product_removed",
        ],
      ]),
  ]

  @Test(arguments: cases)
  func onSQLite(example: Case) async throws {
    let workspace = try Example(example.workspace)
    func schemas() throws -> [String: [String]] {
      try example.objects.keys.reduce(into: [:]) { schemas, file in
        schemas[file] = try workspace.database(file).rows(
          """
          SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_master
          WHERE name NOT LIKE 'sqlite_%' AND tbl_name NOT LIKE '%\\_version' ESCAPE '\\'
          AND tbl_name NOT LIKE '%\\_version\\_history' ESCAPE '\\' ORDER BY type, name
          """)
      }
    }
    try await workspace.expect("aludel upgrade")
    try await workspace.expect("aludel status --exit-code")
    let full = try schemas()
    #expect(
      full.mapValues { $0.map { $0.split(separator: " ").prefix(2).joined(separator: " ") } }
        == example.objects)
    try await workspace.expect("aludel downgrade base")
    #expect(try schemas() == example.objects.mapValues { _ in [] })
    try await workspace.expect("aludel upgrade")
    #expect(try schemas() == full)
  }

  private static let postgresObjects: SQLFragment = """
    SELECT what FROM (
      SELECT 'table ' || relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
      UNION ALL
      SELECT 'index ' || relname || CASE WHEN indisvalid THEN '' ELSE ' invalid' END
      FROM pg_class JOIN pg_index ON indexrelid = pg_class.oid
      WHERE relnamespace = 'public'::regnamespace AND NOT indisprimary
      UNION ALL
      SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
      UNION ALL
      SELECT 'trigger ' || tgname FROM pg_trigger WHERE NOT tgisinternal
      UNION ALL
      SELECT 'label ' || enumlabel FROM pg_enum
    ) AS objects (what) WHERE what NOT LIKE '%aludel\\_version%' ORDER BY what COLLATE "C"
    """

  private static let mariadbObjects: SQLFragment = """
    SELECT what FROM (
      SELECT CONCAT('table ', table_name) AS what FROM information_schema.tables
      WHERE table_schema = DATABASE()
      UNION ALL
      SELECT CONCAT('procedure ', routine_name) FROM information_schema.routines
      WHERE routine_schema = DATABASE()
      UNION ALL
      SELECT CONCAT('event ', event_name) FROM information_schema.events
      WHERE event_schema = DATABASE()
      UNION ALL
      SELECT CONCAT('column ', column_name) FROM information_schema.columns
      WHERE table_schema = DATABASE() AND table_name = 'daily_sales'
    ) AS objects WHERE what NOT LIKE '%aludel%' ORDER BY what
    """

  @Test(.enabled(if: ServerDatabase.areThere, "needs both test servers"))
  func onServers() async throws {
    let workspace = try Example.mainAndAnalytics()
    let main = try #require(workspace.database(variable: "MAIN_DATABASE_URL"))
    let analytics = try #require(workspace.database(variable: "ANALYTICS_DATABASE_URL"))
    for _ in 1...2 {
      try await workspace.expect("aludel upgrade")
      try await workspace.expect("aludel status --exit-code")
      #expect(
        try main.rows(Self.postgresObjects) == [
          "function revenue", "function sum_order", "index customers_email_key",
          "index orders_open", "label open", "label paid", "label refunded", "label shipped",
          "table countries", "table customers", "table order_lines", "table orders",
          "trigger order_lines_changed",
        ])
      #expect(
        try analytics.rows(Self.mariadbObjects) == [
          "column amount", "column day", "column orders", "column refunds",
          "event roll_up_at_night", "procedure roll_up", "procedure roll_up_missing",
          "table daily_sales", "table events",
        ])
      try await workspace.expect("aludel downgrade base")
      #expect(try main.rows(Self.postgresObjects) == [])
      #expect(try analytics.rows(Self.mariadbObjects) == [])
    }
  }

  /// The bodies that the files hold arrived whole.
  @Test(.enabled(if: ServerDatabase.areThere, "needs both test servers"))
  func serverRoutinesWork() async throws {
    let workspace = try Example.mainAndAnalytics()
    let main = try #require(workspace.database(variable: "MAIN_DATABASE_URL"))
    let analytics = try #require(workspace.database(variable: "ANALYTICS_DATABASE_URL"))
    try await workspace.expect("aludel upgrade")
    #expect(
      try main.rows("SELECT code, name, note FROM countries ORDER BY code") == [
        "AT Österreich NULL", "CH Schweiz; Suisse; Svizzera customs: form CN23",
        "DE Deutschland NULL", "JP 日本 NULL",
      ])
    try main.run("INSERT INTO customers (email, country) VALUES ('ana@example.com', 'AT')")
    try main.run("INSERT INTO orders (customer_id) SELECT id FROM customers")
    try main.run(
      "INSERT INTO order_lines SELECT id, line, 'tea', 4.50 FROM orders, generate_series(1, 2) line"
    )
    #expect(
      try main.rows("SELECT total::text, revenue('2000-01-01')::text FROM orders") == ["9.00 9.00"])

    try analytics.run(
      """
      INSERT INTO events (happened_at, kind, order_id, amount) VALUES
      ('2026-01-07 10:00', 'sale', 1, 9), ('2026-01-07 11:00', 'refund', 1, 4.5)
      """)
    try analytics.run("CALL roll_up('2026-01-07')")
    #expect(
      try analytics.rows(
        "SELECT CONCAT(orders), CONCAT(amount), CONCAT(refunds) FROM daily_sales") == [
          "1 9.00 4.50"
        ])
  }

  /// A table that others point at is rebuilt without losing their rows.
  @Test func rebuildKeepsRows() async throws {
    let workspace = try Example("monorepo")
    try await workspace.expect("aludel upgrade accounts/2d6fa1e38bc5")
    let accounts = workspace.database("accounts.db")
    try accounts.run("INSERT INTO accounts (id, email) VALUES (7, 'ana@example.com')")
    try accounts.run("INSERT INTO sessions VALUES ('t', 7, '2027-01-01')")
    try await workspace.expect("aludel upgrade -n accounts")
    #expect(
      try accounts.rows(
        "SELECT display_name, token FROM accounts JOIN sessions ON account_id = accounts.id")
        == ["ana t"])
  }
}
