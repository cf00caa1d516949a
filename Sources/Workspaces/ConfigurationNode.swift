import SQLText
import TOMLKit

/// A value of the workspace file with its place: the parser's values in the file's order.
struct ConfigurationNode {
  enum Value {
    case string(String)
    case integer(Int)
    case float
    case boolean(Bool)
    case date
    case array([ConfigurationNode])
    case table(ConfigurationTable)
  }

  var value: Value
  /// Where the key stands.
  var keyPosition: SourcePosition
  /// Where the value stands.
  var position: SourcePosition
  /// The lines from the key to the value's end.
  var lines: ClosedRange<Int>

  /// The kind of value, with its article, for messages.
  var kind: String {
    switch value {
    case .string: "a string"
    case .integer: "an integer"
    case .float: "a floating-point number"
    case .boolean: "a boolean"
    case .date: "a date or time"
    case .array: "an array"
    case .table: "a table"
    }
  }
}

/// A table in the file's order.
struct ConfigurationTable {
  var entries: [(key: String, node: ConfigurationNode)] = []

  subscript(key: String) -> ConfigurationNode? {
    entries.first { $0.key == key }?.node
  }
}

extension ConfigurationNode {
  /// Reads a document; nil when it is no TOML, and then the collector knows why.
  static func parse(_ source: SourceText, into problems: ProblemCollector) -> ConfigurationTable? {
    if let offset = source.bytes.firstIndex(of: 0) {
      problems.add(.syntax, at: source.position(ofByte: offset), "the file holds a NUL byte")
      return nil
    }
    guard let text = String(validating: source.bytes, as: UTF8.self) else {
      problems.add(
        .syntax, at: source.position(ofByte: firstInvalidByte(in: source.bytes)),
        "the file is not UTF-8 text")
      return nil
    }
    let document: TOMLTable
    do {
      document = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      problems.addSyntaxError(error)
      return nil
    } catch {
      problems.add(.syntax, at: .start, "the file cannot be read as TOML")
      return nil
    }
    let root = TOMLKeyLocator.locate(in: source.bytes)
    return table(document, at: root, in: source, problems)
  }

  private static func table(
    _ table: TOMLTable, at place: TOMLKeyLocator.Node, in source: SourceText,
    _ problems: ProblemCollector
  ) -> ConfigurationTable {
    if place.holdsNUL {
      problems.add(.syntax, at: source.position(ofByte: place.keyOffset), "a key holds a NUL")
    }
    var result = ConfigurationTable()
    for (key, child) in place.children {
      guard let value = table[key]?.tomlValue else { continue }
      result.entries.append((key, node(value, at: child, in: source, problems)))
    }
    // What the locator did not find keeps its table's place; nothing may be lost.
    if result.entries.count < table.count {
      for key in table.keys.sorted() where place[key] == nil {
        guard let value = table[key]?.tomlValue else { continue }
        result.entries.append((key, node(value, at: place, in: source, problems)))
      }
    }
    return result
  }

  private static func node(
    _ value: TOMLValue, at place: TOMLKeyLocator.Node, in source: SourceText,
    _ problems: ProblemCollector
  ) -> ConfigurationNode {
    let keyPosition = source.position(ofByte: place.keyOffset)
    let lastLine = source.position(ofByte: max(place.valueEnd - 1, place.keyOffset)).line
    var node = ConfigurationNode(
      value: .date, keyPosition: keyPosition,
      position: source.position(ofByte: place.valueOffset),
      lines: keyPosition.line...max(lastLine, keyPosition.line))
    switch value.type {
    case .string:
      if place.holdsNUL { problems.add(.syntax, at: node.position, "a string holds a NUL") }
      node.value = .string(value.string ?? "")
    case .int: node.value = .integer(value.int ?? 0)
    case .double: node.value = .float
    case .bool: node.value = .boolean(value.bool ?? false)
    case .date, .time, .dateTime: node.value = .date
    case .array:
      let array = value.array
      node.value = .array(
        (0..<(array?.count ?? 0)).compactMap { index in
          guard let element = array?[index].tomlValue else { return nil }
          let place = place.elements.indices.contains(index) ? place.elements[index] : place
          return Self.node(element, at: place, in: source, problems)
        })
    case .table:
      node.value = .table(
        value.table.map { table($0, at: place, in: source, problems) } ?? ConfigurationTable())
    }
    return node
  }

  private static func firstInvalidByte(in bytes: [UInt8]) -> Int {
    var offset = 0
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    while true {
      switch decoder.decode(&iterator) {
      case .scalarValue(let scalar): offset += UTF8.width(scalar)
      case .emptyInput: return offset
      case .error: return offset
      }
    }
  }
}

extension ProblemCollector {
  fileprivate func addSyntaxError(_ error: TOMLParseError) {
    let position = SourcePosition(
      offset: 0, line: error.source.begin.line, column: error.source.begin.column)
    // A line inside a multi-line string does not show what it belongs to.
    let text = String(decoding: source.bytes, as: UTF8.self)
    let isHidden =
      text.contains(substring: "\"\"\"") || text.contains(substring: "'''")
      || source.line(position.line).map(looksSecret) ?? true
    if isHidden { secretLines.insert(position.line) }
    // The parser quotes what it could not read, which may be a password without its quotes.
    let reason = isHidden ? error.description.prefix { $0 != "'" } : error.description[...]
    var message = reason
    while let last = message.last, last == " " || last == ":" || last == "." || last == "," {
      message.removeLast()
    }
    add(
      .syntax, at: position, message.first.map { $0.lowercased() + message.dropFirst() } ?? "")
  }
}
