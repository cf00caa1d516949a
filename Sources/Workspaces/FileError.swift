import Glibc

/// What the operating system said when a file could not be read or written.
public struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// As the caller named it.
  public var path: String
  /// The system's number (`ENOENT`), or 0 for a refusal of our own.
  public var number: Int32
  /// One sentence, lower case, no full stop: `x.sql cannot be opened: permission denied`.
  public var message: String

  public init(path: String, number: Int32 = 0, message: String) {
    self.path = path
    self.number = number
    self.message = message
  }

  /// For a call that has just failed with `number`; `what` as in `cannot be opened`.
  init(_ path: String, _ what: String, _ number: Int32) {
    self.init(path: path, number: number, message: "\(path) \(what): \(systemMessage(number))")
  }

  public var description: String { message }
}

/// The system's text for an error number, in lower case, as part of a sentence.
func systemMessage(_ number: Int32) -> String {
  guard let text = strerror(number).map({ String(cString: $0) }), let first = text.first else {
    return "error \(number)"
  }
  // "Input/output error" becomes lower case, an abbreviation such as "RPC" would stay.
  let isAbbreviation = text.dropFirst().first?.isUppercase ?? false
  return isAbbreviation ? text : first.lowercased() + text.dropFirst()
}
