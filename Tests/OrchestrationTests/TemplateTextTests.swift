import Testing

@testable import Orchestration

struct TemplateTextTests {
  @Test(arguments: [
    ("", ""), ("plain", "plain"), ("${a}", "A"), ("x${a}y${b}z", "xAy${a}z"), ("$${a}", "${a}"),
    ("$$${a}", "$${a}"), ("$", "$"), ("${", "${"), ("${a", "${a"), ("a$b", "a$b"),
    ("é${a}é", "éAé"),
    ("$1 ${a}", "$1 A"),
  ])
  func filled(text: String, expected: String) throws {
    #expect(try TemplateText(text: text).filled(with: ["a": "A", "b": "${a}"]) == expected)
  }

  @Test(arguments: ["${}", "${nope}", "${a b}", "${${a}}"])
  func unknown(text: String) {
    #expect(throws: TemplateText.UnknownPlaceholder.self) {
      try TemplateText(text: text).filled(with: ["a": "A"])
    }
  }
}
