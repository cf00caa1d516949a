public import DialectKit
public import Revisions
import Templates
import Workspaces

/// What `init` is asked for.
public struct ScaffoldRequest: Sendable {
  /// Where, as given; nil is where the workspace is that is named otherwise, or else here.
  public var folder: String?
  /// The workspace file that `-c/--config` names, which may not be there yet; goes before `folder`.
  public var file: String?
  /// Whose keys lie over those of a workspace file that is there.
  public var environment: String?
  public var workingDirectory: String
  /// Nil is the default one, or what an existing workspace is.
  public var template: String?
  /// `name=url`.
  public var databases: [String]
  /// Glob patterns: which databases to make or to complete; empty means all.
  public var names: [String]
  /// What `${VARIABLE}` means in a workspace file that is there. `ALUDEL_CONFIG` names the file where neither
  /// `file` nor `folder` says where it is.
  public var variables: [String: String]

  public init(
    folder: String? = nil, file: String? = nil, environment: String? = nil,
    workingDirectory: String, template: String? = nil, databases: [String] = [],
    names: [String] = [], variables: [String: String] = [:]
  ) {
    self.folder = folder
    self.file = file
    self.environment = environment
    self.workingDirectory = workingDirectory
    self.template = template
    self.databases = databases
    self.names = names
    self.variables = variables
  }
}

public enum ScaffoldProblem: Error, Hashable, Sendable {
  case unknownTemplate(String, known: [String])
  /// `--database` is not `name=url`.
  case notNameAndURL(String)
  case badName(String, NameProblem)
  case badURL(database: String, EndpointError)
  case unknownDialect(database: String, scheme: String, known: [String])
  /// The existing workspace has it already, at another place.
  case takenDatabase(String)
  /// No place was named, and a folder above has this workspace file.
  case insideWorkspace(file: String)
}

public struct ScaffoldResult: Sendable {
  public struct Item: Hashable, Sendable {
    /// Relative to the workspace's folder.
    public var path: String
    public var isNew: Bool
  }

  /// The absolute path of the workspace file.
  public var workspaceFile: String
  /// Whether it was not there before.
  public var isNew: Bool
  /// Everything that was made or found, in order.
  public var items: [Item]
  public var databases: [String]
}

/// Makes a workspace, or what is missing in one. Overwrites nothing.
package struct Scaffold {
  let registry: DialectRegistry

  package init(registry: DialectRegistry) {
    self.registry = registry
  }

  package func make(_ request: ScaffoldRequest) throws(AludelError) -> ScaffoldResult {
    let template: WorkspaceTemplate
    do { template = try self.template(named: request.template) } catch { throw .scaffold(error) }
    let file: String
    do { file = try place(of: request) } catch { throw .scaffold(error) }
    let (folder, name) = (FilePaths.parent(of: file), FilePaths.lastName(of: file))
    do {
      let wanted = try request.databases.map(database)
      // Nothing is made for a request that cannot be carried out.
      if FilePaths.kind(of: file) == nil {
        _ = try databases(of: template, with: wanted).map(\.name).matching(request.names)
      }
      try makeFolder(folder)
      let files = try WorkspaceFiles(root: folder)
      return try make(request, name, wanted, template: template, files: files)
    } catch let error as FileError {
      throw .filesystem(path: error.path, message: error.message)
    } catch let error as ScaffoldProblem {
      throw .scaffold(error)
    } catch let error as AludelError {
      throw error
    } catch {
      throw .filesystem(path: folder, message: "\(error)")
    }
  }

  /// The workspace file's absolute path.
  private func place(of request: ScaffoldRequest) throws(ScaffoldProblem) -> String {
    let locator = WorkspaceLocator(
      variables: request.variables, workingFolder: request.workingDirectory)
    switch locator.place(explicit: request.file, folder: request.folder) {
    case .at(let file): return file
    case .above(let file): throw .insideWorkspace(file: file)
    }
  }

  private func template(named name: String?) throws(ScaffoldProblem) -> WorkspaceTemplate {
    let known = Templates.workspaces
    guard let name else { return known[0] }
    guard let template = known.first(where: { $0.name == name }) else {
      throw .unknownTemplate(name, known: known.map(\.name))
    }
    return template
  }

  /// The workspace's own folder lies outside of every workspace, so it is made by its parent.
  private func makeFolder(_ folder: String) throws(FileError) {
    guard FilePaths.kind(of: folder) == nil else { return }
    var parent = FilePaths.parent(of: folder)
    while FilePaths.kind(of: parent) == nil { parent = FilePaths.parent(of: parent) }
    try WorkspaceFiles(root: parent).makeFolders(folder)
  }

  /// - Parameter name: the workspace file's.
  private func make(
    _ request: ScaffoldRequest, _ name: String, _ wanted: [NewDatabase],
    template: WorkspaceTemplate, files: WorkspaceFiles
  ) throws -> ScaffoldResult {
    let file = FilePaths.joined(files.root, name)
    var result = ScaffoldResult(
      workspaceFile: file, isNew: FilePaths.kind(of: file) == nil, items: [], databases: [])
    var folders: [String]
    if result.isNew {
      let all = self.databases(of: template, with: wanted)
      let names = try all.map(\.name).matching(request.names)
      let databases = all.filter { names.contains($0.name) }
      let text = try workspaceFile(
        named: FilePaths.lastName(of: files.root), databases: databases, template: template)
      try write(text, to: name, files, &result)
      folders = databases.map { template.versions(of: $0.name) }
      result.databases = databases.map(\.name)
      // The texts beside it speak of a workspace that every command finds by itself.
      let isDefault = name == WorkspaceLocator.fileName
      if isDefault {
        let values = ["workspace": FilePaths.lastName(of: files.root)]
        try write(try fill(template.readme, values), to: "README.md", files, &result)
      }
      try write(Templates.ignoreFile, to: ".gitignore", files, &result)
      if isDefault {
        try files.makeFolders(".github/workflows")
        try write(
          Templates.continuousIntegration, to: ".github/workflows/migrations.yml", files, &result)
      }
    } else {
      (folders, result.databases) = try extend(
        request, name, by: wanted, template: template, files: files, &result)
    }
    for folder in folders {
      if try makeFolder(folder, files, &result) { continue }
      result.items.append(.init(path: folder, isNew: false))
    }
    let configuration = try existing(name, in: files, for: request, isNew: result.isNew)
    let names = try configuration.databases.map(\.name).matching(request.names)
    for database in configuration.databases where names.contains(database.name) {
      // Whatever lies outside is somebody else's.
      guard let folder = try? database.endpoint.get().folder,
        FilePaths.isInside(folder, files.root), folder != files.root
      else { continue }
      _ = try makeFolder(folder.shown(from: files.root), files, &result)
    }
    return result
  }

  /// - Returns: whether it was not there.
  private func makeFolder(
    _ folder: String, _ files: WorkspaceFiles, _ result: inout ScaffoldResult
  ) throws(FileError) -> Bool {
    let isNew = FilePaths.kind(of: FilePaths.absolute(folder, from: files.root)) == nil
    try files.makeFolders(folder)
    // git keeps no empty folder, and a missing one is an error.
    if isNew {
      try write("", to: FilePaths.joined(folder, ".gitkeep"), files, &result, shown: folder)
    }
    return isNew
  }

  private func write(
    _ text: String, to path: String, _ files: WorkspaceFiles, _ result: inout ScaffoldResult,
    shown: String? = nil
  ) throws(FileError) {
    let isNew = FilePaths.kind(of: FilePaths.absolute(path, from: files.root)) == nil
    if isNew { try files.write(Array(text.utf8), to: path, mode: .createNew) }
    result.items.append(.init(path: shown.map { $0 + "/" } ?? path, isNew: isNew))
  }

  // MARK: - An existing workspace

  /// Adds blocks for databases that the file does not have, and gives the folders it should have.
  private func extend(
    _ request: ScaffoldRequest, _ name: String, by wanted: [NewDatabase],
    template: WorkspaceTemplate, files: WorkspaceFiles, _ result: inout ScaffoldResult
  ) throws -> (folders: [String], databases: [String]) {
    let configuration = try existing(name, in: files, for: request, isNew: false)
    for database in wanted
    where configuration.databases.contains(where: { $0.name == database.name }) {
      throw ScaffoldProblem.takenDatabase(database.name)
    }
    var folders: [String] = []
    let all = configuration.databases.map(\.name) + wanted.map(\.name)
    let names = try all.matching(request.names)
    for database in configuration.databases where names.contains(database.name) {
      folders += database.versions.map(\.written)
    }
    if !wanted.isEmpty {
      var text = String(decoding: try files.read(name), as: UTF8.self)
      if !text.hasSuffix("\n") { text += "\n" }
      for database in wanted {
        text += try block(for: database, versions: template.versions(of: database.name))
        folders.append(template.versions(of: database.name))
      }
      try files.write(Array(text.utf8), to: name, mode: .replace)
    }
    result.items.append(.init(path: name, isNew: false))
    return (folders, all)
  }

  /// - Parameter isNew: a file of ours knows no environments yet.
  private func existing(
    _ name: String, in files: WorkspaceFiles, for request: ScaffoldRequest, isNew: Bool
  ) throws(AludelError) -> WorkspaceConfiguration {
    let loader = WorkspaceLoader(variables: request.variables, dialectNames: registry.names) {
      registry[$0]
    }
    do {
      return try loader.load(
        FilePaths.joined(files.root, name).shown(from: request.workingDirectory),
        from: request.workingDirectory, environment: isNew ? nil : request.environment,
        missingFolders: .areFine)
    } catch {
      throw .configuration(error)
    }
  }

  // MARK: - Databases

  private struct NewDatabase {
    var name: String
    /// Nil where the URL may come from a variable and tells the dialect itself.
    var dialect: String?
    /// As it is written: without a password.
    var url: String
    var hasPassword: Bool
  }

  private func database(_ argument: String) throws(ScaffoldProblem) -> NewDatabase {
    // A URL alone may have an = in its password.
    guard let equals = argument.firstIndex(of: "="), equals != argument.startIndex,
      !argument[..<equals].contains("://")
    else { throw .notNameAndURL(String(argument.prefix { $0 != ":" })) }
    let name = String(argument[..<equals])
    do { _ = try BranchLabel(validating: name) } catch { throw .badName(name, error) }
    let text = String(argument[argument.index(after: equals)...])
    do {
      let url = try ConnectionURL(parsing: text)
      guard let dialect = registry[url.scheme] else {
        throw ScaffoldProblem.unknownDialect(
          database: name, scheme: url.scheme, known: registry.names)
      }
      let endpoint = try dialect.endpoint(for: url, relativeTo: "/")
      return NewDatabase(
        name: name, dialect: dialect.name, url: text.withoutPassword,
        hasPassword: endpoint.password != nil)
    } catch let error as EndpointError {
      throw .badURL(database: name, error)
    } catch let error as ScaffoldProblem {
      throw error
    } catch {
      throw .notNameAndURL(name)
    }
  }

  /// The template's databases, each where `--database` says, and then the further ones. Naming some of
  /// a workspace's own drops the template's others: `--database app=…` makes one database, `app`.
  private func databases(
    of template: WorkspaceTemplate, with wanted: [NewDatabase]
  ) -> [NewDatabase] {
    let own = Set(template.databases.map(\.name))
    let keepsTemplate = wanted.isEmpty || wanted.contains { own.contains($0.name) }
    var databases: [NewDatabase] = []
    if keepsTemplate {
      for database in template.databases {
        databases.append(
          wanted.first { $0.name == database.name }
            ?? NewDatabase(
              name: database.name, dialect: nil, url: defaultURL(of: database.name),
              hasPassword: false))
      }
    }
    return databases + wanted.filter { !keepsTemplate || !own.contains($0.name) }
  }

  private func defaultURL(of name: String) -> String {
    "${\(variable(name, "DATABASE_URL")):-sqlite:///\(name).db}"
  }

  private func variable(_ name: String, _ suffix: String) -> String {
    let letters = name.uppercased().map { $0.isLetter || $0.isNumber ? $0 : "_" }
    return String(letters) + "_" + suffix
  }

  private func workspaceFile(
    named name: String, databases: [NewDatabase], template: WorkspaceTemplate
  ) throws -> String {
    var text = try fill(Templates.workspaceFile, ["workspace": name.tomlEscaped])
    for database in databases {
      text += try block(for: database, versions: template.versions(of: database.name))
    }
    return text
  }

  private func block(for database: NewDatabase, versions: String) throws -> String {
    let password =
      database.hasPassword
      ? "password = { env = \"\(variable(database.name, "PASSWORD"))\" }\n" : ""
    return try fill(
      Templates.databaseBlock,
      [
        "name": database.name.tomlKey,
        "dialect": database.dialect.map { "dialect = \"\($0)\"\n" } ?? "",
        "url": database.url.tomlEscaped, "versions": versions.tomlEscaped, "password": password,
      ])
  }

  private func fill(_ template: String, _ values: [String: String]) throws -> String {
    try TemplateText(text: template).filled(with: values)
  }
}

extension String {
  /// The URL with its password taken out, whether it stands before the host or among the parameters
  /// (PostgreSQL's `?password=`): `scheme://user@host/…`.
  fileprivate var withoutPassword: String {
    let parts = split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return withoutUserPassword }
    let parameters = parts[1].split(separator: "&").filter { parameter in
      let name = parameter.prefix { $0 != "=" }
      // The parser decodes names too.
      return !name.contains("%") && name != "password"
    }
    let rest = parameters.isEmpty ? "" : "?" + parameters.joined(separator: "&")
    return String(parts[0]).withoutUserPassword + rest
  }

  private var withoutUserPassword: String {
    guard let start = range(of: "://")?.upperBound else { return self }
    let end = self[start...].firstIndex { $0 == "/" || $0 == "?" } ?? endIndex
    guard let at = self[start..<end].lastIndex(of: "@"),
      let colon = self[start..<at].firstIndex(of: ":")
    else { return self }
    return String(self[..<colon] + self[at...])
  }

  private func range(of text: String) -> Range<Index>? {
    firstRange(of: text)
  }

  /// Safe between the quotes of a basic TOML string.
  fileprivate var tomlEscaped: String {
    var result = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Bare where TOML allows it.
  fileprivate var tomlKey: String {
    let isBare = unicodeScalars.allSatisfy {
      $0.isASCII
        && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "_" || $0 == "-")
    }
    return isBare ? self : "\"\(tomlEscaped)\""
  }
}
