/// Finds the workspace file: the one that is named, or the nearest `aludel.toml` upwards.
package struct WorkspaceLocator: Hashable, Sendable {
  package static let fileName = "aludel.toml"
  /// The variable that names a file.
  package static let variable = "ALUDEL_CONFIG"

  package var variables: [String: String]
  /// Absolute.
  package var workingFolder: String

  package init(variables: [String: String], workingFolder: String = FilePaths.workingFolder) {
    self.variables = variables
    self.workingFolder = workingFolder
  }

  /// Where a workspace file is that may not be there yet.
  package enum Place: Hashable, Sendable {
    /// Absolute.
    case at(String)
    /// Nothing says where, and it would lie below this one. Absolute.
    case above(String)
  }

  /// Where `init` makes a workspace file, or completes the one that is there.
  ///
  /// - Parameters:
  ///   - explicit: what `-c/--config` says; a folder means the file in it.
  ///   - folder: where the file lies by its usual name; comes before the variable.
  package func place(explicit: String?, folder: String?) -> Place {
    func inside(_ folder: String) -> Place { .at(FilePaths.joined(folder, Self.fileName)) }
    if explicit == nil, let folder {
      return inside(FilePaths.absolute(folder, from: workingFolder))
    }
    let variable = variables[Self.variable] ?? ""
    if let path = explicit ?? (variable.isEmpty ? nil : variable) {
      let absolute = FilePaths.absolute(path, from: workingFolder)
      return path.hasSuffix("/") || FilePaths.kind(of: absolute) == .folder
        ? inside(absolute) : .at(absolute)
    }
    let here = FilePaths.joined(workingFolder, Self.fileName)
    // What is here, even a link that leads nowhere, is told of by whoever opens it.
    guard FilePaths.kind(of: here) == nil, let found = try? locate() else { return .at(here) }
    return .above(found)
  }

  /// The path of the file: absolute when it was searched for, else as it was given.
  ///
  /// - Parameter explicit: what `-c/--config` says; comes before the variable.
  package func locate(explicit: String? = nil) throws(ConfigurationProblems) -> String {
    if let explicit { return try named(explicit, by: "--config") }
    if let path = variables[Self.variable], !path.isEmpty {
      return try named(path, by: Self.variable)
    }
    var folder = workingFolder
    var looked: [String] = []
    var alembic: String?
    while true {
      looked.append(folder)
      let candidate = FilePaths.joined(folder, Self.fileName)
      if FilePaths.kind(of: candidate) == .file { return candidate }
      let ini = FilePaths.joined(folder, "alembic.ini")
      if alembic == nil, FilePaths.kind(of: ini) == .file { alembic = ini }
      if folder == "/" || folder == "." { break }
      folder = FilePaths.parent(of: folder)
    }
    let parents = looked.count > 1 ? " or the folders above it" : ""
    var message = "there is no \(Self.fileName) in \(workingFolder)\(parents)"
    var advice = "--config and \(Self.variable) name a file that is elsewhere"
    if let alembic {
      message += ", but there is \(alembic)"
      advice =
        "version_table = \"alembic_version\" in the workspace file then adopts the database as it is"
    }
    throw ConfigurationProblems([
      ConfigurationProblem(
        file: FilePaths.joined(workingFolder, Self.fileName), code: .noWorkspace, message: message,
        advice: advice)
    ])
  }

  /// A folder means the file in it.
  private func named(_ path: String, by source: String) throws(ConfigurationProblems) -> String {
    let absolute = FilePaths.absolute(path, from: workingFolder)
    let message: String
    switch FilePaths.kind(of: absolute) {
    case .file: return path
    case .folder:
      let inside = FilePaths.joined(path, Self.fileName)
      if FilePaths.kind(of: FilePaths.joined(absolute, Self.fileName)) == .file { return inside }
      message = "\(source) names a folder without \(Self.fileName)"
    case .other: message = "what \(source) names is not a regular file"
    case nil: message = "the file that \(source) names does not exist"
    }
    throw ConfigurationProblems([
      ConfigurationProblem(
        file: path, code: .noWorkspace, message: message)
    ])
  }
}
