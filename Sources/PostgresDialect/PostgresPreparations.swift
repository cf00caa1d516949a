/// Which statements of ours the session holds prepared: those that have come more than once, as the bookkeeping of
/// each revision does. They are parsed and planned once (manual, PREPARE).
///
/// Names are never used twice: a preparation that nobody has heard of may be there or not, and a pooler may hand on
/// a session with what others have left in it.
struct PostgresPreparations {
  /// How a statement is sent.
  enum Form: Hashable {
    case once
    case preparing(as: String)
    case prepared(as: String)
  }

  private struct Statement: Hashable {
    var text: String
    var types: [UInt32]

    init(_ command: PostgresCommand) {
      text = command.text
      types = command.parameters.types
    }
  }

  /// Nil for a statement that has come once.
  private var names: [Statement: String?] = [:]
  private var count = 0
  private let prefix = "aludel_\(UInt32.random(in: 0 ... .max))"

  mutating func form(of command: PostgresCommand) -> Form {
    switch names[Statement(command)] {
    case nil:
      names[Statement(command)] = .some(nil)
      return .once
    case .some(nil):
      count += 1
      return .preparing(as: "\(prefix)_\(count)")
    case .some(let name?): return .prepared(as: name)
    }
  }

  /// Notes that the server has prepared it.
  mutating func note(_ command: PostgresCommand) {
    guard case .preparing(let name) = command.form else { return }
    names[Statement(command)] = name
  }

  /// To be called for a statement of a revision that is about to be sent.
  mutating func noteStatement(_ text: String) {
    if text.utf8.holds("deallocate") || text.utf8.holds("discard") { names = [:] }
  }
}
