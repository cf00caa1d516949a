import Revisions
import Workspaces

/// What a squash or a prune has left in the folders when it was killed: second names of files, and files
/// under hidden names. The history is right in spite of them; the next command puts them away.
package struct SquashLeftovers: Sendable {
  private let workspace: LoadedWorkspace

  package init(_ workspace: LoadedWorkspace) {
    self.workspace = workspace
  }

  /// - Returns: whether anything was put away, so that the files must be read again.
  package func clear() throws(AludelError) -> Bool {
    var hasCleared = false
    do throws(FileError) {
      let files = try WorkspaceFiles(root: workspace.configuration.root)
      for stream in workspace.streams.withOwnFiles {
        let squashes = Set(stream.graph.declaredSquashes.map(\.id.text))
        for folder in stream.folders {
          if try clear(folder, squashes, files) { hasCleared = true }
        }
      }
    } catch {
      throw .filesystem(path: error.path, message: error.message)
    }
    return hasCleared
  }

  private func clear(
    _ folder: String, _ squashes: Set<String>, _ files: WorkspaceFiles
  ) throws(FileError) -> Bool {
    var hasCleared = false
    let top = FilePaths.joined(folder, VersionsFolder.squashed)
    var firstNames: [FileIdentity: String]?
    for name in try names(in: top, files) {
      let inside = FilePaths.joined(top, name)
      if WorkspaceFiles.isLeftover(name) {
        for name in try files.names(in: inside) { try files.remove(FilePaths.joined(inside, name)) }
        files.removeFolderIfEmpty(inside)
        hasCleared = true
        continue
      }
      for name in try names(in: inside, files) {
        let second = FilePaths.joined(inside, name)
        guard let (identity, count) = files.identity(of: second), count > 1 else { continue }
        if firstNames == nil { firstNames = try self.firstNames(in: folder, files) }
        guard let first = firstNames?[identity] else { continue }
        // With the squash the move is over but for this; without it nothing has happened yet.
        try files.remove(squashes.contains(FilePaths.lastName(of: inside)) ? first : second)
        hasCleared = true
      }
      files.removeFolderIfEmpty(inside)
    }
    for name in try names(in: folder, files) where WorkspaceFiles.isLeftover(name) {
      try files.remove(FilePaths.joined(folder, name))
    }
    files.removeFolderIfEmpty(top)
    return hasCleared
  }

  /// Where files lie that do not lie among the originals.
  private func firstNames(
    in folder: String, _ files: WorkspaceFiles
  ) throws(FileError) -> [FileIdentity: String] {
    var found: [FileIdentity: String] = [:]
    for name in try names(in: folder, files) where name != VersionsFolder.squashed {
      let path = FilePaths.joined(folder, name)
      if let (identity, _) = files.identity(of: path) {
        found[identity] = path
      } else if FilePaths.kind(of: path) == .folder {
        found.merge(try firstNames(in: path, files)) { first, _ in first }
      }
    }
    return found
  }

  private func names(in folder: String, _ files: WorkspaceFiles) throws(FileError) -> [String] {
    FilePaths.kind(of: folder) == .folder ? try files.names(in: folder) : []
  }
}
