import Orchestration
import Reporting
import Revisions
import SQLText

/// What is wrong between the histories of several databases.
extension Diagnostics {
  func workspace(
    _ problem: WorkspaceProblem, places: [WorkspaceRevision: RevisionPlace]
  ) -> Diagnostic {
    var diagnostic = Diagnostic(
      code: problem.code, problem.description, database: problem.revision?.database)
    let place = problem.revision.flatMap { places[$0] }
    diagnostic.file = place?.file
    func point(to dependency: Dependency) {
      diagnostic.line = place?.dependencies[dependency]?.line
      diagnostic.column = place?.dependencies[dependency]?.column
    }
    switch problem {
    case .unknownDatabase(let dependency, _, let known):
      point(to: dependency)
      diagnostic.facts = ["databases: \(known.joined(separator: ", "))"]
    case .unknownAfter(_, _, let known):
      diagnostic.facts = ["databases: \(known.joined(separator: ", "))"]
    case .unknownRevision(let dependency, _, let candidates):
      point(to: dependency)
      if !candidates.isEmpty {
        diagnostic.facts = ["closest: \(candidates.joined(separator: ", "))"]
      }
      diagnostic.hints = [spelling]
    case .needsRemote(_, let needed):
      diagnostic.line = place?.position(of: needed)?.line
      diagnostic.column = place?.position(of: needed)?.column
      diagnostic.hints =
        [Diagnostic.Hint("apply it first", command: command("upgrade \(needed)"))]
        + dependencies("or let what is needed come along")
    case .stillNeeded(_, let dependant):
      diagnostic.file = places[dependant]?.file
      diagnostic.hints =
        [
          Diagnostic.Hint(
            "take that one down first",
            command: command("downgrade \(dependant.revision)-1", for: dependant.database))
        ] + dependencies("or take down with it what needs it")
    case .notInRun(let dependency, _):
      point(to: dependency)
      diagnostic.hints = [
        Diagnostic.Hint("let \(dependency.database ?? "it") take part as well")
      ]
    case .cycle(let path), .deadlock(let path):
      let links = zip(path, path.dropFirst() + path.prefix(1)).compactMap { revision, next in
        places[revision].map { place in
          let isEdge = revision.database != next.database
          return (file: place.file, line: isEdge ? place.position(of: next)?.line : nil)
        }
      }
      diagnostic.file = links.first?.file
      diagnostic.line = links.first?.line
      diagnostic.facts = links.dropFirst().map { $0.file + ($0.line.map { ":\($0)" } ?? "") }
      diagnostic.hints = [
        Diagnostic.Hint(
          "remove one of these dependencies: correct depends_on or down_revision in one of the files"
        )
      ]
    case .comesTooEarly:
      break
    case .afterCycle:
      diagnostic.hints = [Diagnostic.Hint("remove one of these from after")]
    }
    return diagnostic
  }

  private var spelling: Diagnostic.Hint {
    Diagnostic.Hint("depends_on names an id or a label, spelt out in full")
  }

  private func dependencies(_ text: String) -> [Diagnostic.Hint] {
    offersDependencies ? [Diagnostic.Hint(text, command: again("--with-dependencies"))] : []
  }
}
