public import MigrationFiles
public import Revisions
public import SQLText

/// Where a revision is declared, for errors about how it hangs together with others.
public struct RevisionPlace: Hashable, Sendable {
  /// The file, as a person would name it.
  public var file: String
  /// Where its header names what it depends on.
  public var dependencies: [Dependency: SourcePosition]

  public init(_ file: RevisionFile) {
    self.file = file.path
    dependencies = Dictionary(
      zip(file.revision.dependencies, file.dependencyPositions),
      uniquingKeysWith: { first, _ in first })
  }

  /// A place in a file that is not written yet.
  public init(file: String) {
    self.file = file
    dependencies = [:]
  }

  /// Where the header names a revision of another database, by its id or else by whatever leads there.
  public func position(of needed: WorkspaceRevision) -> SourcePosition? {
    let name = Dependency(database: needed.database, name: needed.revision.text)
    return dependencies[name]
      ?? dependencies.filter { $0.key.database == needed.database }.values.min {
        $0.offset < $1.offset
      }
  }
}

extension AludelError {
  /// What is wrong between databases, with the files that say so.
  static func workspace(
    _ problems: [WorkspaceProblem], among streams: [RevisionStream]
  ) -> AludelError {
    var places: [WorkspaceRevision: RevisionPlace] = [:]
    for revision in problems.flatMap(\.revisions) {
      let stream = streams.named(revision.database)
      places[revision] = stream?.files[revision.revision].map(RevisionPlace.init)
    }
    return .workspace(problems, places: places)
  }
}
