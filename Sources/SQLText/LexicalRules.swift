/// How an engine's SQL is read, as data: what it takes to find the statements of a script, and the names
/// in one.
///
/// A dialect gives one value. What is off by default is what standard SQL does not have.
public struct LexicalRules: Hashable, Sendable {
  /// `'it\'s'`: a backslash escapes inside `'…'` and `"…"` (MySQL without NO_BACKSLASH_ESCAPES).
  public var hasBackslashEscapes = false
  /// `E'it\'s'`: a backslash escapes in strings with that prefix, and in their continuation on the
  /// next line (PostgreSQL 4.1.2.2).
  public var hasEscapeStrings = false
  /// `$$ … $$` and `$tag$ … $tag$` (PostgreSQL 4.1.2.4).
  public var hasDollarQuotes = false
  /// `` `name` `` (MySQL; SQLite for its sake).
  public var hasBacktickIdentifiers = false
  /// `[name]` (SQLite, for the sake of SQL Server).
  public var hasBracketIdentifiers = false

  /// A name without quotes is the same in lower case (PostgreSQL 4.1.1).
  public var lowercasesNames = false

  /// `/* /* */ */` is one comment (PostgreSQL, as the standard wants it).
  public var hasNestedComments = false
  /// A lone CR ends a `--` comment, as LF does (PostgreSQL); elsewhere only LF does.
  public var commentsEndAtCarriageReturn = false
  /// `#` begins a comment (MySQL).
  public var hasHashComments = false
  /// `--` begins a comment only before white space: `5--1` is 6 (MySQL).
  public var dashCommentsNeedSpace = false
  /// `/*! … */` and `/*M! … */` are code (MySQL, MariaDB).
  public var hasExecutableComments = false

  /// Which statements hold statements.
  public var bodies = Bodies.none
  /// `DELIMITER //`, a command of the client program that dumps and tutorials rely on (MySQL).
  public var hasDelimiterCommand = false
  /// The lines after `COPY … FROM stdin;`, up to `\.`, are its data (psql).
  public var hasCopyData = false
  /// A backslash outside quotes begins a command of the client program (psql).
  public var hasMetaCommands = false

  /// The ways in which a semicolon can stand inside a statement.
  public enum Bodies: Hashable, Sendable {
    case none
    /// `CREATE TRIGGER … BEGIN …; END`, told as `sqlite3_complete` does.
    case triggers
    /// `BEGIN ATOMIC …; END` of functions and procedures, and `CREATE RULE … DO (…; …)`.
    case atomic
    /// `BEGIN … END`, `IF … END IF` and their like in procedures, functions, triggers and events,
    /// and in MariaDB also alone.
    case compound
  }

  public init() {}
}
