import DialectKit
import MigrationFiles
import Revisions
package import Workspaces

/// A workspace with every revision file read and every history checked.
package struct LoadedWorkspace: Sendable {
  package let configuration: WorkspaceConfiguration
  /// In the configuration's order.
  package internal(set) var streams: [RevisionStream]
  /// By revision, those of other databases that depend on it.
  let dependants: [WorkspaceRevision: [WorkspaceRevision]]
  /// An absolute path; people are told of files from here.
  private let workingDirectory: String

  /// - Throws: everything that is wrong with the files, at once.
  package init(
    file: String?, environment: String?, variables: [String: String], workingDirectory: String,
    registry: DialectRegistry
  ) throws(AludelError) {
    let loader = WorkspaceLoader(variables: variables, dialectNames: registry.names) {
      registry[$0]
    }
    do {
      let path = try WorkspaceLocator(variables: variables, workingFolder: workingDirectory)
        .locate(explicit: file)
      configuration = try loader.load(
        path.shown(from: workingDirectory), from: workingDirectory, environment: environment)
    } catch {
      throw .configuration(error)
    }
    self.workingDirectory = workingDirectory
    var streams: [RevisionStream] = []
    var problems: [AludelError] = []
    for entry in configuration.databases {
      guard let dialect = registry[entry.dialectName] else { continue }  // the loader has checked
      do {
        streams.append(
          try RevisionStream(
            reading: entry, dialect: dialect, variables: variables, root: configuration.root,
            workingDirectory: workingDirectory))
      } catch {
        problems.append(error)
      }
    }
    guard problems.isEmpty else { throw problems.count == 1 ? problems[0] : .several(problems) }
    let graphs = streams.map {
      WorkspaceGraph.Database(name: $0.name, graph: $0.graph, after: $0.entry.after)
    }
    do { try WorkspaceGraph.validate(graphs) } catch {
      throw .workspace(error.problems, among: streams)
    }
    self.streams = streams
    dependants = WorkspaceGraph.dependants(in: graphs)
  }

  /// A path as a person would write it: from the working directory where it lies below it.
  package func displayPath(_ path: String) -> String {
    path.shown(from: workingDirectory)
  }

  /// A path that people are shown, from the workspace's folder where it lies below that.
  func pathInWorkspace(_ displayed: String) -> String {
    absolutePath(displayed).shown(from: configuration.root)
  }

  package func absolutePath(_ displayed: String) -> String {
    FilePaths.absolute(displayed, from: workingDirectory)
  }
}
