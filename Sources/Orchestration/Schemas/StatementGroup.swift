import DialectKit
import SQLText

/// Statements that are sent together, as far as the engine takes that, where nothing but the statements
/// themselves is to be done: on scratch databases.
struct StatementGroup {
  var statements: [SQLStatement]
  /// Nil for none.
  var transaction: TransactionOptions?

  struct Failure: Error {
    enum Place {
      case begin
      /// By its place in the group.
      case statement(Int)
      case commit
    }

    var place: Place
    var error: DatabaseError
  }

  /// Runs them in order and up to the first failure, and leaves the transaction open after one.
  func run(on connection: any Connection) throws(Failure) {
    // Whether a statement has ended the transaction shows at the commit.
    var items = statements.map { Batch.Item.run($0, mayCommit: true) }
    if let transaction { items = [.begin(transaction)] + items + [.commit] }
    let first = transaction == nil ? 0 : 1
    do throws(BatchFailure) {
      try connection.run(Batch(items) { 0 }, progress: { _ in })
    } catch {
      let place: Failure.Place =
        switch error.index - first {
        case ..<0: .begin
        case let index where index < statements.count: .statement(index)
        default: .commit
        }
      throw Failure(place: place, error: error.databaseError)
    }
  }
}

extension BatchFailure {
  fileprivate var databaseError: DatabaseError {
    switch cause {
    case .database(let error): error
    case .changed, .transactionEnded: .confusedBatch
    }
  }
}
