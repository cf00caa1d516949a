/// The compound statements of MySQL and MariaDB: `BEGIN … END`, `IF … END IF` and their like, in stored
/// programs (MySQL 13.6, MariaDB "Programmatic and Compound Statements") and in MariaDB also alone.
///
/// `IF`, `REPEAT` and `CASE` are functions and expressions as well, and `BEGIN` and `END` may be names.
/// What they are is told by whether a statement can begin where they stand.
struct CompoundBody: BodyTracker {
  private enum Mode: Equatable {
    /// Nothing seen; `BEGIN`, which is a transaction's unless `NOT ATOMIC` follows.
    case start, begin, beginNot
    /// `CREATE` or `ALTER`, before the kind of object.
    case definition
    /// The head of a routine, a trigger, an event.
    case routine, trigger, event
    case body, plain
  }

  private enum Frame {
    case block, `if`, loop, `while`, `repeat`, repeatEnd, `for`, caseStatement, caseExpression

    /// What follows END.
    var suffix: Keyword? {
      switch self {
      case .block: nil
      case .if: .if
      case .loop: .loop
      case .while: .while
      case .repeat, .repeatEnd: .repeat
      case .for: .for
      case .caseStatement: .case
      case .caseExpression: nil
      }
    }
  }

  private var mode = Mode.start
  private var stack: [(frame: Frame, opening: BodyOpening)] = []
  /// A statement can begin with the next lexeme.
  private var isAtStatement = false
  /// The last lexeme was a word where a statement can begin; a colon would make it a label.
  private var mayBeLabel = false
  private var suffix: Keyword?
  private var sawHandler = false
  private var isInHandler = false
  private var skipsName = false
  private var parentheses = 0
  private var previous: Keyword?
  private var previousIsDot = false
  private var firstIndex = 0

  var ownsSemicolon: Bool { !stack.isEmpty }
  var opening: BodyOpening? { stack.first?.opening }
  var isIdle: Bool { mode == .plain }

  mutating func word(_ keyword: Keyword?, at index: Int) {
    let wasName = previousIsDot
    let before = previous
    previousIsDot = false
    previous = keyword
    if wasName {
      isAtStatement = false
      mayBeLabel = false
      return
    }
    switch mode {
    case .start: start(keyword, at: index)
    case .begin: mode = keyword == .not ? .beginNot : .plain
    case .beginNot:
      mode = .plain
      if keyword == .atomic {
        mode = .body
        push(.block, "BEGIN", at: firstIndex, thenStatement: true)
      }
    case .definition: definition(keyword)
    case .routine: routine(keyword, after: before, at: index)
    case .trigger:
      if keyword == .row, before == .each { enterBody() }
    case .event:
      if keyword == .do, parentheses == 0 { enterBody() }
    case .body: body(keyword, at: index)
    case .plain: break
    }
  }

  mutating func semicolon() {
    // A semicolon is never part of an expression: one that is open here was not one.
    while stack.last?.frame == .caseExpression { stack.removeLast() }
    isAtStatement = !stack.isEmpty
    mayBeLabel = false
    suffix = nil
    sawHandler = false
    isInHandler = false
    skipsName = false
    parentheses = 0
    previous = nil
    previousIsDot = false
  }

  mutating func other(_ kind: Lexer.Kind, at index: Int) {
    previous = nil
    previousIsDot = false
    suffix = nil
    let wasLabel = mayBeLabel
    mayBeLabel = false
    switch kind {
    case .sign(UInt8(ascii: ":")):
      isAtStatement = wasLabel
      return
    case .sign(UInt8(ascii: ".")): previousIsDot = true
    case .sign(UInt8(ascii: "(")): parentheses += 1
    case .sign(UInt8(ascii: ")")): parentheses = max(0, parentheses - 1)
    case .quotedName:
      if skipsName {
        skipsName = false
        return
      }
      mayBeLabel = isAtStatement
    default: break
    }
    isAtStatement = false
    if mode == .start || mode == .begin || mode == .beginNot { mode = .plain }
  }

  // MARK: Heads

  private mutating func start(_ keyword: Keyword?, at index: Int) {
    firstIndex = index
    switch keyword {
    case .create, .alter: mode = .definition
    case .begin: mode = .begin
    case .if, .case, .loop, .while, .repeat, .for:
      enterBody()
      body(keyword, at: index)
    default: mode = .plain
    }
  }

  private mutating func definition(_ keyword: Keyword?) {
    switch keyword {
    case .procedure, .function: mode = .routine
    case .trigger: mode = .trigger
    case .event: mode = .event
    // A definer and what comes before it.
    case .or, .replace, .definer, .aggregate, nil: break
    default: mode = .plain
    }
  }

  /// Between the parameters and the body stand characteristics, of which none begins a statement.
  private mutating func routine(_ keyword: Keyword?, after before: Keyword?, at index: Int) {
    guard parentheses == 0 else { return }
    switch keyword {
    case .begin, .if, .case, .loop, .while, .repeat, .for:
      if before == .procedure || before == .function || before == .exists { return }
      enterBody()
      body(keyword, at: index)
    case .set where before == .character || before == .returns: break
    case .return, .select, .insert, .update, .delete, .replace, .call, .set, .with, .do, .execute:
      enterBody()
      body(keyword, at: index)
    default: break
    }
  }

  private mutating func enterBody() {
    mode = .body
    isAtStatement = true
  }

  // MARK: Bodies

  private mutating func body(_ keyword: Keyword?, at index: Int) {
    if skipsName {
      skipsName = false
      return
    }
    if let expected = suffix {
      suffix = nil
      if keyword == expected { return }
    }
    let begins = isAtStatement || isInHandler
    let wasAtStatement = isAtStatement
    isAtStatement = false
    mayBeLabel = false
    switch keyword {
    case .begin where begins: push(.block, "BEGIN", at: index, thenStatement: true)
    case .not where wasAtStatement, .atomic where wasAtStatement: isAtStatement = true
    case .if where begins: push(.if, "IF", at: index)
    case .case: push(begins ? .caseStatement : .caseExpression, "CASE", at: index)
    case .loop where begins: push(.loop, "LOOP", at: index, thenStatement: true)
    case .while where begins: push(.while, "WHILE", at: index)
    case .repeat where begins: push(.repeat, "REPEAT", at: index, thenStatement: true)
    case .for where wasAtStatement: push(.for, "FOR", at: index)
    case .for where sawHandler: isInHandler = true
    case .handler: sawHandler = true
    case .then, .else:
      if let top = stack.last?.frame { isAtStatement = top == .if || top == .caseStatement }
    case .do where !wasAtStatement:
      if let top = stack.last?.frame { isAtStatement = top == .while || top == .for }
    case .until where wasAtStatement:
      if let top = stack.last, top.frame == .repeat { stack[stack.count - 1].frame = .repeatEnd }
    case .end: end(wasAtStatement: wasAtStatement)
    case .follows where wasAtStatement && stack.isEmpty,
      .precedes where wasAtStatement && stack.isEmpty:
      // `FOR EACH ROW FOLLOWS other` stands before a trigger's body.
      skipsName = true
      isAtStatement = true
    default: mayBeLabel = wasAtStatement
    }
  }

  private mutating func push(
    _ frame: Frame, _ word: String, at index: Int, thenStatement: Bool = false
  ) {
    stack.append((frame, BodyOpening(word: word, index: index)))
    isAtStatement = thenStatement
    isInHandler = false
  }

  private mutating func end(wasAtStatement: Bool) {
    guard let top = stack.last?.frame else { return }
    switch top {
    case .caseExpression, .repeatEnd: break
    default: if !wasAtStatement { return }
    }
    stack.removeLast()
    suffix = top.suffix
  }
}
