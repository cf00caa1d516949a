import Orchestration
import Revisions

/// Histories as nodes and arrows, for programs that draw them: what `dot` and `mermaid` have in common.
///
/// Arrows lead from a revision to what it comes after or depends on, so that the newest is on top, as in
/// the terminal. What lies beyond the revisions that are shown is a node of its own, with its id alone.
struct HistoryPicture: Hashable {
  struct Node: Hashable {
    /// Unique in the picture, made of letters and digits.
    var key: String
    /// Texts to put below each other.
    var lines: [String]
    var isHead = false
    var isCurrent = false
  }

  struct Cluster: Hashable {
    var key: String
    var title: String
    /// Newest first; none for a database without revisions.
    var nodes: [Node]
    /// Of this database, and not among the revisions that are shown.
    var beyond: [Node]
  }

  struct Arrow: Hashable {
    var from: String
    var to: String
    var isDependency: Bool
  }

  private(set) var clusters: [Cluster] = []
  /// Revisions of databases that are not shown.
  private(set) var elsewhere: [Node] = []
  private(set) var arrows: [Arrow] = []
  private var keys: [WorkspaceRevision: String] = [:]

  init(_ listing: RevisionListing) {
    for (index, database) in listing.databases.enumerated() {
      var cluster = Cluster(
        key: "d\(index + 1)", title: ListingView.heading(of: database), nodes: [], beyond: [])
      for entry in database.revisions {
        let key = key(of: WorkspaceRevision(database: database.name, revision: entry.revision.id))
        cluster.nodes.append(
          Node(
            key: key, lines: Self.lines(of: entry), isHead: entry.isHead,
            isCurrent: entry.isCurrent))
      }
      clusters.append(cluster)
    }
    for database in listing.databases {
      for entry in database.revisions { connect(entry, in: database.name, listing) }
    }
  }

  private static func lines(of entry: RevisionListing.Entry) -> [String] {
    let marks = ListingView.marks(of: entry).joined(separator: " ")
    return [entry.revision.id.text, entry.revision.title.sanitized, marks].filter { !$0.isEmpty }
  }

  private mutating func key(of revision: WorkspaceRevision) -> String {
    let key = keys[revision] ?? "r\(keys.count + 1)"
    keys[revision] = key
    return key
  }

  private mutating func connect(
    _ entry: RevisionListing.Entry, in database: String, _ listing: RevisionListing
  ) {
    let from = key(of: WorkspaceRevision(database: database, revision: entry.revision.id))
    let parents = entry.revision.parents.map {
      WorkspaceRevision(database: database, revision: $0)
    }
    for (revision, isDependency) in parents.map({ ($0, false) }) + entry.needs.map({ ($0, true) }) {
      if keys[revision] == nil { add(revision, listing) }
      arrows.append(Arrow(from: from, to: key(of: revision), isDependency: isDependency))
    }
  }

  private mutating func add(_ revision: WorkspaceRevision, _ listing: RevisionListing) {
    let key = key(of: revision)
    if let index = listing.databases.firstIndex(where: { $0.name == revision.database }) {
      clusters[index].beyond.append(Node(key: key, lines: [revision.revision.text]))
    } else {
      elsewhere.append(Node(key: key, lines: [revision.description.sanitized]))
    }
  }
}
