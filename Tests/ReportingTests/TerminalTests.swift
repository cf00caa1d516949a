import Testing

@testable import Reporting

@Suite struct TerminalTests {
  /// A choice, the environment, whether it is a terminal, and whether there is colour then.
  static let decisions: [(ColorChoice, [String: String], Bool, Bool)] = [
    (.auto, [:], true, true),
    (.auto, [:], false, false),
    (.auto, ["TERM": "dumb"], true, false),
    (.auto, ["NO_COLOR": "1"], true, false),
    (.auto, ["NO_COLOR": "0"], true, false),
    (.auto, ["NO_COLOR": ""], true, true),
    (.auto, ["CLICOLOR_FORCE": "1"], false, true),
    (.auto, ["CLICOLOR_FORCE": "0"], false, false),
    (.auto, ["NO_COLOR": "1", "CLICOLOR_FORCE": "1"], true, false),
    (.always, ["NO_COLOR": "1", "TERM": "dumb"], false, true),
    (.never, ["CLICOLOR_FORCE": "1"], true, false),
  ]

  @Test(arguments: decisions)
  func color(choice: ColorChoice, environment: [String: String], isTerminal: Bool, expected: Bool) {
    let terminal = Terminal(
      choice: choice, environment: environment, isInteractive: isTerminal, width: nil)
    #expect(terminal.hasColor == expected)
  }

  @Test(arguments: [
    ([:], false), (["LANG": "C"], false), (["LANG": "de_DE.UTF-8"], true),
    (["LANG": "C.utf8"], true),
    (["LANG": "en_US.UTF-8", "LC_ALL": "C"], false), (["LANG": "C", "LC_CTYPE": "C.UTF-8"], true),
    (["LANG": "C.UTF-8", "LC_ALL": ""], true),
  ])
  func unicode(environment: [String: String], expected: Bool) {
    let terminal = Terminal(
      choice: .auto, environment: environment, isInteractive: true, width: nil)
    #expect(terminal.hasUnicode == expected)
  }

  @Test(arguments: [
    ("plain", "plain"), ("tab\tand\nline", "tab\tand\nline"), ("\u{1B}[31m", "\\u{1b}[31m"),
    ("bell\u{7}", "bell\\u{7}"), ("\u{202E}abc", "\\u{202e}abc"), ("\u{9B}1m", "\\u{9b}1m"),
    ("naïve 表", "naïve 表"), ("\r", "\\u{d}"),
  ])
  func sanitized(text: String, expected: String) {
    #expect(text.sanitized == expected)
  }

  @Test(arguments: [
    ("", 0), ("abc", 3), ("表名", 4), ("e\u{301}", 1), ("naïve", 5), ("한국", 4), ("→ ○ │", 5),
    ("👍", 2),
  ])
  func width(text: String, expected: Int) {
    #expect(text.displayWidth == expected)
  }
}
