/// What is wrong with a set of revisions as a history.
///
/// Problems name ids; whoever read the revisions knows the files.
public enum GraphProblem: Hashable, Sendable {
  /// How one revision leads to another.
  public enum Relation: Hashable, Sendable {
    case parent
    case dependency
    /// A squash stands for what it replaces.
    case replacement
  }

  /// Several revisions have one id; `positions` tells which, counted from 0 in load order.
  case duplicateRevision(RevisionID, positions: [Int])
  /// A label is declared more than once, by these revisions (twice the same if one repeats it).
  case duplicateLabel(BranchLabel, declaredBy: [RevisionID])
  /// A label of one revision is the id of another, or of its own: the two share one name space.
  case labelIsRevision(BranchLabel, declaredBy: RevisionID)
  case missingParent(RevisionID, of: RevisionID)
  /// A dependency on this database that names neither an id nor a label, spelt out in full.
  case missingDependency(String, of: RevisionID)
  /// A revision that comes after itself or depends on itself.
  case selfLoop(RevisionID, Relation)
  /// Revisions that come after each other: each after the next, the last after the first. Only those on
  /// the cycle. `dependency` when the cycle does not close without a dependency.
  case cycle([RevisionID], Relation)

  /// Several squashes stand for one revision.
  case replacedTwice(RevisionID, by: [RevisionID])
  /// Some of the revisions that a squash stands for have no file while others do.
  case incompleteSquash(RevisionID, missing: [RevisionID])
  /// What a squash stands for does not lead to one revision.
  case severalTips([RevisionID], of: RevisionID)
  /// A revision comes after one that a squash stands for and that is not the last of those.
  case comesAfterReplaced(RevisionID, RevisionID, squash: RevisionID)

  /// A stable word for machines.
  public var code: String {
    switch self {
    case .duplicateRevision: "duplicate_revision"
    case .duplicateLabel, .labelIsRevision: "duplicate_label"
    case .missingParent: "missing_parent"
    case .missingDependency: "missing_dependency"
    case .selfLoop, .cycle: "cycle"
    case .replacedTwice, .incompleteSquash, .severalTips, .comesAfterReplaced: "invalid_squash"
    }
  }

  /// The revisions whose files are to be looked at, the one at fault first.
  public var revisions: [RevisionID] {
    switch self {
    case .duplicateRevision(let id, _), .selfLoop(let id, _): [id]
    case .duplicateLabel(_, let ids), .cycle(let ids, _): ids
    case .labelIsRevision(_, let id): [id]
    case .missingParent(_, let id), .missingDependency(_, let id): [id]
    case .replacedTwice(_, let ids): ids
    case .incompleteSquash(let id, _), .severalTips(_, let id): [id]
    case .comesAfterReplaced(let id, _, let squash): [id, squash]
    }
  }
}

extension GraphProblem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .duplicateRevision(let id, let positions):
      "revision \(id) is declared \(positions.count) times"
    case .duplicateLabel(let label, let ids):
      Set(ids).count == 1
        ? "revision \(ids[0]) declares the label \(label) \(ids.count) times"
        : "the label \(label) is declared by \(ids.listed)"
    case .labelIsRevision(let label, let id):
      "the label \(label) of revision \(id) is the id of a revision"
    case .missingParent(let parent, let id):
      "revision \(id) comes after \(parent), which does not exist"
    case .missingDependency(let name, let id):
      "revision \(id) depends on \(name), which does not exist"
    case .selfLoop(let id, .parent):
      "revision \(id) comes after itself"
    case .selfLoop(let id, .dependency):
      "revision \(id) depends on itself"
    case .selfLoop(let id, .replacement):
      "revision \(id) replaces itself"
    case .cycle(let ids, .parent):
      "revisions come after each other: \(ids.closedPath)"
    case .cycle(let ids, .dependency):
      "revisions depend on each other: \(ids.closedPath)"
    case .cycle(let ids, .replacement):
      "revisions are replaced by each other: \(ids.closedPath)"
    case .replacedTwice(let id, let squashes):
      "revision \(id) is replaced by \(squashes.listed)"
    case .incompleteSquash(let squash, let missing):
      "of what revision \(squash) replaces \(missing.listed) \(missing.count == 1 ? "is" : "are") gone while the rest is there"
    case .severalTips(let tips, let squash):
      "what revision \(squash) replaces does not end in one revision but in \(tips.listed)"
    case .comesAfterReplaced(let id, let parent, let squash):
      "revision \(id) comes after \(parent), which is inside of what revision \(squash) replaces"
    }
  }
}

/// All that is wrong with a history; never empty.
public struct GraphProblems: Error, Hashable, Sendable {
  public var problems: [GraphProblem]

  public init(_ problems: [GraphProblem]) {
    self.problems = problems
  }
}

extension Collection where Element: CustomStringConvertible {
  /// `a, b, c`
  var listed: String { map(\.description).joined(separator: ", ") }

  /// `a -> b -> a`
  var closedPath: String {
    (map(\.description) + prefix(1).map(\.description)).joined(separator: " -> ")
  }
}
