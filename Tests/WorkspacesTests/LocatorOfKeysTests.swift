import SQLText
import TOMLKit
import Testing

@testable import Workspaces

@Suite("places of keys")
struct LocatorOfKeysTests {
  static let documents = [
    "a = 1\nb.c = 2\n[d]\ne = 3\n[d.f.g]\nh = 4\n[[i]]\nj = 5\n[[i]]\nj = 6\n[i.k]\nl = 7\n",
    "a = { b = 1, c.d = 'x', \"e f\" = [1, { g = 2 }, [3, [4]]] } # { }\nz = true\n",
    "s = \"a # b = c\\\" \\\\\"\nt = 'C:\\dir\\'\nu = \"\"\"x\"\"\"\"\"\nv = '''\n''it's'''''\nw = 1\n",
    "a = \"\"\"\\\n   x \\\"\"\" \\\\\"\"\"\nb = 2\n",
    "d = 1979-05-27 07:32:00Z\ne = 07:32:00 # x\nf = [1979-05-27 07:32:00, 1e5, -inf, 0xff]\n",
    "'' = 1\n\"x\" .b = 2\n", "\"k\\u00e9y\" = 1\n'a.b'.c = 2\n\"x\\ty\".z = 3\n",
    "  [ a . \"b\" . 'c' ]  # header\n\td\t=\t1\n1234 = 5\n-_- = 6\n",
    "a = [\n  1, # one ]\n\n  2 # two\n  ,\n]\nb = []\nc = {}\nd = [[], {}]\n",
    "[a]\r\nb = \"x\"\r\nc = '''\r\nd = 1\r\n'''\r\ne = 2\r\n", "\u{FEFF}[a]\nb = 1\n",
    "", "# only\n", "a = 1", "[a]", ConfigurationTests.everyKey,
  ]

  @Test(arguments: documents)
  func everyKeyIsFound(_ text: String) throws {
    let table = try TOMLTable(string: text)
    let root = TOMLKeyLocator.locate(in: Array(text.utf8))
    compare(table, root, Array(text.utf8), path: "")
  }

  private func compare(
    _ table: TOMLTable, _ place: TOMLKeyLocator.Node, _ bytes: [UInt8], path: String
  ) {
    #expect(place.children.map(\.key).sorted() == table.keys.sorted(), "\(path)")
    for (key, node) in place.children {
      guard let value = table[key]?.tomlValue else { continue }
      compare(value, node, bytes, path: "\(path)/\(key)")
    }
  }

  private func compare(
    _ value: TOMLValue, _ place: TOMLKeyLocator.Node, _ bytes: [UInt8], path: String
  ) {
    #expect(place.keyOffset < bytes.count && place.valueEnd <= bytes.count)
    switch value.type {
    case .table: value.table.map { compare($0, place, bytes, path: path) }
    case .array:
      #expect(place.elements.count == value.array?.count, "\(path)")
      for (index, node) in place.elements.enumerated() {
        guard let element = value.array?[index].tomlValue else { continue }
        compare(element, node, bytes, path: "\(path)/\(index)")
      }
    default:
      // What the locator takes for the value's text must read as the same value on its own.
      let text = String(decoding: bytes[place.valueOffset..<place.valueEnd], as: UTF8.self)
      let alone = try? TOMLTable(string: "x = \(text)\n")
      #expect(alone?["x"]?.tomlValue == value, "\(path) = \(text)")
    }
  }

  /// Broken documents never reach it; should one do so, it must come to an end.
  @Test(arguments: documents)
  func anyPartOfADocumentComesToAnEnd(_ text: String) {
    let bytes = Array(text.utf8)
    for cut in bytes.indices {
      _ = TOMLKeyLocator.locate(in: Array(bytes[..<cut]))
      _ = TOMLKeyLocator.locate(in: Array(bytes[cut...]))
    }
  }

  @Test func columnsCountScalars() {
    let source = SourceText(Array("\u{FEFF}ä = 1\r\nbö\u{301} = 2".utf8))
    #expect(source.position(ofByte: 3).column == 1)
    #expect(source.position(ofByte: 8) == SourcePosition(offset: 8, line: 1, column: 5))
    #expect(source.position(ofByte: 12).line == 2)
    #expect(source.position(ofByte: 99) == SourcePosition(offset: 20, line: 2, column: 8))
    #expect(source.line(1) == "ä = 1")
    #expect(source.line(2) == "bö\u{301} = 2")
    #expect(source.line(0) == nil)
    #expect(source.line(3) == nil)
  }
}
