import MigrationFiles
import SQLText
import Testing

struct ChecksumTests {
  @Test func isSHA256() {
    #expect(
      Checksum(of: Array("abc".utf8)[...]).hexadecimal
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test(arguments: ["a\nb", "a\r\nb", "a\nb\n", "a\r\nb\r\n\r\n", "a\nb \t\n"])
  func lineEndingsAndTrailingSpaceDoNotCount(text: String) {
    #expect(Checksum(of: Array(text.utf8)[...]) == Checksum(of: Array("a\nb".utf8)[...]))
  }

  @Test(arguments: ["a\rb", "a\n\nb", " a\nb", "a \nb", "ab"])
  func otherChangesCount(text: String) {
    #expect(Checksum(of: Array(text.utf8)[...]) != Checksum(of: Array("a\nb".utf8)[...]))
  }

  @Test func copyDataCounts() {
    let plain = SQLStatement(text: "COPY t FROM stdin")
    let loaded = SQLStatement(text: "COPY t FROM stdin", copyData: "1\n")
    #expect(Checksum(of: plain) != Checksum(of: loaded))
  }
}
