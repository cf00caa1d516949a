import DialectKit
import SQLText
import Testing

extension ConformanceCase {
  static let batches = [
    ConformanceCase("batches: everything is done, in order") { context in
      try await context.connected { (connection) throws in
        try connection.makeTable("t")
        try connection.execute("CREATE TABLE note (n BIGINT)")
        let items: [Batch.Item] = [
          .begin(TransactionOptions()), .insertion(1), .insertion(2),
          .run(SQLStatement(spelled: "SELECT n FROM t -- thrown away"), mayCommit: true),
          .execute("UPDATE t SET n = n * 10", changing: 2), .insertion(3),
          .execute("DELETE FROM t WHERE n = \(bind: 10)", changing: nil),
          .executeTimed(since: .start, { "INSERT INTO note VALUES (100 + \($0))" }, changing: nil),
          .commit,
        ]
        var places: [Int] = []
        try connection.run(Batch(items) { 7 }) { places.append($0) }
        #expect(places == Array(items.indices))
        #expect(!connection.isInTransaction)
        #expect(try connection.numbers() == [3, 20])
        let elapsed = try connection.value("SELECT n FROM note").integer
        #expect(elapsed.map { $0 >= 100 } == true, "\(String(describing: elapsed))")
        try connection.run(Batch { 0 }) { _ in Issue.record("there is nothing to do") }
      }
    },
    ConformanceCase("batches: nothing is done behind what fails") { context in
      try await context.connected { (connection) throws in
        try connection.makeTable("t")
        let whole: [Batch.Item] =
          [.begin(TransactionOptions())] + (1...5).map(Batch.Item.insertion) + [.commit]
        for place in 1...5 {
          var items = whole
          items[place] = .run(
            SQLStatement(spelled: "INSERT INTO missing VALUES (1)"), mayCommit: true)
          var places: [Int] = []
          let failure = batchFailure { () throws(BatchFailure) in
            try connection.run(Batch(items) { 0 }) { places.append($0) }
          }
          #expect(failure?.index == place && failure?.lastSent == place)
          #expect(failure?.wasInTransaction == true)
          #expect(failure?.error?.kind == .statement)
          #expect(places == Array(0...place))
          #expect(connection.isInTransaction)
          try connection.rollback()
          #expect(try connection.numbers() == [])
        }
        try connection.run(Batch(whole) { 0 }) { _ in }
        #expect(try connection.numbers() == [1, 2, 3, 4, 5])
      }
    },
    ConformanceCase("batches: the same statements come again with other values") { context in
      try await context.connected { (connection) throws in
        try connection.makeTable("t")
        try connection.execute("CREATE TABLE note (t VARCHAR(10), n BIGINT)")
        func round(_ number: Int, _ text: SQLValue, _ spoiler: [Batch.Item] = []) -> Batch {
          let update: SQLFragment =
            "UPDATE t SET n = n + \(bind: 10) WHERE n = \(bind: .integer(Int64(number)))"
          let note: SQLFragment =
            "INSERT INTO note (t, n) VALUES (\(bind: text), \(bind: .integer(Int64(number))))"
          var items: [Batch.Item] = [.begin(TransactionOptions()), .insertion(number)]
          items += [.execute(update, changing: 1), .execute(note, changing: nil)]
          return Batch(items + spoiler + [.commit]) { 0 }
        }
        let missing = Batch.Item.execute("DELETE FROM missing", changing: nil)
        for number in 1...5 {
          // What is undone in between is known afterwards as before.
          let failure = batchFailure { () throws(BatchFailure) in
            try connection.run(round(number, .text("x"), [missing])) { _ in }
          }
          #expect(failure?.index == 4)
          try connection.rollback()
          try connection.run(round(number, number == 3 ? .null : .text("v\(number)"))) { _ in }
        }
        #expect(try connection.numbers() == [11, 12, 13, 14, 15])
        let notes = try connection.query("SELECT t FROM note ORDER BY n").map { $0[0] }
        #expect(notes == [.text("v1"), .text("v2"), .null, .text("v4"), .text("v5")])
        // The wrong number of rows is noticed each time.
        for _ in 1...3 {
          let failure = batchFailure { () throws(BatchFailure) in
            try connection.run(
              Batch([
                .begin(TransactionOptions()),
                .execute("DELETE FROM t WHERE n = \(bind: .integer(99))", changing: 1), .commit,
              ]) { 0 }
            ) { _ in }
          }
          guard case .changed(0) = failure?.cause else {
            Issue.record("\(String(describing: failure))")
            return
          }
          if connection.isInTransaction { try connection.rollback() }
        }
      }
    },
    ConformanceCase("batches: without a transaction what ran before stays") { context in
      try await context.connected { (connection) throws in
        try connection.makeTable("t")
        let items: [Batch.Item] = [
          .insertion(1), .begin(TransactionOptions()), .insertion(2), .commit,
          .execute("INSERT INTO t VALUES (3)", changing: 1), .begin(TransactionOptions()),
          .insertion(4), .execute("INSERT INTO missing VALUES (1)", changing: nil), .insertion(5),
          .commit, .insertion(6),
        ]
        let failure = batchFailure { () throws(BatchFailure) in
          try connection.run(Batch(items) { 0 }) { _ in }
        }
        #expect(failure?.index == 7 && failure?.wasInTransaction == true)
        try connection.rollback()
        #expect(try connection.numbers() == [1, 2, 3])
        let alone = batchFailure { () throws(BatchFailure) in
          try connection.run(Batch([.insertion(7), .commit]) { 0 }) { _ in }
        }
        #expect(alone?.index == 1 && alone?.wasInTransaction == false)
        #expect(try connection.numbers() == [1, 2, 3, 7])
      }
    },
    ConformanceCase("batches: a wrong number of rows stops them") { context in
      try await context.connected { (connection) throws in
        try connection.makeTable("t")
        try connection.execute("INSERT INTO t VALUES (1), (2), (3)")
        for (limit, changed) in [(9, 0), (2, 2), (0, 4)] {
          let change: SQLFragment =
            "UPDATE t SET n = n + 10 WHERE n > \(bind: .integer(Int64(limit)))"
          for isTimed in [false, true] {
            let item: Batch.Item =
              isTimed
              ? .executeTimed(since: .start, { _ in change }, changing: 1)
              : .execute(change, changing: 1)
            let failure = batchFailure { () throws(BatchFailure) in
              try connection.run(
                Batch([.begin(TransactionOptions()), .insertion(4), item, .insertion(5), .commit]) {
                  0
                }
              ) { _ in }
            }
            guard case .changed(changed) = failure?.cause else {
              Issue.record("\(String(describing: failure)) and not \(changed)")
              continue
            }
            #expect(failure?.index == 2)
            #expect(connection.isInTransaction)
            try connection.rollback()
            #expect(try connection.numbers() == [1, 2, 3])
          }
        }
      }
    },
    ConformanceCase("batches: an error says what it says alone") { context in
      try await context.connected { (connection) throws in
        try connection.makeTable("t")
        let texts = [
          "INSERT INTO t\nVALUES (1) oops", "INSERT INTO missing VALUES (1)",
          "INSERT INTO t VALUES (NULL)", "SELECT é FROM t",
        ]
        for text in texts {
          let statement = SQLStatement(spelled: text)
          let alone = databaseError { try connection.run(statement) }
          let failure = batchFailure { () throws(BatchFailure) in
            try connection.run(
              Batch([
                .begin(TransactionOptions()), .insertion(1), .run(statement, mayCommit: true),
                .insertion(2), .commit,
              ]) { 0 }
            ) { _ in }
          }
          #expect(failure?.error == alone, "\(text)")
          try connection.rollback()
        }
      }
    },
    ConformanceCase("batches: one that the text ended is seen") { context in
      try await context.connected { (connection) throws in
        try connection.makeTable("t")
        let end = Batch.Item.run(SQLStatement(spelled: "COMMIT"), mayCommit: false)
        let failure = batchFailure { () throws(BatchFailure) in
          try connection.run(
            Batch([.begin(TransactionOptions()), .insertion(1), end, .insertion(2), .commit]) { 0 }
          ) { _ in }
        }
        guard case .transactionEnded = failure?.cause else {
          Issue.record("\(String(describing: failure))")
          return
        }
        #expect(failure?.index == 2)
        #expect(try connection.numbers() == [1])
      }
    },
    ConformanceCase("batches: a second transaction is refused and the first stays") { context in
      try await context.connected { (connection) throws in
        try connection.makeTable("t")
        let begin = Batch.Item.begin(TransactionOptions())
        let failure = batchFailure { () throws(BatchFailure) in
          try connection.run(Batch([begin, .insertion(1), begin, .insertion(2), .commit]) { 0 }) {
            _ in
          }
        }
        #expect(failure?.index == 2)
        #expect(connection.isInTransaction)
        try connection.commit()
        #expect(try connection.numbers() == [1])
      }
    },
    ConformanceCase("batches: many and long ones") { context in
      try await context.connected { (connection) throws in
        try connection.makeTable("t")
        let comment = String(repeating: "x", count: 3000)
        var items: [Batch.Item] = [.begin(TransactionOptions())]
        for number in 1...400 {
          items.append(
            .run(
              SQLStatement(spelled: "INSERT INTO t /* \(comment) */ VALUES (\(number))"),
              mayCommit: true))
        }
        var places: [Int] = []
        try connection.run(Batch(items + [.commit]) { 0 }) { places.append($0) }
        #expect(places == Array(0...401))
        #expect(try connection.numbers() == (1...400).map { $0 })
        items[321] = .run(SQLStatement(spelled: "INSERT INTO missing VALUES (1)"), mayCommit: true)
        let failure = batchFailure { () throws(BatchFailure) in
          try connection.run(Batch(items + [.commit]) { 0 }) { _ in }
        }
        #expect(failure?.index == 321)
        try connection.rollback()
        #expect(try connection.count("t") == 400)
      }
    },
    ConformanceCase("batches: a statement stops at its timeout") { context in
      var settings = ConformanceContext.settings
      settings.statementTimeout = .milliseconds(500)
      try await context.connected(settings) { (connection) throws in
        try connection.makeTable("t")
        let slow = Batch.Item.run(
          SQLStatement(spelled: context.facts.slowStatement), mayCommit: true)
        let failure = batchFailure { () throws(BatchFailure) in
          try connection.run(
            Batch([.begin(TransactionOptions()), .insertion(1), slow, .insertion(2), .commit]) { 0 }
          ) { _ in }
        }
        #expect(failure?.index == 2)
        #expect(failure?.error?.kind == .cancelled)
        try connection.rollback()
        #expect(try connection.numbers() == [])
      }
    },
  ]
}

extension Batch.Item {
  /// A revision's statement that inserts a number.
  static func insertion(_ number: Int) -> Batch.Item {
    .run(SQLStatement(spelled: "INSERT INTO t VALUES (\(number))"), mayCommit: true)
  }
}

extension SQLStatement {
  /// With the words that it begins with, as a splitter finds them.
  init(spelled text: String) {
    self.init(
      text: text,
      keywords: text.split { $0 == " " || $0 == "\n" }.prefix(3).map { $0.uppercased() })
  }
}

extension BatchFailure {
  var error: DatabaseError? {
    if case .database(let error) = cause { error } else { nil }
  }
}

extension Connection {
  func numbers() throws(DatabaseError) -> [Int64?] {
    try query("SELECT n FROM t ORDER BY n").map { $0[0].integer }
  }
}

/// The failure that `body` throws; an issue and nil if it throws none.
func batchFailure(
  sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws(BatchFailure) -> Void
) -> BatchFailure? {
  do throws(BatchFailure) {
    try body()
    Issue.record("the batch did not fail", sourceLocation: sourceLocation)
    return nil
  } catch {
    return error
  }
}
