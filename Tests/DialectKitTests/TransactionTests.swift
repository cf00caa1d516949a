import DialectKit
import SQLText
import Testing

struct TransactionTests {
  private struct Refusal: Error {
    var notes: [String] = []
  }

  private let connection = FakeConnection()

  private func refuse() throws(Refusal) {
    try connection.transaction(
      mapping: { Refusal(notes: [$0.message]) },
      noting: { Refusal(notes: $1.notes + ["rollback: \($0.message)"]) }
    ) { () throws(Refusal) in
      throw Refusal(notes: ["body"])
    }
  }

  @Test func commits() throws {
    let answer = try connection.transaction { () throws(DatabaseError) in 42 }
    #expect(answer == 42)
    #expect(connection.calls == ["begin", "commit"])
  }

  @Test func aBodyThatThrowsIsRolledBack() {
    let error = #expect(throws: Refusal.self) { try refuse() }
    #expect(error?.notes == ["body"])
    #expect(connection.calls == ["begin", "rollback"])
  }

  @Test func aFailingCommitIsRolledBack() {
    connection.failing = ["commit"]
    let error = #expect(throws: DatabaseError.self) {
      try connection.transaction { () throws(DatabaseError) in }
    }
    #expect(error == DatabaseError(.statement, message: "commit failed"))
    #expect(connection.calls == ["begin", "commit", "rollback"])
  }

  @Test func whatCannotBeginDoesNotRun() {
    connection.failing = ["begin"]
    let error = #expect(throws: DatabaseError.self) {
      try connection.transaction { () throws(DatabaseError) in
        Issue.record("the body must not run")
      }
    }
    #expect(error?.message == "begin failed")
    #expect(connection.calls == ["begin"])
  }

  @Test func aFailingRollbackIsTold() {
    connection.failing = ["commit", "rollback"]
    let refused = #expect(throws: Refusal.self) { try refuse() }
    #expect(refused?.notes == ["body", "rollback: rollback failed"])

    let error = #expect(throws: DatabaseError.self) {
      try connection.transaction { () throws(DatabaseError) in }
    }
    #expect(error?.message == "commit failed")
    #expect(error?.context == "the rollback after it failed too: rollback failed")

    let located = #expect(throws: DatabaseError.self) {
      try connection.transaction { () throws(DatabaseError) in
        throw DatabaseError(.statement, message: "x", context: "in a function")
      }
    }
    #expect(
      located?.context == "in a function\nthe rollback after it failed too: rollback failed")
  }
}
