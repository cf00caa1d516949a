import MigrationFiles
import Workspaces
public import Revisions

/// Revisions of several databases with what people want to see beside them.
public struct RevisionListing: Sendable {
  public struct Database: Sendable {
    public var name: String
    public var branchLabel: String
    public var revisions: [Entry]
    /// The version rows, when they were asked for.
    public var rows: HeadSet?
    /// The revisions that are not applied, in topological order; nil when the rows were not asked for.
    public var pending: [RevisionID]?
    /// The revision that is half applied, when the rows were asked for.
    public var interrupted: InterruptedStep?
  }

  public struct Entry: Sendable {
    public var revision: Revision
    /// The file, as a person would name it.
    public var file: String
    public var created: String?
    /// No revision has it as a parent.
    public var isHead: Bool
    /// A head that another revision depends on, so that it has no row of its own once that is applied.
    public var isEffectiveHead: Bool
    public var isBranchPoint: Bool
    public var isMergePoint: Bool
    /// Whether it is an applied tip; false when the database was not asked.
    public var isCurrent: Bool
    /// The squash that stands for it.
    public var replacedBy: RevisionID?
    /// The labels that hold here, also those declared elsewhere on the branch.
    public var effectiveLabels: [BranchLabel]
    public var children: [Child]
    /// What `depends_on` names, found: revisions of this database, then of others.
    public var needs: [WorkspaceRevision] = []
    /// The revisions of other databases that depend on it; shown by `history` and `show`.
    public var neededBy: [WorkspaceRevision] = []
  }

  /// A revision that comes after another one.
  public struct Child: Hashable, Sendable {
    public var revision: RevisionID
    public var title: String
    public var isHead: Bool
    public var effectiveLabels: [BranchLabel]
  }

  public var databases: [Database]
  /// Databases that could not answer.
  public var failures: [AludelError] = []
}

extension LoadedWorkspace {
  func listing(
    _ revisions: [RevisionID], of stream: RevisionStream, rows: HeadSet? = nil
  ) -> RevisionListing.Database {
    var listing = stream.listing(revisions, rows: rows)
    for (index, entry) in listing.revisions.enumerated() where !entry.revision.dependencies.isEmpty
    {
      listing.revisions[index].needs = needs(of: entry.revision.id, in: stream)
    }
    guard !dependants.isEmpty else { return listing }
    for (index, entry) in listing.revisions.enumerated() {
      let revision = WorkspaceRevision(database: stream.name, revision: entry.revision.id)
      listing.revisions[index].neededBy = dependants[revision] ?? []
    }
    return listing
  }

  private func needs(of id: RevisionID, in stream: RevisionStream) -> [WorkspaceRevision] {
    let own = stream.graph.dependencies(of: id).map {
      WorkspaceRevision(database: stream.name, revision: $0)
    }
    let others = stream.graph.remoteDependencies(of: id).compactMap { dependency in
      dependency.database.flatMap(streams.named).flatMap { other in
        other.graph.declaringRevision(of: dependency.name).map {
          WorkspaceRevision(database: other.name, revision: $0)
        }
      }
    }
    return own + others
  }
}

extension RevisionStream {
  fileprivate func listing(
    _ revisions: [RevisionID], rows: HeadSet? = nil
  ) -> RevisionListing.Database {
    let heads = Set(graph.heads)
    let labels = graph.labelsByRevision
    let realHeads = Set(graph.realHeads)
    let replacements = graph.replacements
    let current = Set(rows.map { graph.applied($0).tips } ?? [])
    let entries = revisions.compactMap { id -> RevisionListing.Entry? in
      guard let revision = graph.revision(id) else { return nil }
      let children = graph.children(of: id).map { child in
        RevisionListing.Child(
          revision: child, title: title(of: child), isHead: heads.contains(child),
          effectiveLabels: labels[child] ?? [])
      }
      return RevisionListing.Entry(
        revision: revision, file: files[id]?.path ?? "", created: files[id]?.created,
        isHead: heads.contains(id), isEffectiveHead: heads.contains(id) && !realHeads.contains(id),
        isBranchPoint: children.count > 1, isMergePoint: revision.parents.count > 1,
        isCurrent: current.contains(id), replacedBy: replacements[id],
        effectiveLabels: labels[id] ?? [], children: children)
    }
    return RevisionListing.Database(
      name: name, branchLabel: entry.branchLabel.text, revisions: entries, rows: rows,
      pending: rows.map(graph.pending))
  }
}
