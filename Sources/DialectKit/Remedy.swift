/// What somebody can paste to put something right that this program may not do by itself.
public enum Remedy: Hashable, Sendable {
  /// One SQL statement, without the semicolon, for a client program of the engine.
  case statement(String)
  /// The words of a command, for a shell on the machine of the database.
  case shell([String])
}
