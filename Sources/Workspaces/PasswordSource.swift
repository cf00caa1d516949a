public import DialectKit
import Glibc

/// Where a password comes from. It is fetched only when its database is opened.
public struct PasswordSource: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// `{ env = "NAME" }`: a variable of the environment.
    case variable(String)
    /// `{ file = "path" }`: an absolute path; nobody but the owner may read the file.
    case file(String)
    /// `{ command = ["program", "argument"] }`: the first line that the program writes.
    case command([String])
    /// A string with `${VAR}` in it.
    case text(Secret)
  }

  public var kind: Kind
  /// The workspace's folder, in which a command runs.
  public var folder: String
  /// The problem to report when it cannot be had: its place in the workspace file.
  var place: ConfigurationProblem

  /// Fetches the password. Blocks; a command may take its time and ask somebody for a key.
  ///
  /// - Throws: one problem with code `password_unavailable` or `missing_variable`, which never holds
  ///   any of the password, nor what a command wrote to its standard output.
  public func password(
    environment: [String: String]
  ) throws(ConfigurationProblems) -> Secret {
    let text: String
    switch kind {
    case .text(let secret):
      return secret
    case .variable(let name):
      guard let value = environment[name] else {
        throw problem(
          "the variable \(name) is not set", code: .missingVariable,
          advice: "set it before the call: export \(name)=…")
      }
      guard !value.isMangled else {
        throw problem(
          "the variable \(name) is not UTF-8 text",
          advice: "set it anew before the call: export \(name)=…")
      }
      text = value
    case .file(let path):
      text = try read(path)
    case .command(let arguments):
      text = try output(of: arguments, environment)
    }
    guard !text.isEmpty else { throw problem("the password is empty") }
    guard !text.utf8.contains(0) else { throw problem("the password holds a NUL") }
    return Secret(text)
  }

  /// What can be said without fetching anything: a variable that is not set.
  func problems(environment: [String: String]) -> ConfigurationProblems? {
    guard case .variable = kind else { return nil }
    do {
      _ = try password(environment: environment)
      return nil
    } catch {
      return error
    }
  }

  private func read(_ path: String) throws(ConfigurationProblems) -> String {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw problem("the password file \(path) cannot be read: \(systemMessage(errno))")
    }
    // libpq's rule for its password file: nobody else may read it.
    guard status.st_mode & S_IFMT != S_IFREG || status.st_mode & 0o077 == 0 else {
      throw problem(
        "the password file \(path) can be read by others", advice: "run chmod 600 \(path)")
    }
    let bytes: [UInt8]
    do {
      bytes = try readRegularFile(path, named: path)
    } catch {
      throw problem("the password file cannot be used: \(error.message)")
    }
    guard var text = String(validating: bytes, as: UTF8.self) else {
      throw problem("the password file \(path) is not UTF-8 text")
    }
    // "\r\n" is one character.
    if text.last == "\n" || text.last == "\r\n" { text.removeLast() }
    return text
  }

  private func output(
    of arguments: [String], _ environment: [String: String]
  ) throws(ConfigurationProblems) -> String {
    let program = arguments.first ?? ""
    let outcome: Subprocess.Outcome
    do {
      outcome = try Subprocess.run(
        arguments, in: folder, environment: environment, limit: 64 * 1024)
    } catch {
      throw problem("the password command cannot be run: \(error.message)")
    }
    guard outcome.status == 0 else {
      let said = outcome.errorTextWithoutOutput
      throw problem(
        "the password command \(program) ended with status \(outcome.status)\(said)")
    }
    var line = outcome.output.prefix { $0 != UInt8(ascii: "\n") }
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    guard let text = String(validating: line, as: UTF8.self) else {
      throw problem("the password command \(program) did not write UTF-8 text")
    }
    return text
  }

  private func problem(
    _ message: String, code: ConfigurationProblem.Code = .passwordUnavailable,
    advice: String? = nil
  ) -> ConfigurationProblems {
    var problem = place
    problem.code = code
    problem.message = message
    problem.advice = advice
    return ConfigurationProblems([problem])
  }
}

extension Subprocess.Outcome {
  /// What it said on its standard error, unless that repeats what it wrote to its standard output: a
  /// shell that traces its commands does.
  fileprivate var errorTextWithoutOutput: String {
    let lines = String(decoding: output, as: UTF8.self).split(whereSeparator: \.isNewline)
    let repeats = lines.contains { line in
      let word = line.split(separator: " ").joined(separator: " ")
      return !word.isEmpty && errorText.contains(word)
    }
    return errorText.isEmpty || repeats ? "" : " and said: \(errorText)"
  }
}
