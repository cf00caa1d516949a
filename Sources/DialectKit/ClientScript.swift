public import SQLText

/// A dialect whose engine has a client program that runs a file of SQL: `psql`, `mariadb`, `sqlite3`.
///
/// What a script does, and in which order, is decided elsewhere and comes as `ScriptElement`s; how that
/// is said to the client is said here and nowhere else. Everything is pure.
public protocol ScriptDialect: Dialect {
  /// The command that runs a script: `psql -X -f main.sql DATABASE`.
  func scriptCommand(file: String) -> String

  /// The server's time in UTC as text, `2026-11-21T10:15:00Z`.
  var scriptClock: SQLFragment { get }

  /// The user of the session as text, without a host.
  var scriptUser: SQLFragment { get }

  /// Why the client would not send this statement of a revision as it stands, or nil if it would.
  ///
  /// Asked beside `objection(to:in:)`, before anything is written: what is not understood by the client
  /// as it is understood by us must be refused here.
  func scriptObjection(to statement: SQLStatement) -> StatementObjection?

  /// The script's text, which ends with a line break.
  ///
  /// - Throws: for a name that the engine cannot hold.
  func script(_ elements: [ScriptElement]) throws(DatabaseError) -> String
}

/// One thing that a script does.
public enum ScriptElement: Hashable, Sendable {
  /// Lines for whoever reads the script; nothing in them ever becomes SQL.
  case remark([String])
  /// The beginning of every script: what a session is set up with, the lock, and what must hold.
  case opening(ScriptOpening)
  /// Stops everything if its condition holds. The tables that it asks are there.
  case stop(ScriptStop)
  /// Makes a table of ours, and its schema, where it is missing.
  case table(BookkeepingTable)
  /// Widens a column of ours that is too narrow for so many characters.
  case widen(BookkeepingColumn, of: QualifiedName, for: Int)
  case begin(TransactionOptions)
  case commit
  /// Puts back what the statements before have set for the session: `Connection.resetSession`.
  case resetSession
  /// A statement of ours.
  case execute(SQLFragment)
  /// A statement of a revision.
  case run(SQLStatement)
  /// The end of every script.
  case closing
}

/// What happens before a script changes anything.
public struct ScriptOpening: Hashable, Sendable {
  public var settings: SessionSettings
  public var lock: LockKey
  /// What the script says when somebody else has the lock.
  public var lockRefusal: String
  /// Whether the script has statements of revisions, and which: what to prepare the client for.
  public var statements: [SQLStatement]
  /// The tables that the stops ask; they may be missing, and then a stop's `whenMissing` holds.
  public var tables: [BookkeepingTable]
  public var stops: [ScriptStop]

  public init(
    settings: SessionSettings, lock: LockKey, lockRefusal: String, statements: [SQLStatement],
    tables: [BookkeepingTable], stops: [ScriptStop]
  ) {
    self.settings = settings
    self.lock = lock
    self.lockRefusal = lockRefusal
    self.statements = statements
    self.tables = tables
    self.stops = stops
  }
}

/// A condition under which a script goes no further.
public struct ScriptStop: Hashable, Sendable {
  /// True when the script must stop.
  public var condition: SQLFragment
  /// The table that the condition asks.
  public var table: QualifiedName
  /// Whether the script must stop when there is no such table.
  public var whenMissing: Bool
  /// What whoever runs the script is told: one line.
  public var message: String
  /// A column of the table whose values are told as well, where the engine can.
  public var shows: Identifier?

  public init(
    when condition: SQLFragment, in table: QualifiedName, whenMissing: Bool = false,
    message: String, shows: Identifier? = nil
  ) {
    self.condition = condition
    self.table = table
    self.whenMissing = whenMissing
    self.message = message
    self.shows = shows
  }
}

/// The text of a script while it is being written.
public struct ScriptText: Sendable {
  public private(set) var text = ""

  public init() {}

  public mutating func line(_ line: String) {
    text += line
    text += "\n"
  }

  /// A blank line, unless there is one already.
  public mutating func gap() {
    if !text.isEmpty, !text.utf8.suffix(2).elementsEqual("\n\n".utf8) { text += "\n" }
  }

  /// Comment lines. Whatever the lines hold stays a comment: control characters become blanks.
  public mutating func comment(_ lines: [String]) {
    for line in lines {
      let visible = String(
        String.UnicodeScalarView(
          line.unicodeScalars.map { $0.value < 0x20 || (0x7f...0x9f).contains($0.value) ? " " : $0 }
        ))
      self.line(visible.isEmpty ? "--" : "-- " + visible)
    }
  }

  /// A statement with its terminator, which a comment at its end must not swallow.
  public mutating func statement(_ sql: String, terminator: String = ";") {
    let lastLine = sql.utf8.reversed().prefix { $0 != UInt8(ascii: "\n") }
    let mayEndInComment =
      lastLine.contains(UInt8(ascii: "#"))
      || zip(lastLine, lastLine.dropFirst()).contains { $0 == UInt8(ascii: "-") && $1 == $0 }
    line(sql + (mayEndInComment ? "\n" : "") + terminator)
  }
}

extension Dialect {
  /// A fragment with its values written out.
  public func rendered(_ sql: SQLFragment) throws(DatabaseError) -> String {
    try sql.render(
      quote: { name throws(DatabaseError) in try quote(name) },
      value: { value throws(DatabaseError) in literal(value) })
  }
}
