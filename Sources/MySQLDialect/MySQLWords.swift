/// The words of a statement in upper case, without its comments. A string is one word that begins
/// with `'`; a variable's `@` belongs to its word, the `@@` of a system variable does not.
func words(of text: String) -> [String] {
  var words: [String] = []
  var rest = Substring(text.uppercased()).utf8
  while let byte = rest.first {
    if let comment = commentLength(in: rest) {
      rest = rest.dropFirst(comment)
    } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
      let content = rest.dropFirst()
      var isEscaped = false
      let end =
        content.firstIndex { next in
          defer { isEscaped = next == UInt8(ascii: "\\") && !isEscaped }
          return next == byte && !isEscaped
        } ?? content.endIndex
      words.append("'" + String(Substring(content[..<end])))
      rest = content[end...].dropFirst()
    } else {
      let word = rest.prefix(while: isWordByte)
      rest = rest[word.endIndex...]
      if word.isEmpty {
        rest.removeFirst()
      } else {
        words.append(String(Substring(word.starts(with: "@@".utf8) ? word.dropFirst(2) : word)))
      }
    }
  }
  return words
}

private func isWordByte(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
    UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "@"), 0x80...:
    true
  default: false
  }
}

/// The bytes of the comment that the text begins with, nil where it begins with none; an executable
/// comment (`/*!40101 SET …*/`) is none.
private func commentLength(in text: Substring.UTF8View) -> Int? {
  let isLine =
    text.first == UInt8(ascii: "#")
    || text.starts(with: "--".utf8) && (text.dropFirst(2).first.map { $0 <= 0x20 } ?? true)
  if isLine { return text.prefix { $0 != UInt8(ascii: "\n") }.count }
  guard text.starts(with: "/*".utf8) else { return nil }
  let content = text.dropFirst(2)
  if content.starts(with: "!".utf8) || content.starts(with: "M!".utf8) { return nil }
  var last: UInt8?
  let end =
    content.firstIndex { next in
      defer { last = next }
      return next == UInt8(ascii: "/") && last == UInt8(ascii: "*")
    } ?? content.endIndex
  return 2 + content[..<end].count + (end == content.endIndex ? 0 : 1)
}
