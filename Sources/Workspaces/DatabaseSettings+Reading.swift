import DialectKit
import Spelling

extension DatabaseSettings {
  /// Reads every key of a layer.
  ///
  /// - Parameter root: the workspace's folder, from which paths are meant.
  init(reading layer: SettingsLayer, with reader: ValueReader, root: String) {
    func read<Value>(
      _ key: DatabaseKey, _ body: (ConfigurationNode, String) -> Value?
    ) -> Value? {
      layer[key].flatMap { body($0, key.rawValue) }
    }

    dialect = read(.dialect) { reader.string($0, $1) }
    url = read(.url) { reader.url($0, $1) }
    password = read(.password) { node, _ in reader.password(node, root: root) }
    versions = read(.versions) { node, name in
      let folders = reader.strings(node, name, acceptsOne: true)
      if let folders, folders.isEmpty {
        reader.problems.add(.badValue, at: node.position, "versions must name a folder at least")
        return nil
      }
      return folders
    }
    versionTable = read(.versionTable) { reader.string($0, $1) }
    versionTableSchema = read(.versionTableSchema) { reader.string($0, $1) }
    schema = read(.schema) { node, _ in reader.schema(node, root: root) }
    branchLabel = read(.branchLabel) { reader.string($0, $1) }
    transaction = read(.transaction) { reader.word($0, $1, as: TransactionMode.self) }
    transactionalDDL = read(.transactionalDDL) { node, name in
      reader.boolean(node, name).map { Located(value: $0, position: node.position) }
    }
    lockTimeout = read(.lockTimeout) { reader.duration($0, $1, allowsZero: true) }
    lockRetries = read(.lockRetries) { reader.count($0, $1, atMost: LockRetries.limit) }
    statementTimeout = read(.statementTimeout) { reader.duration($0, $1, allowsZero: false) }
    connectTimeout = read(.connectTimeout) { reader.duration($0, $1, allowsZero: false) }
    includeSchemas = read(.includeSchemas) { reader.strings($0, $1)?.map(\.value) }
    include = read(.include) { reader.globs($0, $1) }
    exclude = read(.exclude) { reader.globs($0, $1) }
    fileTemplate = read(.fileTemplate) { reader.fileTemplate($0, $1) }
    timeZone = read(.timeZone) { reader.timeZone($0, $1) }
    recursive = read(.recursive) { reader.boolean($0, $1) }
    after = read(.after) { reader.strings($0, $1) }
    scratchURL = read(.scratchURL) { reader.url($0, $1) }
  }
}

extension ValueReader {
  fileprivate func url(_ node: ConfigurationNode, _ name: String) -> LocatedURL? {
    guard let (result, parsed) = expansion(node, name, expected: "a string") else { return nil }
    return LocatedURL(
      text: result, literalPrefix: parsed.literalPrefix,
      hasVariables: parsed.hasVariables, position: node.position)
  }

  private static let passwordForms =
    "write { env = \"VARIABLE\" }, { file = \"path\" } or { command = [\"program\", \"argument\"] }"

  /// The file as text, or `{ command = […] }`.
  fileprivate func schema(_ node: ConfigurationNode, root: String) -> SchemaSource? {
    switch node.value {
    case .string:
      return string(node, "schema").map { .file(FilePaths.absolute($0.value, from: root)) }
    case .table(let table):
      checkKeys(table, known: ["command"], in: "schema")
      guard let command = table["command"] else {
        // With another key in its place, that has been reported.
        if table.entries.isEmpty {
          problems.add(
            .missingKey, at: node.position, "schema has no command",
            advice: "write a path or { command = [\"program\", \"argument\"] }")
        }
        return nil
      }
      return self.command(command, "schema.command").map(SchemaSource.command)
    default:
      wrongType(node, "schema", expected: "a path or { command = […] }")
      return nil
    }
  }

  private func command(_ node: ConfigurationNode, _ name: String) -> [String]? {
    guard let arguments = arguments(node, name) else { return nil }
    guard !arguments.isEmpty else {
      problems.add(.badValue, at: node.position, "\(name) must name a program")
      return nil
    }
    return arguments
  }

  /// An argument may be empty, unlike other strings; the program may not.
  private func arguments(_ node: ConfigurationNode, _ name: String) -> [String]? {
    guard case .array(let elements) = node.value else {
      wrongType(node, name, expected: "an array of strings")
      return nil
    }
    var arguments: [String] = []
    for (index, element) in elements.enumerated() {
      let what = "an element of \(name)"
      if index == 0 {
        guard let program = string(element, what) else { return nil }
        arguments.append(program.value)
        continue
      }
      guard let (result, _) = expansion(element, what, expected: "a string") else { return nil }
      switch result {
      case .success(let text): arguments.append(text)
      case .failure(let missing):
        handle(missing)
        return nil
      }
    }
    return arguments
  }

  /// Never repeats what it reads. Missing variables are kept for the moment of opening.
  fileprivate func password(
    _ node: ConfigurationNode, root: String
  ) -> Result<PasswordSource, ConfigurationProblems>? {
    let place = problems.problem(.passwordUnavailable, at: node.position, "")
    func source(_ kind: PasswordSource.Kind) -> Result<PasswordSource, ConfigurationProblems> {
      .success(PasswordSource(kind: kind, folder: root, place: place))
    }

    switch node.value {
    case .string:
      guard let (result, parsed) = expansion(node, "password", expected: "a string") else {
        return nil
      }
      guard parsed.hasVariables else {
        problems.add(
          .literalPassword, at: node.position, "password must not stand in the file itself",
          advice: Self.passwordForms)
        return nil
      }
      return result.flatMap { source(.text(Secret($0))) }
    case .table(let table):
      let forms = ["env", "file", "command"]
      checkKeys(table, known: forms, in: "password")
      let given = table.entries.filter { forms.contains($0.key) }
      guard given.count == 1, let (form, value) = given.first else {
        if table.entries.isEmpty || given.count > 1 {
          problems.add(
            given.isEmpty ? .missingKey : .badValue, at: node.position,
            "password must have one of env, file and command", advice: Self.passwordForms)
        }
        return nil
      }
      let keeper = MissingVariables.Keeper()
      var later = self
      later.missingVariables = .keep(keeper)
      let kind = later.passwordKind(form, value, root: root)
      if !keeper.problems.isEmpty { return .failure(ConfigurationProblems(keeper.problems)) }
      return kind.map(source)
    default:
      problems.add(
        .wrongType, at: node.position,
        "password must be a table or a string with ${VAR}, not \(node.kind)",
        advice: Self.passwordForms)
      return nil
    }
  }

  private func passwordKind(
    _ form: String, _ value: ConfigurationNode, root: String
  ) -> PasswordSource.Kind? {
    let name = "password.\(form)"
    switch form {
    case "env": return string(value, name).map { .variable($0.value) }
    case "file":
      return string(value, name).map { .file(FilePaths.absolute($0.value, from: root)) }
    default: return command(value, name).map { .command($0) }
    }
  }

  fileprivate func fileTemplate(
    _ node: ConfigurationNode, _ name: String
  ) -> Located<FileNameTemplate>? {
    guard let text = string(node, name) else { return nil }
    do {
      return Located(
        value: try FileNameTemplate(validating: text.value), position: text.position)
    } catch {
      var advice: String?
      if case .unknownToken(let token) = error {
        advice = Spelling.advice(
          for: token, among: FileNameTemplate.Token.allCases.map(\.rawValue), called: "valid tokens"
        )
      }
      problems.add(.badValue, at: node.position, "\(name): \(error.message)", advice: advice)
      return nil
    }
  }

  fileprivate func timeZone(_ node: ConfigurationNode, _ name: String) -> TimeZoneRule? {
    guard let text = string(node, name) else { return nil }
    do {
      return try TimeZoneRule(validating: text.value)
    } catch {
      let (message, advice) =
        switch error {
        case .malformed:
          (
            "\(name) is not a time zone",
            "write \"UTC\", \"local\", \"Europe/Berlin\" or \"+02:00\""
          )
        case .unknown:
          (
            "\(name) names a zone that this machine does not know",
            "zones are named as in \"Europe/Berlin\""
          )
        case .databaseMissing:
          (
            "\(name) names a zone, and this machine has no zone database",
            "install tzdata, or write an offset such as \"+02:00\""
          )
        }
      problems.add(.badValue, at: node.position, message, advice: advice)
      return nil
    }
  }
}
