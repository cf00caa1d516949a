import Foundation
import Testing

@testable import Workspaces

/// A folder of its own for one test, taken away with it.
final class TestWorkspace {
  /// Without symbolic links.
  let root: String

  init(folders: [String] = ["versions"]) throws {
    let path = FileManager.default.temporaryDirectory.path + "/aludel-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    root = try #require(FilePaths.real(path))
    for folder in folders { try makeFolder(folder) }
  }

  deinit {
    try? FileManager.default.removeItem(atPath: root)
  }

  func path(_ name: String) -> String { root + "/" + name }

  func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(
      atPath: path(name), withIntermediateDirectories: true)
  }

  func write(_ text: String, to name: String, permissions: Int = 0o644) throws {
    try makeFolder(FilePaths.parent(of: name))
    if permissions & 0o111 != 0 {
      // Whatever another test starts while this process has a program open for writing inherits that
      // for a moment, and until then the program cannot run ("text file busy"). So another writes it.
      let copy = Process()
      copy.executableURL = URL(fileURLWithPath: "/bin/cp")
      try Data(text.utf8).write(to: URL(fileURLWithPath: path(name + ".source")))
      copy.arguments = [path(name + ".source"), path(name)]
      try copy.run()
      copy.waitUntilExit()
    } else {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
    }
    try FileManager.default.setAttributes(
      [.posixPermissions: permissions], ofItemAtPath: path(name))
  }

  func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: path(name), withDestinationPath: target)
  }

  func text(of name: String) throws -> String {
    try String(contentsOfFile: path(name), encoding: .utf8)
  }

  func names(in folder: String = ".") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path(folder)).sorted()
  }

  func loader(_ variables: [String: String] = [:]) -> WorkspaceLoader {
    WorkspaceLoader(
      variables: variables, dialectNames: ["postgresql", "mysql", "mariadb", "sqlite"],
      dialect: TestDialect.named)
  }

  func load(
    _ text: String, environment: String? = nil, variables: [String: String] = [:],
    missingFolders: WorkspaceLoader.MissingFolders = .areProblems
  ) throws(ConfigurationProblems) -> WorkspaceConfiguration {
    try loader(variables).read(
      Array(text.utf8), path: "aludel.toml", root: root, environment: environment,
      missingFolders: missingFolders)
  }
}
