/// The history of one database: its revisions and how they lead to each other, checked.
///
/// *Versioned* relations are those of `down_revision`; *full* ones count dependencies too. Building it
/// and every question to it are linear in revisions and relations, and none of them recurses.
///
/// Inside, a revision is its position in load order: the order in which revisions were given, which
/// also breaks ties where Alembic does so.
public struct RevisionGraph: Sendable {
  /// In load order: what squashes stand for is not among them, unless it is unfolded.
  public let revisions: [Revision]
  /// The same with all originals of squashes, as they were given.
  let declared: [Revision]
  /// For each hidden revision the squash that stands for it, with or without a file of the former.
  let standIns: [RevisionID: RevisionID]
  /// The squashes that are unfolded: they run nothing and only take their tip's row over.
  let unfolded: Set<RevisionID>
  let database: String?
  /// The label that stands for the whole history; its lineage is every revision.
  public let databaseLabel: BranchLabel?

  /// Ids and labels share one name space.
  let indexByName: [String: Int]
  let versionedParents: Adjacency
  let versionedChildren: Adjacency
  let fullParents: Adjacency
  let fullChildren: Adjacency
  /// What a version row implies: as `fullParents`, but a revision that needs a part of what a folded
  /// squash stands for does not say that the squash is applied. Both stand in the version table then.
  let impliedParents: Adjacency
  let impliedChildren: Adjacency
  let localDependencies: Adjacency
  let remote: [(node: Int, dependency: Dependency)]
  /// Parents and dependencies first, then by id.
  let order: [Int]
  let inheritedDependencies: [Int: Set<Int>]

  /// - Parameters:
  ///   - revisions: in load order: file names sorted within a folder, folders in configuration order.
  ///   - databaseLabel: the label of the whole database, or nil. An id or a declared label of the same
  ///     spelling goes before it.
  ///   - database: the database's own name; a dependency that spells it out is a local one.
  /// - Throws: everything that is wrong with the revisions as a history.
  public init(
    _ revisions: [Revision], databaseLabel: BranchLabel?, database: String? = nil
  ) throws(GraphProblems) {
    try self.init(
      revisions, unfolding: [], databaseLabel: databaseLabel, database: database)
  }

  private init(
    _ declared: [Revision], unfolding unfolded: Set<RevisionID>, databaseLabel: BranchLabel?,
    database: String?
  ) throws(GraphProblems) {
    let fold = SquashFold(declared, unfolding: unfolded, database: database)
    let builder = GraphBuilder(fold.visible, database: database, partial: fold.partial)
    // Nothing is folded then, and who names what a sound squash stands for would be told that it is gone.
    let replaced = fold.problems.isEmpty ? [] : Set(declared.flatMap(\.replaces))
    let replacedNames = Set(replaced.map(\.text))
    let problems =
      fold.problems
      + builder.problems.filter { problem in
        switch problem {
        case .missingParent(let parent, _): !replaced.contains(parent)
        case .missingDependency(let name, _): !replacedNames.contains(name)
        case .duplicateLabel: fold.problems.isEmpty  // a squash that folds nothing repeats labels
        default: true
        }
      }
    guard problems.isEmpty else { throw GraphProblems(problems) }
    let revisions = fold.visible
    self.revisions = revisions
    self.declared = declared
    self.unfolded = unfolded
    self.database = database
    self.databaseLabel = databaseLabel
    standIns = fold.standIns
    indexByName = builder.indexByName
    versionedParents = builder.parents
    versionedChildren = builder.parents.reversed()
    fullParents = builder.fullParents
    fullChildren = builder.fullParents.reversed()
    impliedParents = builder.impliedParents
    impliedChildren = builder.impliedParents.reversed()
    localDependencies = builder.dependencies
    remote = builder.remote
    order = GraphBuilder.topologicalOrder(
      of: revisions, parents: fullParents, children: fullChildren)
    inheritedDependencies = Self.inheritedDependencies(
      localDependencies, children: versionedChildren, order: order)
  }

  /// The same history with these squashes unfolded besides those that are.
  ///
  /// - Parameter placeholders: revisions without files that take part so that rows can name them.
  func unfolding(
    _ squashes: Set<RevisionID>, placeholders: [Revision]
  ) throws(GraphProblems) -> RevisionGraph {
    try RevisionGraph(
      declared + placeholders, unfolding: unfolded.union(squashes), databaseLabel: databaseLabel,
      database: database)
  }

  // MARK: - Looking up

  /// The revision of exactly this id.
  public func revision(_ id: RevisionID) -> Revision? {
    node(id).map { revisions[$0] }
  }

  public func contains(_ id: RevisionID) -> Bool { node(id) != nil }

  /// All ids in load order.
  public var ids: [RevisionID] { revisions.map(\.id) }

  public var isEmpty: Bool { revisions.isEmpty }

  /// All ids, parents and dependencies first, ties by id.
  public var topologicalOrder: [RevisionID] { ids(order) }

  /// The rows that no revision of this history explains.
  public func unknownRows(_ rows: HeadSet) -> [RevisionID] {
    rows.revisions.filter { !contains($0) }
  }

  /// The dependencies of all revisions on other databases, in load order.
  public var remoteDependencies: [(revision: RevisionID, dependency: Dependency)] {
    remote.map { (revisions[$0.node].id, $0.dependency) }
  }

  func node(_ id: RevisionID) -> Int? {
    guard let node = indexByName[id.text], revisions[node].id == id else { return nil }
    return node
  }

  func id(_ node: Int) -> RevisionID { revisions[node].id }

  func ids(_ nodes: some Sequence<Int>) -> [RevisionID] { nodes.map { revisions[$0].id } }

  // MARK: - Heads and bases

  /// The revisions without a versioned child, in load order.
  public var heads: [RevisionID] { ids(headNodes) }

  /// The revisions without a child of either kind, in load order: a head that another revision depends
  /// on is not one, unless it is a squash of which that needs a part.
  public var realHeads: [RevisionID] { ids(realHeadNodes) }

  /// The revisions without parents, in load order.
  public var bases: [RevisionID] { ids(baseNodes) }

  /// The revisions with several versioned children, in load order.
  public var branchPoints: [RevisionID] {
    ids(revisions.indices.filter { versionedChildren.degree($0) > 1 })
  }

  /// The revisions with several parents, in load order.
  public var mergePoints: [RevisionID] {
    ids(revisions.indices.filter { versionedParents.degree($0) > 1 })
  }

  var headNodes: [Int] { revisions.indices.filter { versionedChildren.degree($0) == 0 } }
  var realHeadNodes: [Int] { revisions.indices.filter { impliedChildren.degree($0) == 0 } }
  var baseNodes: [Int] { revisions.indices.filter { versionedParents.degree($0) == 0 } }
}
