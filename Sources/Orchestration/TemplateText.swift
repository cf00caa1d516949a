/// A text with `${name}` in it, to be filled in.
///
/// Thirty lines instead of a template engine: those that exist for Swift need all of Foundation with
/// its 44 MB of language data, for five words to put in.
struct TemplateText {
  struct UnknownPlaceholder: Error {
    var name: String
  }

  let text: String

  /// - Throws: for a placeholder that has no value. `$${` stands for `${`.
  func filled(with values: [String: String]) throws(UnknownPlaceholder) -> String {
    var result = ""
    var rest = text[...]
    while let dollar = rest.firstIndex(of: "$") {
      result += rest[..<dollar]
      rest = rest[dollar...]
      if rest.hasPrefix("$${") {
        result += "${"
        rest = rest.dropFirst(3)
      } else if rest.hasPrefix("${"), let close = rest.firstIndex(of: "}") {
        let name = String(rest[..<close].dropFirst(2))
        guard let value = values[name] else { throw UnknownPlaceholder(name: name) }
        result += value
        rest = rest[rest.index(after: close)...]
      } else {
        result += "$"
        rest = rest.dropFirst()
      }
    }
    return result + rest
  }
}
