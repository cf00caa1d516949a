import DialectKit
import Testing

struct QuotingTests {
  @Test(arguments: [
    ("", "''"), ("a", "'a'"), ("it's", "'it''s'"), ("''", "''''''"), ("a\\b", "'a\\b'"),
    // One Character, and yet a quote.
    ("'\u{301}", "'''\u{301}'"),
  ])
  func doublesTheQuote(text: String, quoted: String) {
    #expect(Array(Quoting.enclosed(text, in: "'").utf8) == Array(quoted.utf8))
  }

  @Test func doublesAnotherScalar() {
    #expect(Quoting.enclosed("a\\'\"", in: "'", alsoDoubling: "\\") == "'a\\\\''\"'")
  }

  @Test(arguments: [([], ""), ([0, 0x0A, 0xFF], "000AFF")] as [([UInt8], String)])
  func writesBytesInHexadecimal(bytes: [UInt8], digits: String) {
    #expect(Quoting.hexadecimal(bytes) == digits)
  }
}
