/// Which statements of ours the session holds prepared: those that have come more than once, as the bookkeeping of
/// each revision does. They are parsed and planned once (manual, PREPARE).
///
/// Names are never used twice: a preparation that nobody has heard of may be there or not, and a pooler may hand on
/// a session with what others have left in it.
struct PostgresPreparations {
  /// How a statement is sent.
  enum Form: Hashable {
    case once
    /// To be prepared under the name of this number first.
    case preparing(Int)
    case prepared(Int)
  }

  private struct Statement: Hashable {
    var text: String
    var types: [UInt32]

    init(_ command: PostgresCommand) {
      text = command.text
      types = command.parameters.types
    }
  }

  /// By number; nil for a statement that has come once.
  private var known: [Statement: Int?] = [:]
  /// How many have been sent to be prepared, and how many of these may have been dropped.
  private var count = 0
  private var dropped = 0
  private let prefix = "aludel_\(UInt32.random(in: 0 ... .max))"

  mutating func form(of command: PostgresCommand) -> Form {
    switch known[Statement(command)] {
    case nil:
      known[Statement(command)] = .some(nil)
      return .once
    case .some(nil):
      count += 1
      return .preparing(count)
    case .some(let number?): return .prepared(number)
    }
  }

  func name(_ number: Int) -> String { "\(prefix)_\(number)" }

  /// Notes that the server has prepared it.
  mutating func note(_ command: PostgresCommand) {
    // Something that may have dropped it can have been sent behind it.
    guard case .preparing(let number) = command.form, number > dropped else { return }
    known[Statement(command)] = number
  }

  /// To be called for a statement of a revision that is about to be sent.
  mutating func noteStatement(_ text: String) {
    // Texts may be long, and most sessions hold nothing prepared.
    guard count > dropped, text.utf8.holds("deallocate") || text.utf8.holds("discard") else {
      return
    }
    known = [:]
    dropped = count
  }
}
