import MigrationFiles
import Revisions
import Workspaces

/// How the files change: the originals go to `squashed/<revision>/`, and the squash comes.
///
/// At every moment what lies there is the old history or the new one. An original gets its second name
/// first, which reading takes for the same file; the squash's file then appears whole, and with it the new
/// history; the first names are taken away last.
struct SquashMove: Sendable {
  var draft: RevisionWriter.Draft
  /// Absolute.
  var folder: String
  /// Absolute paths.
  var originals: [(old: String, new: String)]

  init(
    _ draft: RevisionWriter.Draft, originals: [RevisionID], in workspace: LoadedWorkspace
  ) {
    self.draft = draft
    folder = FilePaths.joined(
      FilePaths.joined(FilePaths.parent(of: draft.path), "squashed"), draft.revision.id.text)
    self.originals = []
    var taken: Set<String> = []
    for id in originals {
      guard let file = draft.stream.files[id] else { continue }
      let old = workspace.absolutePath(file.path)
      var name = FilePaths.lastName(of: old)
      if !taken.insert(name).inserted { name = "\(id)_\(name)" }
      self.originals.append((old, FilePaths.joined(folder, name)))
    }
  }

  /// - Throws: what failed; then everything lies as it did before.
  static func carryOut(_ moves: [SquashMove], in files: WorkspaceFiles) throws(FileError) {
    var undoing: [Undoing] = []
    do throws(FileError) {
      for move in moves {
        try files.makeFolders(move.folder)
        for (old, new) in move.originals { undoing.append(try name(old, new, in: files)) }
      }
      for move in moves {
        try files.write(Array(move.draft.text.utf8), to: move.draft.path, mode: .createNew)
        undoing.append(.remove(move.draft.path))
      }
    } catch {
      for step in undoing.reversed() {
        switch step {
        case .remove(let name): try? files.remove(name)
        case .moveBack(let old, let new): try? files.move(new, to: old)
        }
      }
      for move in moves { files.removeFolderIfEmpty(move.folder) }
      throw error
    }
    for move in moves {
      for (old, _) in move.originals where files.identity(of: old) != nil { try files.remove(old) }
      // Where an earlier squash was stopped on a disk without second names.
      for folder in Set(move.originals.map { FilePaths.parent(of: $0.old) })
      where FilePaths.lastName(of: FilePaths.parent(of: folder)) == VersionsFolder.squashed {
        files.removeFolderIfEmpty(folder)
      }
    }
  }

  private enum Undoing {
    case remove(String)
    case moveBack(old: String, new: String)
  }

  /// A second name, or where the place knows none a new one: the history is the old one in both cases.
  private static func name(
    _ old: String, _ new: String, in files: WorkspaceFiles
  ) throws(FileError) -> Undoing {
    do {
      try files.link(old, to: new)
      return .remove(new)
    } catch {
      guard error.isWithoutLinks else { throw error }
      try files.move(old, to: new)
      return .moveBack(old: old, new: new)
    }
  }
}
