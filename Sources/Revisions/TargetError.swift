/// Why a target means nothing in a history, or nothing that can be done from where a database stands.
public enum TargetError: Error, Hashable, Sendable {
  /// No id, no beginning of one and no label. Candidates: the nearest names, best first.
  case unknown(name: String, candidates: [String])
  /// The beginning of several names; the candidates are all of them, sorted.
  case ambiguous(name: String, candidates: [String])
  /// It exists, but not in the lineage of the label. `found`: what the name means elsewhere;
  /// `candidates`: the heads of the label's lineage.
  case notInBranch(name: String, label: String, found: [String], candidates: [RevisionID])
  /// `head`, or what may only be one revision, where there are several.
  case multipleHeads([RevisionID], label: String?)
  /// A walk that leaves the history, or that nothing can be relative to.
  case tooFar(TargetExpression)
  /// It is counted from where the database stands, and leads down where only up is possible, the reverse,
  /// or nowhere at all.
  case wrongDirection(TargetExpression)
  /// A walk comes to where it could go several ways.
  case ambiguousWalk(TargetExpression, candidates: [RevisionID])
  /// A relative target where the database stands at several revisions.
  case ambiguousStart(TargetExpression, rows: [RevisionID])
  /// A relative downgrade on a branch of which nothing is applied.
  case notApplied(label: String)
  /// Rows that no revision explains.
  case unlocatableCurrent([RevisionID])
  /// Nothing to take down, and the database does not stand there.
  case notAValidDowngradeTarget(TargetExpression, rows: [RevisionID])
  /// A row that another row implies.
  case overlappingRows(RevisionID, impliedBy: [RevisionID])
  /// A target that another revision of the same target implies.
  case overlappingTargets(RevisionID, impliedBy: [RevisionID])
  /// `current`, or a relative target, where no database was asked.
  case noCurrent(TargetExpression)
  /// The start of a range is not below its end.
  case rangeNotOnOneBranch(String)
  /// A row or target that a squash stands for, whose file is gone.
  case pruned(RevisionID, squash: RevisionID)
  /// A squash stands for the revision, where only what is seen of the history counts.
  case replaced(RevisionID, squash: RevisionID)

  /// A stable word for machines.
  public var code: String {
    switch self {
    case .unknown: "unknown_revision"
    case .ambiguous: "ambiguous_revision"
    case .notInBranch: "not_in_branch"
    case .multipleHeads: "multiple_heads"
    // Alembic's "didn't produce N migrations" is one error, too.
    case .tooFar, .wrongDirection: "walked_too_far"
    case .ambiguousWalk: "ambiguous_walk"
    case .ambiguousStart: "ambiguous_start"
    case .notApplied: "not_applied"
    case .unlocatableCurrent: "unlocatable_current_revision"
    case .notAValidDowngradeTarget: "invalid_downgrade_target"
    case .overlappingRows: "overlapping_rows"
    case .overlappingTargets: "overlapping_targets"
    case .noCurrent: "no_current_revision"
    case .rangeNotOnOneBranch: "invalid_range"
    case .pruned: "pruned_revision"
    case .replaced: "replaced_revision"
    }
  }

  /// The names to choose from, where there are some.
  public var candidates: [String] {
    switch self {
    case .unknown(_, let names), .ambiguous(_, let names): names
    case .notInBranch(_, _, _, let ids), .multipleHeads(let ids, _), .ambiguousWalk(_, let ids),
      .ambiguousStart(_, let ids):
      ids.map(\.text)
    default: []
    }
  }
}

extension TargetError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknown(let name, _):
      "there is no revision or label '\(name)'"
    case .ambiguous(let name, let candidates):
      "'\(name)' could be any of \(candidates.listed)"
    case .notInBranch(let name, let label, let found, _):
      found.isEmpty || found == [name]
        ? "revision \(name) is not in the branch '\(label)'"
        : "'\(name)' (\(found.listed)) is not in the branch '\(label)'"
    case .pruned(let id, let squash):
      "revision \(id) is inside of what revision \(squash) replaces, and its file is gone"
    case .replaced(let id, let squash):
      "revision \(id) is replaced by \(squash)"
    case .multipleHeads(let heads, nil):
      "there are several heads: \(heads.listed)"
    case .multipleHeads(let heads, let label?):
      "the branch '\(label)' has several heads: \(heads.listed)"
    case .tooFar(let target):
      "'\(target)' leads out of the history"
    case .wrongDirection(let target):
      switch target.offset {
      case nil: "'\(target)' leads nowhere"
      case let offset? where offset.count == 0: "'\(target)' leads nowhere"
      case let offset?: "'\(target)' leads \(offset.direction == .down ? "down" : "up")"
      }
    case .ambiguousWalk(let target, let candidates):
      "'\(target)' could go to any of \(candidates.listed)"
    case .ambiguousStart(let target, let rows):
      "'\(target)' could start from any of \(rows.listed)"
    case .notApplied(let label):
      "nothing of the branch '\(label)' is applied"
    case .unlocatableCurrent(let rows):
      "the database stands at \(rows.listed), which no revision file declares"
    case .notAValidDowngradeTarget(let target, let rows):
      rows.isEmpty
        ? "'\(target)' is not below an empty database"
        : "'\(target)' is not below \(rows.listed)"
    case .overlappingRows(let row, let others):
      "the version table holds \(row), which is implied by \(others.listed)"
    case .overlappingTargets(let target, let others):
      "the target \(target) is implied by \(others.listed)"
    case .noCurrent(let target):
      "'\(target)' needs a database to start from"
    case .rangeNotOnOneBranch(let range):
      "the start of the range '\(range)' is not below its end"
    }
  }
}
