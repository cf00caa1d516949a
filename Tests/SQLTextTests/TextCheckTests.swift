import SQLText
import Testing

/// What is no text is found wherever it stands: whole words are looked at first.
@Suite struct TextCheckTests {
  @Test(arguments: 0..<20) func findsTheFirstBadByte(offset: Int) {
    for (byte, kind) in [
      (UInt8(0), SplitProblem.Kind.nulByte), (0xFF, .invalidUTF8(0xFF)), (0xC3, .invalidUTF8(0xC3)),
    ] {
      for filler in [UInt8(1), 0x20, 0x7F] {
        var text = [UInt8](repeating: filler, count: 20)
        text[offset] = byte
        for rest in 0...2 {
          // A slice need not begin at 0.
          let slice = ([filler] + text + [UInt8](repeating: 0, count: rest)).dropFirst()
          let problem = TextCheck.firstProblem(in: slice)
          #expect(problem?.kind == kind)
          #expect(problem?.position.offset == offset)
        }
      }
    }
  }

  @Test(arguments: 0..<20) func takesWhatIsText(offset: Int) {
    for character in ["ü", "€", "😀", "\u{7F}", "\u{1}", "\u{10FFFF}"] {
      let text = String(repeating: "x", count: offset) + character + "yz"
      #expect(TextCheck.firstProblem(in: Array(text.utf8)[...]) == nil)
    }
  }
}
