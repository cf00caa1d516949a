import Revisions
import SQLText
import Spelling

/// The sections of a workspace file, each checked, and how they are laid over each other.
struct WorkspaceLayout {
  struct Environment {
    var name: String
    var databases: [(name: String, layer: SettingsLayer)]
  }

  /// A database with the keys that are in effect for it.
  struct EffectiveDatabase {
    var name: String
    var position: SourcePosition
    var layer: SettingsLayer
    /// False for what is no table, so that one report is enough.
    var isTable: Bool
  }

  private(set) var name = ""
  private(set) var environments: [Environment] = []
  private var environmentsPosition: SourcePosition?
  private var defaults: SettingsLayer = [:]
  private var databases: [EffectiveDatabase] = []
  private let problems: ProblemCollector
  private let root: String
  private let reader: ValueReader

  /// Reads every section, also those that are not in effect; only missing variables are overlooked.
  init(
    _ document: ConfigurationTable, loader: WorkspaceLoader, root: String,
    _ problems: ProblemCollector
  ) {
    self.problems = problems
    self.root = root
    reader = ValueReader(
      problems: problems, variables: loader.variables, missingVariables: .ignore)
    reader.checkKeys(
      document, known: ["workspace", "defaults", "databases", "environments"], in: "the file")
    readName(document["workspace"], variables: loader.variables)
    if let node = document["defaults"] { defaults = layer(node, "defaults") }
    readDatabases(document["databases"])
    readEnvironments(document["environments"])
  }

  /// The databases in the file's order, with an environment laid over them.
  func effectiveLayers(environment: String?) -> [EffectiveDatabase] {
    var overlays: [String: SettingsLayer] = [:]
    if let environment {
      if let found = environments.first(where: { $0.name == environment }) {
        overlays = Dictionary(found.databases.map { ($0.name, $0.layer) }) { $1 }
      } else {
        problems.add(
          .unknownEnvironment, at: environmentsPosition,
          "there is no environment \"\(environment)\" in the file",
          advice: Spelling.advice(
            for: environment, among: environments.map(\.name), called: "environments"))
      }
    }
    return databases.map { database in
      var database = database
      database.layer = defaults.merging(database.layer) { $1 }
        .merging(overlays[database.name] ?? [:]) { $1 }
      return database
    }
  }

  private mutating func readName(_ node: ConfigurationNode?, variables: [String: String]) {
    name = FilePaths.lastName(of: root)
    guard let node, let table = reader.table(node, "workspace") else { return }
    reader.checkKeys(table, known: ["name"], in: "[workspace]")
    let reader = ValueReader(problems: problems, variables: variables, missingVariables: .report)
    if let node = table["name"], let given = reader.string(node, "name") { name = given.value }
  }

  private mutating func readDatabases(_ node: ConfigurationNode?) {
    guard let node else {
      problems.add(
        .noDatabases, at: nil, "the file has no databases", advice: "add a table [databases.main]")
      return
    }
    guard let table = reader.table(node, "databases") else { return }
    if table.entries.isEmpty {
      problems.add(
        .noDatabases, at: node.keyPosition, "the file has no databases",
        advice: "add a table [databases.main]")
    }
    for (name, node) in table.entries {
      if let reason = Self.objection(to: name) {
        problems.add(
          .badName, at: node.keyPosition, "a database cannot be called \"\(name)\": \(reason)")
      }
      var isTable = false
      if case .table = node.value { isTable = true }
      databases.append(
        EffectiveDatabase(
          name: name, position: node.keyPosition, layer: layer(node, "databases.\(name)"),
          isTable: isTable))
    }
  }

  private mutating func readEnvironments(_ node: ConfigurationNode?) {
    guard let node, let table = reader.table(node, "environments") else { return }
    environmentsPosition = node.keyPosition
    let known = databases.map(\.name)
    for (name, node) in table.entries {
      let section = "environments.\(name)"
      var environment = Environment(name: name, databases: [])
      defer { environments.append(environment) }
      guard let table = reader.table(node, section) else { continue }
      reader.checkKeys(table, known: ["databases"], in: "[\(section)]")
      guard let node = table["databases"],
        let overlays = reader.table(node, "\(section).databases")
      else { continue }
      for (database, node) in overlays.entries {
        if !known.contains(database) {
          problems.add(
            .unknownDatabase, at: node.keyPosition,
            "environment \"\(name)\" has settings for an unknown database \"\(database)\"",
            advice: Spelling.advice(for: database, among: known, called: "databases"))
        }
        environment.databases.append(
          (database, layer(node, "\(section).databases.\(database)")))
      }
    }
  }

  private func layer(_ node: ConfigurationNode, _ section: String) -> SettingsLayer {
    guard let table = reader.table(node, section) else { return [:] }
    reader.checkKeys(table, known: DatabaseKey.allCases.map(\.rawValue), in: "[\(section)]")
    var layer: SettingsLayer = [:]
    for (key, node) in table.entries {
      if let key = DatabaseKey(rawValue: key) { layer[key] = node }
    }
    // Also what is not in effect must be right, or it fails on the day that it is needed.
    _ = DatabaseSettings(reading: layer, with: reader, root: root)
    return layer
  }

  /// Why a text cannot name a database, or nil.
  private static func objection(to name: String) -> String? {
    if name.utf8.contains(UInt8(ascii: ".")) { return NameProblem.dotReason }
    do {
      _ = try BranchLabel(validating: name)
      return nil
    } catch {
      return error.reason
    }
  }
}

extension NameProblem {
  static let dotReason = "use letters, digits, _ and -"

  /// Part of a sentence.
  var reason: String {
    switch self {
    case .empty: "it is empty"
    case .tooLong: "it is longer than 255 bytes"
    case .badCharacter(UInt8(ascii: "-"), _): "a - must not stand before a digit"
    case .badCharacter: Self.dotReason
    case .reserved: "the word has a meaning of its own"
    }
  }
}
