import MigrationFiles
public import Revisions
import Workspaces

/// What `squash --prune` has deleted, or would.
public struct PruneReport: Sendable {
  public struct Squash: Sendable {
    public var database: String
    public var revision: RevisionID
    /// The deleted files, as a person would name them.
    public var files: [String]
  }

  public var squashes: [Squash]
  /// The databases that were asked, as `environment: database`, or the database alone.
  public var asked: [String]
}

/// Deletes the originals of squashes when no database can need them any more.
package struct SquashPruner: Sendable {
  private let workspace: LoadedWorkspace
  /// The workspace as each environment sees it, with the environment's name.
  private let environments: [(name: String?, workspace: LoadedWorkspace)]

  package init(
    _ workspace: LoadedWorkspace, asking environments: [(name: String?, workspace: LoadedWorkspace)]
  ) {
    self.workspace = workspace
    self.environments = environments
  }

  /// - Throws: `inside` with every database that still stands in what a squash replaces, and whatever
  ///   keeps a database from answering. Nothing is deleted then.
  package func prune(names: [String]) async throws(AludelError) -> PruneReport {
    var report = PruneReport(squashes: [], asked: [])
    var folders: [(folder: String, files: [String])] = []
    var shared: Set<[String]> = []
    for stream in try workspace.streams.matching(names).withOwnFiles {
      for squash in stream.graph.declaredSquashes {
        let paths = stream.graph.originals(of: squash.id).compactMap { stream.files[$0.id]?.path }
        guard let first = paths.first else { continue }
        let folder = FilePaths.parent(of: workspace.absolutePath(first))
        guard paths.allSatisfy({ FilePaths.parent(of: workspace.absolutePath($0)) == folder }),
          FilePaths.lastName(of: folder) == squash.id.text
        else {
          throw .squash(
            .scattered(database: stream.name, squash.id, files: paths))
        }
        folders.append((folder, paths))
        shared.insert(stream.folders)
        report.squashes.append(
          PruneReport.Squash(database: stream.name, revision: squash.id, files: paths))
      }
    }
    guard !folders.isEmpty else { return report }
    report.asked = try await ask(sharing: shared)
    do {
      let files = try WorkspaceFiles(root: workspace.configuration.root)
      for (folder, _) in folders { try files.removeFolder(folder) }
    } catch {
      throw .filesystem(path: error.path, message: error.message)
    }
    return report
  }

  /// Every database that lives from these folders, in every environment, whatever was selected.
  private func ask(sharing folders: Set<[String]>) async throws(AludelError) -> [String] {
    var asked: [String] = []
    var inside: [SquashProblem.Straggler] = []
    for (environment, workspace) in environments {
      let questions = Questions(workspace)
      for stream in workspace.streams where folders.contains(stream.folders) {
        let label = (environment.map { "\($0): " } ?? "") + stream.name
        let state: DatabaseState
        do { state = try await questions.state(of: stream) } catch {
          throw environment.map { .asking(environment: $0, error) } ?? error
        }
        let here =
          state.rows.compactMap { try? RevisionID(validating: $0) }
          + (state.interrupted.map { [$0.revision] } ?? [])
        // Rows may stand beside what a squash replaces and need a part of it.
        if try !stream.unfolded(for: state).graph.unfoldedSquashes.isEmpty {
          let replaced = here.filter { stream.graph.squash(standingFor: $0) != nil }
          inside.append(
            SquashProblem.Straggler(
              database: stream.name, environment: environment,
              revisions: replaced.isEmpty ? here : replaced))
        }
        asked.append(label)
      }
    }
    guard inside.isEmpty else { throw .squash(.inside(inside)) }
    return asked
  }
}
