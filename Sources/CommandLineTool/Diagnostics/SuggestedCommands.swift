import Orchestration
import Reporting

/// Commands to suggest: each one, pasted, works in the workspace that this one worked in.
extension Diagnostics {
  /// A command line that does something in the same workspace.
  func command(_ words: String, for database: String? = nil) -> String {
    command(words, for: database.map { [$0] } ?? [])
  }

  func command(_ words: String, for databases: [String]) -> String {
    var line = "aludel " + words
    if let workspaceFile { line += " -c \(workspaceFile.shellQuoted)" }
    if let environment = options.environment { line += " -e \(environment.shellQuoted)" }
    for variable in options.variables { line += " -x \(variable.withoutSecret.shellQuoted)" }
    for database in databases { line += " -n \(database.shellQuoted)" }
    return line
  }

  /// The command as it was called, changed.
  ///
  /// - Parameters:
  ///   - words: what stands behind it, pasted as it is.
  ///   - dropped: options with a value that are left out, in all spellings: `["-n", "--name"]`.
  ///   - flags: options without a value that are left out.
  ///   - corrected: words to be replaced by others.
  ///   - database: instead of whatever `-n` said.
  func again(
    _ words: String = "", dropping dropped: [String] = [], without flags: [String] = [],
    correcting corrected: [String: String] = [:],
    for database: String? = nil
  ) -> String {
    let dropped = Set(dropped + (database == nil ? [] : Self.nameOption))
    var shown: [String] = []
    var rest = arguments[...]
    while let word = rest.popFirst() {
      // `-x=…` and `-n=…` are read as `-x …` and `-n …` are.
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = word.hasPrefix("-") ? String(parts[0]) : word
      let joined = name == word ? nil : parts.dropFirst().first.map(String.init)
      if dropped.contains(name) {
        if joined == nil { rest = rest.dropFirst() }
      } else if name == "-x", let value = joined ?? rest.popFirst() {
        shown += [name, value.withoutSecret]
      } else if word != "--json", !flags.contains(word) {
        // `init` takes URLs, too.
        let word = corrected[word] ?? word
        shown.append(word.contains("://") ? word.withoutSecret : word)
      }
    }
    return
      (["aludel"] + shown.map(\.shellQuoted) + (words.isEmpty ? [] : [words])
      + (database.map { ["-n", $0.shellQuoted] } ?? [])).joined(separator: " ")
  }

  static let nameOption = ["-n", "--name"]

  /// The command with a database's name spelt otherwise, in `-n` and before the slash of targets.
  func again(spelling wrong: String, as right: String) -> String {
    var corrected = [wrong: right]
    for option in Self.nameOption { corrected["\(option)=\(wrong)"] = "\(option)=\(right)" }
    for word in arguments where word.hasPrefix(wrong + "/") {
      corrected[word] = right + word.dropFirst(wrong.count)
    }
    return again(correcting: corrected)
  }

  /// Opens a file in the reader's editor.
  func edit(_ text: String, _ file: String?) -> Diagnostic.Hint {
    Diagnostic.Hint(text, command: file.map { "${EDITOR:-vi} \($0.shellQuoted)" })
  }
}

extension String {
  /// `VARIABLE=value`, or `VARIABLE=…` where the value may be what nobody else should read: all but a URL
  /// without a password. Which variable ends up in a password only the workspace file tells.
  fileprivate var withoutSecret: String {
    let scheme = firstRange(of: "://")
    let equals = self[..<(scheme?.lowerBound ?? endIndex)].firstIndex(of: "=")
    let name = equals.map { self[...$0] } ?? ""
    let words = ["PASS", "PW", "SECRET", "TOKEN", "KEY", "CREDENTIAL", "AUTH"]
    guard scheme != nil, !words.contains(where: name.uppercased().contains),
      !dropFirst(name.count).mayHoldPassword
    else { return name + "…" }
    return self
  }
}

extension Substring {
  /// Whether the URL has something between a colon and an `@`, or a parameter that is called like a
  /// password.
  fileprivate var mayHoldPassword: Bool {
    if lowercased().contains("pass") || contains("%") { return true }
    guard let at = lastIndex(of: "@") else { return false }
    guard let scheme = firstRange(of: "://"), scheme.upperBound <= at else { return true }
    return self[scheme.upperBound..<at].contains(":")
  }
}
