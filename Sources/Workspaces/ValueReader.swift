import SQLText
import Spelling

/// What happens when a variable is not set.
enum MissingVariables {
  /// It is a problem of the file.
  case report
  /// It is none: the value is not in effect, and an environment that nobody asked for may lack its
  /// variables.
  case ignore
  /// It is a problem for whoever needs the value later.
  case keep(Keeper)

  final class Keeper {
    var problems: [ConfigurationProblem] = []
  }
}

/// Reads single values of the workspace file as values of their types, and reports what they are not.
struct ValueReader {
  let problems: ProblemCollector
  let variables: [String: String]
  var missingVariables: MissingVariables

  func wrongType(_ node: ConfigurationNode, _ name: String, expected: String) {
    problems.add(
      .wrongType, at: node.position, "\(name) must be \(expected), not \(node.kind)")
  }

  /// Expands a string; a failure holds the variables that are missing.
  ///
  /// Nil when it is no string or is malformed, which has then been reported.
  func expansion(
    _ node: ConfigurationNode, _ name: String, expected: String
  ) -> (result: Result<String, ConfigurationProblems>, parsed: VariableText)? {
    guard case .string(let text) = node.value else {
      wrongType(node, name, expected: expected)
      return nil
    }
    let parsed: VariableText
    do {
      parsed = try VariableText(parsing: text)
    } catch {
      let reason =
        switch error {
        case .unclosed: "has a ${ that is not closed"
        case .badName: "has a ${…} that is neither ${VAR} nor ${VAR:-default}"
        }
      problems.add(
        .badValue, at: node.position, "\(name) \(reason)", advice: "write a literal ${ as $${")
      return nil
    }
    let expanded = parsed.expanded(with: variables)
    guard expanded.missing.isEmpty else {
      let missing = expanded.missing.map { variable in
        problems.problem(
          .missingVariable, at: node.position,
          "\(name) needs the variable \(variable), which is not set",
          advice: "set it before the call, or give a default: ${\(variable):-…}")
      }
      return (.failure(ConfigurationProblems(missing)), parsed)
    }
    guard expanded.mangled.isEmpty else {
      let mangled = expanded.mangled.map { variable in
        problems.problem(
          .badValue, at: node.position,
          "\(name) needs the variable \(variable), which is not UTF-8 text",
          advice: "set it anew before the call: export \(variable)=…")
      }
      return (.failure(ConfigurationProblems(mangled)), parsed)
    }
    guard !expanded.text.utf8.contains(0) else { return nil }  // reported where it was parsed
    return (.success(expanded.text), parsed)
  }

  /// A string that is not empty.
  func string(
    _ node: ConfigurationNode, _ name: String, expected: String = "a string"
  ) -> Located<String>? {
    guard let (result, _) = expansion(node, name, expected: expected) else { return nil }
    switch result {
    case .success(let text):
      guard !text.isEmpty else {
        problems.add(.badValue, at: node.position, "\(name) must not be empty")
        return nil
      }
      return Located(value: text, position: node.position)
    case .failure(let missing):
      handle(missing)
      return nil
    }
  }

  func handle(_ missing: ConfigurationProblems) {
    switch missingVariables {
    case .report: problems.add(missing)
    case .ignore: break
    case .keep(let keeper): keeper.problems += missing.problems
    }
  }

  /// An array of strings; with `acceptsOne` a string stands for an array of one.
  func strings(
    _ node: ConfigurationNode, _ name: String, acceptsOne: Bool = false
  ) -> [Located<String>]? {
    let expected = acceptsOne ? "a string or an array of strings" : "an array of strings"
    switch node.value {
    case .array(let elements):
      let texts = elements.map { string($0, "an element of \(name)") }
      return texts.contains { $0 == nil } ? nil : texts.compactMap { $0 }
    case .string where acceptsOne:
      return string(node, name).map { [$0] }
    default:
      wrongType(node, name, expected: expected)
      return nil
    }
  }

  func boolean(_ node: ConfigurationNode, _ name: String) -> Bool? {
    guard case .boolean(let value) = node.value else {
      wrongType(node, name, expected: "true or false")
      return nil
    }
    return value
  }

  /// A whole number from 0 on.
  func count(_ node: ConfigurationNode, _ name: String, atMost limit: Int) -> Int? {
    guard case .integer(let value) = node.value else {
      wrongType(node, name, expected: "a whole number")
      return nil
    }
    guard (0...limit).contains(value) else {
      problems.add(.badValue, at: node.position, "\(name) must be a number from 0 to \(limit)")
      return nil
    }
    return value
  }

  func duration(_ node: ConfigurationNode, _ name: String, allowsZero: Bool) -> Duration? {
    guard let text = string(node, name, expected: "a duration such as \"10s\"") else { return nil }
    guard let duration = DurationText.parse(text.value) else {
      problems.add(
        .badValue, at: node.position, "\(name) is not a duration of at most 24 days",
        advice: DurationText.advice)
      return nil
    }
    guard allowsZero || duration > .zero else {
      problems.add(.badValue, at: node.position, "\(name) must be longer than nothing")
      return nil
    }
    return duration
  }

  /// One of a few words.
  func word<Word: RawRepresentable & CaseIterable>(
    _ node: ConfigurationNode, _ name: String, as type: Word.Type
  ) -> Word? where Word.RawValue == String {
    guard let text = string(node, name)?.value else { return nil }
    if let word = Word(rawValue: text) { return word }
    let words = Word.allCases.map(\.rawValue)
    problems.add(
      .badValue, at: node.position,
      "\(name) must be \(words.dropLast().joined(separator: ", ")) or \(words.last ?? "")",
      advice: Spelling.nearest(to: text, among: words).map { "did you mean \"\($0)\"?" })
    return nil
  }

  func globs(_ node: ConfigurationNode, _ name: String) -> [Glob]? {
    strings(node, name)?.compactMap { element in
      do throws(Glob.Problem) {
        return try Glob(validating: element.value)
      } catch {
        problems.add(.badGlob, at: element.position, "\(name): \(error.message)")
        return nil
      }
    }
  }

  /// Reports keys that are none of `known`.
  func checkKeys(_ table: ConfigurationTable, known: [String], in section: String) {
    for (key, node) in table.entries where !known.contains(key) {
      problems.add(
        .unknownKey, at: node.keyPosition, "unknown key \"\(key)\" in \(section)",
        advice: Spelling.advice(for: key, among: known, called: "valid keys"))
    }
  }

  /// The table, or a report that it is none.
  func table(_ node: ConfigurationNode, _ name: String) -> ConfigurationTable? {
    if case .table(let table) = node.value { return table }
    wrongType(node, name, expected: "a table")
    return nil
  }
}
