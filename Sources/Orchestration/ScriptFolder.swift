import Revisions
import Workspaces

/// Writes scripts into a folder: all of one command, and nothing of an earlier one beside them.
package struct ScriptFolder {
  let workspace: LoadedWorkspace

  package init(_ workspace: LoadedWorkspace) {
    self.workspace = workspace
  }

  /// - Parameter folder: from the working directory; made if it is missing.
  /// - Throws: when something of an earlier time in the folder would be taken for one of the scripts,
  ///   and for what the system refuses. Then nothing was written, unless it was the very last thing, the
  ///   giving of the names, that was refused.
  package func write(
    _ scripts: [DatabaseScript], to folder: String
  ) throws(AludelError) -> [WrittenScript] {
    let path = workspace.absolutePath(folder)
    let names = Set(scripts.map(\.fileName))
    let databases = Set(scripts.map(\.database))
    do {
      let files = try WorkspaceFiles(root: "/")
      for name in try files.names(in: path)
      where !names.contains(name) && databases.contains(where: { Self.isScript(name, of: $0) }) {
        throw AludelError.script(
          .staleFile(path: workspace.displayPath(FilePaths.joined(path, name))))
      }
      try files.makeFolders(path)
      try files.replace(
        scripts.map { (FilePaths.joined(path, $0.fileName), Array($0.text.utf8)) })
    } catch let error as FileError {
      throw .filesystem(path: error.path, message: error.message)
    } catch let error as AludelError {
      throw error
    } catch {
      throw .filesystem(path: folder, message: "\(error)")
    }
    return scripts.map { script in
      let path = workspace.displayPath(FilePaths.joined(path, script.fileName))
      var script = script
      script.command = script.run(path.shellQuoted)
      return WrittenScript(script: script, path: path)
    }
  }

  /// `main.sql`, or `main.2.sql` of one that takes turns.
  private static func isScript(_ name: String, of database: String) -> Bool {
    let whole = ScriptPlanner.fileName(for: database)
    if name == whole { return true }
    let stem = whole.dropLast(".sql".count) + "."
    guard name.hasPrefix(stem), name.hasSuffix(".sql") else { return false }
    let number = name.dropFirst(stem.count).dropLast(".sql".count)
    return !number.isEmpty && number.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }
}
