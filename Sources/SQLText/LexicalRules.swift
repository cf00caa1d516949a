/// How an engine's SQL is read, as data: what the statement splitter needs to know and nothing more.
///
/// A dialect gives one value. What is off by default is what standard SQL does not have.
public struct LexicalRules: Hashable, Sendable {
  /// `'it\'s'`: a backslash escapes inside quotes (MySQL without NO_BACKSLASH_ESCAPES).
  public var hasBackslashEscapes = false

  public init() {}
}
