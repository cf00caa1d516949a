import Orchestration
import Reporting
import Revisions

/// Saved plans that cannot be read, or do not fit any more.
extension Diagnostics {
  func planFile(_ problem: PlanFileProblem) -> Diagnostic {
    var diagnostic = Diagnostic(
      code: "invalid_plan", "", file: problem.file,
      hints: [newPlan("make a new one", problem.file)])
    switch problem.kind {
    case .missing:
      diagnostic.headline = "there is no such plan"
      diagnostic.hints = [newPlan("make one", problem.file)]
    case .notJSON:
      diagnostic.headline = "the plan cannot be read as JSON"
      diagnostic.hints = [newPlan("make one", "plan.json")]
    case .value(let key, let message):
      diagnostic.headline = "\(key) of the plan cannot be used: \(message)"
    case .notAPlan:
      diagnostic.headline = "the file is no plan"
      diagnostic.hints = [newPlan("make one", "plan.json")]
    case .unknownVersion(let version):
      diagnostic.headline = "the plan has format_version \(version), and this program knows 1 alone"
    case .edited:
      diagnostic.headline = "the plan was edited: its digest is that of another one"
    case .otherDirection(let direction):
      diagnostic.headline = "the plan is one for \(direction.article) \(direction.rawValue)"
      diagnostic.hints = [
        Diagnostic.Hint(
          "to run it",
          command: command("\(direction.rawValue) --plan \(problem.file.shellQuoted)"))
      ]
    }
    return diagnostic
  }

  /// All differences are one error: there is one plan and one cure.
  func planChanged(_ differences: [PlanDifference], file: String) -> Diagnostic {
    Diagnostic(
      code: "plan_changed", "the plan does not fit any more, and nothing of it was run",
      file: file, facts: differences.map(words), hints: cures(of: differences, file: file))
  }

  private func cures(of differences: [PlanDifference], file: String) -> [Diagnostic.Hint] {
    for difference in differences {
      switch difference {
      case .otherWorkspace:
        return [
          Diagnostic.Hint("name its workspace file with -c, or make a plan for this one")
        ]
      case .moved(_, _, _, let done?, _) where done > 0:
        return [
          newPlan("a part has been carried out; make a plan for the rest, for the same goal", file)
        ]
      default: continue
      }
    }
    return [newPlan("make a new one for the same goal, and read it", file)]
  }

  private func newPlan(_ text: String, _ file: String) -> Diagnostic.Hint {
    let words = calledAs == "downgrade" ? "plan TARGET --downgrade" : "plan"
    return Diagnostic.Hint(text, command: command("\(words) -o \(file.shellQuoted)"))
  }

  private func words(of difference: PlanDifference) -> String {
    switch difference {
    case .otherWorkspace(let planned, let actual):
      return "it is for the workspace \(planned), and this one is \(actual)"
    case .missingDatabase(let name, let known):
      return "\(name) is not in the workspace any more: \(known.joined(separator: ", "))"
    case .otherDialect(let database, let planned, let actual):
      return "\(database) was planned as \(planned) and is \(actual)"
    case .moved(let database, let planned, let actual, let done, let count):
      let place = "\(database) stands at \(position(actual))"
      if let done, done > 0 {
        return done == count
          ? "\(place), the plan's end: all of its steps have been taken"
          : "\(place): \(done) of its \(count) steps have been taken"
      }
      return "\(place), and the plan starts from \(position(planned))"
    case .missingVersionTable(let database):
      return "\(database) has no version table, and had one when the plan was made"
    case .missingRevision(let revision, let file):
      return "\(revision) is gone; it was in \(file)"
    case .changedSection(let revision, let direction, let file):
      return "the \(direction.rawValue) section of \(revision) was changed: \(file)"
    case .unplannedNeed(let revision, let needed, let file):
      return "\(revision) now needs \(needed), which is neither applied nor an earlier step"
        + place(file)
    case .unplannedDependant(let revision, let dependant, let file):
      return "\(revision) is now needed by \(dependant), which stays" + place(file)
    case .otherMeaning(let revision):
      return "the rows of \(revision.database) now mean something else for \(revision)"
    case .otherEnd(let database, let planned, let actual):
      return "the steps would leave \(database) at \(position(actual)) "
        + "and not at \(position(planned))"
    }
  }

  private func place(_ file: String?) -> String { file.map { ": \($0)" } ?? "" }

  private func position(_ heads: HeadSet) -> String {
    heads.isEmpty ? "base" : heads.revisions.map(\.text).joined(separator: ", ")
  }
}

extension Direction {
  fileprivate var article: String { self == .upgrade ? "an" : "a" }
}
