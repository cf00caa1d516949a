/// PostgreSQL's SQL-standard function bodies, `BEGIN ATOMIC …; END` (CREATE FUNCTION, since 14), and the
/// actions of `CREATE RULE … DO (…; …)`.
struct AtomicBody: BodyTracker {
  private enum Mode {
    /// Nothing seen; `CREATE`, perhaps `OR REPLACE`; then what matters or nothing.
    case start, create, plain
    case routine, rule
    case body
  }

  private var mode = Mode.start
  /// What stands before the current word, where it matters.
  private var previous: Keyword?
  private var previousIsDot = false
  private var isAtStatement = false
  private var caseDepth = 0
  private var parentheses = 0
  private var begin = 0

  var ownsSemicolon: Bool { mode == .body || (mode == .rule && parentheses > 0) }
  var opening: BodyOpening? {
    ownsSemicolon ? BodyOpening(word: mode == .body ? "BEGIN ATOMIC" : "(", index: begin) : nil
  }
  var isIdle: Bool { mode == .plain }

  mutating func word(_ keyword: Keyword?, at index: Int) {
    // A keyword behind a dot or AS is a name.
    let isName = previousIsDot || previous == .as
    switch mode {
    case .start: mode = keyword == .create ? .create : .plain
    case .create:
      switch keyword {
      case .or, .replace: break
      case .function, .procedure: mode = .routine
      case .rule: mode = .rule
      default: mode = .plain
      }
    case .routine where !previousIsDot:
      if keyword == .begin { begin = index }
      if keyword == .atomic, previous == .begin {
        mode = .body
        isAtStatement = true
        previous = nil
        previousIsDot = false
        return
      }
    case .body where !isName:
      if keyword == .case {
        caseDepth += 1
      } else if keyword == .end {
        // END may be a column's label, but never where a statement begins.
        if caseDepth > 0 { caseDepth -= 1 } else if isAtStatement { mode = .plain }
      }
    case .plain, .rule, .routine, .body: break
    }
    previous = keyword
    previousIsDot = false
    isAtStatement = false
  }

  mutating func semicolon() {
    forget()
    isAtStatement = mode == .body
    caseDepth = 0
  }

  mutating func other(_ kind: Lexer.Kind, at index: Int) {
    forget()
    switch kind {
    case .sign(UInt8(ascii: ".")): previousIsDot = true
    case .sign(UInt8(ascii: "(")) where mode == .rule:
      if parentheses == 0 { begin = index }
      parentheses += 1
    case .sign(UInt8(ascii: ")")) where mode == .rule && parentheses > 0: parentheses -= 1
    default: break
    }
    if mode == .start || mode == .create { mode = .plain }
  }

  private mutating func forget() {
    previous = nil
    previousIsDot = false
    isAtStatement = false
  }
}
