import Revisions

/// Why our answer need not be Alembic's: the defects that are not copied, and what is meant otherwise
/// here. Each is a rule about the question; none is a list of cases.
enum AlembicDifference: String, CaseIterable {
  // MARK: Defects of Alembic

  /// The steps meet a revision with parents and dependencies of which one implies another. Alembic
  /// crashes there, or leaves the implied one its row.
  case impliedParent
  /// A walk from a word leaves the history, or starts in a branch of which nothing, or too much, is
  /// applied: an assertion of Alembic's fails where we have an error.
  case walk
  /// A stamp to several revisions of which one has a row already, or lies below one, or which imply each
  /// other: Alembic changes one row after the other and loses some.
  case stampOfSeveral
  /// A stamp downwards: Alembic forgets what else the rows that it moves have applied.
  case stampDownwards
  /// A range that begins in a branch that is not named by a label but by an id, the beginning of one, or
  /// nothing (`@base:`): Alembic looks for a label of that name, or for the one that the id carries.
  case rangeFromBranchWithoutLabel

  // MARK: Meant otherwise

  /// A stamp to the beginning of a name in a branch: Alembic does not narrow the search to the branch.
  case stampByPrefix
  /// `base` beside other targets of a stamp; Alembic lets it count only for which rows are replaced.
  case baseBesideOthers
  /// Rows that imply each other, made by hand: we clear them away.
  case impliedRows
  /// What stands before `@` means nothing, or several things; Alembic does not always look at it.
  case branchUnknown
  /// `current` of an empty database is nothing; Alembic takes it for all heads.
  case currentOfNothing
  /// A range of which something is only needed by its end and does not lead there: an assertion of
  /// Alembic's fails.
  case rangeOverDependency
  /// A range whose start walks, or whose end walks down to base. To Alembic only `-N` can be a start, and
  /// coming to base is a failure.
  case rangeThatWalks

  /// The first rule that the question falls under.
  init?(_ question: AlembicFixture.Question, ours: String) {
    let found = AlembicDifference.allCases.first { $0.covers(question, ours) }
    guard let found else { return nil }
    self = found
  }

  private func covers(_ question: AlembicFixture.Question, _ ours: String) -> Bool {
    let isError = ours.hasPrefix("error: ")
    let expressions = question.expressions
    switch (self, question.command) {
    case (.impliedParent, .upgrade), (.impliedParent, .downgrade):
      return question.steps(of: ours).contains(where: question.hasImpliedParent)
    case (.walk, .upgrade), (.walk, .downgrade):
      return isError && question.answer == "crash: AssertionError"
        && expressions.contains { $0.offset != nil }
    case (.stampOfSeveral, .stamp): return question.stampsSeveralOnTopOfEachOther
    case (.stampDownwards, .stamp): return !isError && question.stampLeavesMore(than: ours)
    case (.rangeFromBranchWithoutLabel, .history): return question.startsInBranchWithoutLabel
    case (.rangeOverDependency, .history): return question.rangesOverDependency(ours)
    case (.stampByPrefix, .stamp):
      return expressions.contains { target in
        guard target.label != nil, let name = target.name, !question.graph.knows(name) else {
          return false
        }
        return question.graph.names(withPrefix: name).count > 1
      }
    case (.baseBesideOthers, .stamp):
      return expressions.count > 1 && expressions.contains { $0.word == .base }
    case (.impliedRows, .downgrade), (.impliedRows, .stamp), (.impliedRows, .history):
      return question.graph.applied(question.rows).heads != question.rows
    case (.branchUnknown, _):
      return isError
        && expressions.contains { target in
          target.label.map { question.resolve(TargetExpression(.name($0))) == nil } ?? false
        }
    case (.currentOfNothing, .history):
      return question.rows.isEmpty && expressions.contains { $0.word == .current }
    case (.rangeThatWalks, .history):
      guard let range = question.range else { return false }
      return range.start?.offset != nil
        || range.end.map { $0.offset?.direction == .down && question.resolve($0) ?? [] == [] }
          ?? false
    default: return false
    }
  }
}

extension AlembicFixture.Question {
  /// The targets, or the given sides of the range.
  fileprivate var expressions: [TargetExpression] {
    if command == .history { return (try? TargetRange(parsing: targets).targets) ?? [] }
    return targets.split(separator: " ").compactMap { try? TargetExpression(parsing: String($0)) }
  }

  /// Nil for what means nothing.
  fileprivate func resolve(_ target: TargetExpression) -> [RevisionID]? {
    try? graph.resolve(target, rows: rows)
  }

  private func resolve(branch label: String?) -> [RevisionID]? {
    label.flatMap { resolve(TargetExpression(.name($0))) }
  }

  fileprivate func steps(of answer: String) -> [RevisionID] {
    answer.split(separator: " ").filter { "+-".contains($0.prefix(1)) }
      .map { id(String($0.dropFirst())) }
  }

  /// Parents and dependencies, less the dependencies of versioned ancestors.
  fileprivate func hasImpliedParent(_ revision: RevisionID) -> Bool {
    let inherited = Set(
      graph.ancestors(of: revision, .versioned).filter { $0 != revision }
        .flatMap(graph.dependencies))
    let needed = Set(
      graph.parents(of: revision)
        + graph.dependencies(of: revision).filter {
          !inherited.contains($0)
        })
    return needed.contains { one in
      needed.contains { $0 != one && graph.isAncestor(one, of: $0) }
    }
  }

  /// What the targets of a stamp resolve to, with repeats.
  private var destinations: [RevisionID] {
    expressions.flatMap { resolve($0) ?? [] }
  }

  /// The rows that Alembic looks at: those of the lineage, with dependencies, of a target or its label.
  private var affected: [RevisionID] {
    let anchors = destinations + expressions.flatMap { resolve(branch: $0.label) ?? [] }
    if expressions.contains(where: { $0.word == .base && $0.label == nil }) {
      return rows.revisions
    }
    let lineage = Set(anchors.flatMap { graph.lineage(of: $0, .full) })
    return rows.revisions.filter(lineage.contains)
  }

  fileprivate var stampsSeveralOnTopOfEachOther: Bool {
    let goals = destinations
    guard goals.count > 1 else { return false }
    return goals.indices.contains { place in
      affected.contains { graph.isAncestor(goals[place], of: $0) }
        || goals.indices.contains { $0 != place && graph.isAncestor(goals[place], of: goals[$0]) }
    }
  }

  /// Whether of the rows that Alembic replaces by the destination more stays than that.
  fileprivate func stampLeavesMore(than ours: String) -> Bool {
    let end = Set(
      ours.drop { $0 != "{" }.split { "{}, ".contains($0) }.map { id(String($0)) })
    return end.subtracting(rows.revisions.filter { !affected.contains($0) })
      != Set(destinations)
  }

  fileprivate var range: TargetRange? { try? TargetRange(parsing: targets) }

  fileprivate var startsInBranchWithoutLabel: Bool {
    if targets.hasPrefix("@") { return true }
    guard let label = range?.start?.label else { return false }
    return !graph.revisions.contains { $0.labels.contains { $0.text == label } }
  }

  /// Whether the newest of a range is none of its ends, but something that one of them depends on.
  fileprivate func rangesOverDependency(_ ours: String) -> Bool {
    guard let ends = resolve(range?.end ?? .heads), !ours.hasPrefix("error: ") else { return false }
    let shown = Set(ids(ours))
    return shown.contains { revision in
      !ends.contains(revision) && shown.isDisjoint(with: graph.children(of: revision, .full))
    }
  }
}
