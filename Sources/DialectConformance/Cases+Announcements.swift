import DialectKit
import SQLText
import Testing

extension ConformanceCase {
  /// Statements that a batch announces.
  static let announcements = [
    ConformanceCase("announcements: the row tells whether the catalog will tell") { context in
      try await context.connected { (connection) throws in
        try connection.makeTable("t")
        try connection.makeNotes(context)
        let (new, old) = (CatalogFact.made("fresh"), CatalogFact.made("t"))
        let gone = CatalogFact(.relation(QualifiedName(name: "t")), isThere: false)
        let column = CatalogFact(
          .column("m", of: QualifiedName(name: "t")), isThere: true)
        let items: [Batch.Item] = [
          .announcement(of: []), .announcement(of: [new]), .announcement(of: [old]),
          .announcement(of: [gone]), .announcement(of: [new, gone, column]),
          .announcement(of: [new, old, column]),
          .run(SQLStatement(text: "CREATE TABLE fresh (n BIGINT)"), mayCommit: true),
          .announcement(of: [new]),
        ]
        try connection.run(Batch(items) { 7 }) { _ in }
        #expect(
          try connection.notes() == [
            "clear", "clear", "blind", "clear", "clear", "blind", "blind",
          ])
      }
    },
    ConformanceCase("announcements: a failure tells what the last one has found") { context in
      try await context.connected { (connection) throws in
        try connection.makeTable("t")
        try connection.makeNotes(context)
        let gone = ["t", "missing", "a;b"].map { name in
          CatalogFact(.relation(QualifiedName(name: Identifier(name))), isThere: false)
        }
        let failing = Batch.Item.run(
          SQLStatement(spelled: "INSERT INTO missing VALUES (1)"), mayCommit: true)
        let findings: [CatalogPresence] = [.present, .absent, .absent]
        // A semicolon in a name, or in a statement, may take another way to the server.
        for count in [0, 1, 2, 3] {
          for text in ["UPDATE t SET n = n", "UPDATE t SET n = n /* ; */"] {
            let items: [Batch.Item] = [
              .announcement(of: [.made("other")]), .begin(TransactionOptions()),
              .run(SQLStatement(spelled: "UPDATE t SET n = n"), mayCommit: true), .commit,
              .announcement(of: Array(gone.prefix(count))), .begin(TransactionOptions()),
              .run(SQLStatement(spelled: text), mayCommit: true), failing, .commit,
              .announcement(of: [.made("other")]),
            ]
            let failure = batchFailure { () throws(BatchFailure) in
              try connection.run(Batch(items) { 0 }) { _ in }
            }
            #expect(failure?.index == 7 && failure?.wasInTransaction == true)
            #expect(failure?.found == Array(findings.prefix(count)), "\(count) \(text)")
            try connection.rollback()
          }
        }
      }
    },
    ConformanceCase("announcements: they stay whatever becomes of the statement") { context in
      try await context.connected { (connection) throws in
        try connection.makeTable("t")
        try connection.makeNotes(context)
        let items: [Batch.Item] = [
          .announcement(of: [.made("a")]), .begin(TransactionOptions()), .insertion(1), .commit,
          .announcement(of: [.made("b")]), .begin(TransactionOptions()), .insertion(2),
          .run(SQLStatement(spelled: "INSERT INTO missing VALUES (1)"), mayCommit: true), .commit,
          .announcement(of: [.made("c")]), .begin(TransactionOptions()), .insertion(3), .commit,
        ]
        let failure = batchFailure { () throws(BatchFailure) in
          try connection.run(Batch(items) { 0 }) { _ in }
        }
        #expect(failure?.index == 7)
        try connection.rollback()
        #expect(try connection.numbers() == [1])
        #expect(try connection.notes().count == 2)
      }
    },
    ConformanceCase("announcements: one that fails is the end") { context in
      try await context.connected { (connection) throws in
        try connection.makeTable("t")
        let items: [Batch.Item] = [
          .insertion(1), .announcement(of: [.made("a")]), .begin(TransactionOptions()),
          .insertion(2), .commit,
        ]
        let failure = batchFailure { () throws(BatchFailure) in
          try connection.run(Batch(items) { 0 }) { _ in }
        }
        #expect(failure?.index == 1 && failure?.wasInTransaction == false)
        #expect(failure?.error?.kind == .statement)
        #expect(try connection.numbers() == [1])
      }
    },
    ConformanceCase("announcements: each has its own time") { context in
      try await context.connected { (connection) throws in
        try connection.makeNotes(context)
        try connection.execute("CREATE TABLE took (n BIGINT)")
        let item = Batch.Item.executeTimed(
          since: .announcement, { "INSERT INTO took VALUES (\($0))" }, changing: 1)
        let items: [Batch.Item] = [
          .announcement(of: []), item, .announcement(of: [.made("a")]), item,
        ]
        var clock = 0
        try connection.run(
          Batch(items, startedAt: 3_000) {
            clock += 1_000
            return clock
          }
        ) { _ in }
        let times = try connection.query("SELECT time FROM note ORDER BY time").map {
          $0[0].text ?? ""
        }
        #expect(times.count == 2)
        #expect(times.allSatisfy { $0.hasPrefix("1970-01-01T00:00:0") }, "\(times)")
        #expect(times.allSatisfy { $0 >= "1970-01-01T00:00:03Z" }, "\(times)")
        // By whoever's clock, it is not the time since the batch began.
        let took = try connection.query("SELECT n FROM took").map { $0[0].integer ?? -1 }
        #expect(took.count == 2 && took.allSatisfy { (0...1_999).contains($0) }, "\(took)")
      }
    },
    ConformanceCase("batches: a transaction of the file's own ends") { context in
      try await context.connected { (connection) throws in
        try connection.makeTable("t")
        let begin = Batch.Item.run(SQLStatement(spelled: "BEGIN"), mayCommit: true)
        let items: [Batch.Item] = [
          begin, .insertion(1), .commitOpen, .insertion(2), .commitOpen, begin, .insertion(3),
          .run(SQLStatement(spelled: "INSERT INTO missing VALUES (1)"), mayCommit: true),
          .commitOpen,
        ]
        let failure = batchFailure { () throws(BatchFailure) in
          try connection.run(Batch(items) { 0 }) { _ in }
        }
        #expect(failure?.index == 7 && failure?.wasInTransaction == true)
        try connection.rollback()
        #expect(try connection.numbers() == [1, 2])
      }
    },
  ]
}

extension CatalogFact {
  /// That a table of that name is there.
  fileprivate static func made(_ table: Identifier) -> CatalogFact {
    CatalogFact(.relation(QualifiedName(name: table)), isThere: true)
  }
}

extension Batch.Item {
  fileprivate static func announcement(of facts: [CatalogFact]) -> Batch.Item {
    .announce(
      Announcement(
        facts, outcomes: (clear: "'clear'", blind: "'blind'"),
        timestamp: { "1970-01-01T00:00:0\($0 / 1_000)Z" }
      ) { outcome, time in
        "INSERT INTO note (outcome, time) VALUES (\(outcome), \(time))"
      })
  }
}

extension Connection {
  fileprivate func makeNotes(_ context: ConformanceContext) throws(DatabaseError) {
    let table = BookkeepingTable(
      name: QualifiedName(name: "note"),
      columns: [
        BookkeepingColumn("id", .counter), BookkeepingColumn("outcome", .text(limit: 16)),
        BookkeepingColumn("time", .text(limit: 32)),
      ], primaryKey: "id")
    try execute(context.dialect.createTable(table))
  }

  fileprivate func notes() throws(DatabaseError) -> [String] {
    try query("SELECT outcome FROM note ORDER BY id").map { $0[0].text ?? "" }
  }
}
