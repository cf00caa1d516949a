/// The bodies of SQLite's triggers, by the states of `sqlite3_complete` (sqlite.org/c3ref/complete.html):
/// from `CREATE [TEMP] TRIGGER` on, only `; END ;` ends the statement.
struct TriggerBody: BodyTracker {
  private enum State {
    case start, explain, create, trigger, semicolon, end, normal
  }

  private var state = State.start
  private var begin: Int?

  var ownsSemicolon: Bool { state == .trigger || state == .semicolon }
  var opening: BodyOpening? {
    guard ownsSemicolon, let begin else { return nil }
    return BodyOpening(word: "BEGIN", index: begin)
  }
  var isIdle: Bool { state == .normal }

  mutating func word(_ keyword: Keyword?, at index: Int) {
    switch (state, keyword) {
    case (.start, .explain): state = .explain
    // `EXPLAIN QUERY PLAN` is a plain statement to sqlite3_complete, and so it is here.
    case (.start, .create), (.explain, .create): state = .create
    case (.create, .temp), (.create, .temporary): break
    case (.create, .trigger): state = .trigger
    case (.semicolon, .end): state = .end
    case (.trigger, _), (.semicolon, _), (.end, _):
      state = .trigger
      if keyword == .begin, begin == nil { begin = index }
    default: state = .normal
    }
  }

  mutating func semicolon() {
    if ownsSemicolon { state = .semicolon }
  }

  mutating func other(_ kind: Lexer.Kind, at index: Int) {
    switch state {
    case .trigger, .semicolon, .end: state = .trigger
    case .start, .explain, .create, .normal: state = .normal
    }
  }
}
