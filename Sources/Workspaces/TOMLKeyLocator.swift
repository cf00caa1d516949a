/// Finds where the keys and values of a TOML document stand.
///
/// The parser that we use gives positions for syntax errors only, and sorts tables by name; messages
/// need the places of values and the workspace needs its databases in the file's order. This reads
/// a document **that the parser has accepted** once, from front to back, and checks nothing itself:
/// on anything unexpected it stops and gives what it has found (<https://toml.io/en/v1.0.0>).
struct TOMLKeyLocator {
  /// A key with its value. Children and elements are in the file's order.
  final class Node {
    /// Where the key begins; for an element of an array, where the element begins.
    let keyOffset: Int
    var valueOffset: Int
    /// After the value's last byte.
    var valueEnd: Int
    private(set) var children: [(key: String, node: Node)] = []
    private var places: [String: Int] = [:]
    var elements: [Node] = []
    /// Whether an escape in the string, or in the key of a child, stands for NUL, which the parser's
    /// C interface would take for the end of the string.
    var holdsNUL = false

    init(keyOffset: Int, valueOffset: Int, valueEnd: Int) {
      self.keyOffset = keyOffset
      self.valueOffset = valueOffset
      self.valueEnd = valueEnd
    }

    subscript(key: String) -> Node? {
      places[key].map { children[$0].node }
    }

    func add(_ key: String, _ node: Node) {
      places[key] = children.count
      children.append((key, node))
    }
  }

  private struct Key {
    var text: String
    var offset: Int
    var end: Int
    var holdsNUL = false
  }

  private let bytes: [UInt8]
  private var offset = 0

  private init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The document as the root of a tree.
  static func locate(in bytes: [UInt8]) -> Node {
    var locator = TOMLKeyLocator(bytes)
    return locator.document()
  }

  private mutating func document() -> Node {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
    let root = Node(keyOffset: offset, valueOffset: offset, valueEnd: bytes.count)
    var table = root
    while true {
      skipBlank(newlines: true)
      guard let byte = peek else { return root }
      let start = offset
      if byte == UInt8(ascii: "[") {
        offset += 1
        let isElement = take("[")
        let path = keyPath()
        _ = take("]")
        if isElement { _ = take("]") }
        guard !path.isEmpty else { return root }
        table = open(path, in: root, asElement: isElement)
      } else {
        pair(in: table)
      }
      if offset == start { return root }  // not TOML: the parser has said so
    }
  }

  /// `a.b.c = value` in a table.
  private mutating func pair(in table: Node) {
    let path = keyPath()
    guard let last = path.last else { return }
    skipBlank(newlines: false)
    guard take("=") else { return }
    skipBlank(newlines: false)
    let owner = open(path.dropLast(), in: table, asElement: false)
    let node = value(keyOffset: last.offset)
    owner.holdsNUL = owner.holdsNUL || last.holdsNUL
    owner.add(last.text, node)
  }

  /// Goes down a path from a table, making what is not there; an array of tables means its last one.
  private func open(_ path: some Collection<Key>, in root: Node, asElement: Bool) -> Node {
    var node = root
    for (index, key) in path.enumerated() {
      let isLast = index == path.count - 1
      let child: Node
      if let existing = node[key.text] {
        child = existing
      } else {
        child = Node(keyOffset: key.offset, valueOffset: key.offset, valueEnd: key.end)
        node.holdsNUL = node.holdsNUL || key.holdsNUL
        node.add(key.text, child)
      }
      if asElement && isLast {
        child.elements.append(
          Node(keyOffset: key.offset, valueOffset: key.offset, valueEnd: key.end))
      }
      node = child.elements.last ?? child
    }
    return node
  }

  private mutating func value(keyOffset: Int) -> Node {
    let node = Node(keyOffset: keyOffset, valueOffset: offset, valueEnd: offset)
    switch peek {
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      node.holdsNUL = string().holdsNUL
    case UInt8(ascii: "["):
      offset += 1
      while true {
        skipBlank(newlines: true)
        if peek == nil || take("]") { break }
        let start = offset
        node.elements.append(value(keyOffset: offset))
        skipBlank(newlines: true)
        _ = take(",")
        if offset == start { break }
      }
    case UInt8(ascii: "{"):
      offset += 1
      while true {
        skipBlank(newlines: true)
        if peek == nil || take("}") { break }
        let start = offset
        pair(in: node)
        skipBlank(newlines: true)
        _ = take(",")
        if offset == start { break }
      }
    default:
      // A number, date or word; a date may hold a space, so it ends at what ends a value.
      while let byte = peek, !Self.endsBareValue(byte) { offset += 1 }
      while offset > node.valueOffset, bytes[offset - 1] <= 0x20 { offset -= 1 }
    }
    node.valueEnd = offset
    return node
  }

  private mutating func keyPath() -> [Key] {
    var path: [Key] = []
    while true {
      skipBlank(newlines: false)
      let start = offset
      switch peek {
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        let key = string()
        path.append(Key(text: key.text, offset: start, end: offset, holdsNUL: key.holdsNUL))
      default:
        while let byte = peek, Self.isBareKeyByte(byte) { offset += 1 }
        guard offset > start else { return path }
        path.append(
          Key(
            text: String(decoding: bytes[start..<offset], as: UTF8.self), offset: start, end: offset
          ))
      }
      skipBlank(newlines: false)
      guard take(".") else { return path }
    }
  }

  /// A string of any of the four kinds; `text` is decoded as far as keys need it.
  private mutating func string() -> (text: String, holdsNUL: Bool) {
    guard let quote = peek else { return ("", false) }
    let isBasic = quote == UInt8(ascii: "\"")
    let isMultiline = bytes.dropFirst(offset).prefix(3).elementsEqual([quote, quote, quote])
    offset += isMultiline ? 3 : 1
    var text: [UInt8] = []
    var holdsNUL = false
    while let byte = peek {
      if byte == quote {
        if !isMultiline {
          offset += 1
          break
        }
        let run = bytes.dropFirst(offset).prefix(5).prefix { $0 == quote }.count
        offset += run
        if run >= 3 { break }  // up to two more quotes belong to the text
        text.append(contentsOf: repeatElement(quote, count: run))
      } else if isBasic, byte == UInt8(ascii: "\\") {
        let scalar = escape()
        if scalar == "\0" { holdsNUL = true }
        if let scalar { text.append(contentsOf: Array(String(Character(scalar)).utf8)) }
      } else {
        text.append(byte)
        offset += 1
      }
    }
    return (String(decoding: text, as: UTF8.self), holdsNUL)
  }

  /// An escape from its backslash on; nil for a line continuation.
  private mutating func escape() -> Unicode.Scalar? {
    offset += 1
    guard let byte = peek else { return nil }
    offset += 1
    switch byte {
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): return Unicode.Scalar(byte)
    case UInt8(ascii: "u"), UInt8(ascii: "U"):
      let digits = bytes.dropFirst(offset).prefix(byte == UInt8(ascii: "u") ? 4 : 8)
      offset += digits.count
      return UInt32(String(decoding: digits, as: UTF8.self), radix: 16).flatMap(
        Unicode.Scalar.init)
    default: return nil
    }
  }

  private mutating func skipBlank(newlines: Bool) {
    while let byte = peek {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"):
        offset += 1
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        guard newlines else { return }
        offset += 1
      case UInt8(ascii: "#"):
        guard newlines else { return }
        while let next = peek, next != UInt8(ascii: "\n") { offset += 1 }
      default:
        return
      }
    }
  }

  private var peek: UInt8? {
    offset < bytes.count ? bytes[offset] : nil
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard peek == UInt8(ascii: scalar) else { return false }
    offset += 1
    return true
  }

  private static func isBareKeyByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  private static func endsBareValue(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "#"),
      UInt8(ascii: "\n"), UInt8(ascii: "\r"):
      true
    default: false
    }
  }
}
