import Aludel
import ArgumentParser
import Orchestration
import Reporting
import Revisions

struct SquashCommand: WorkspaceCommand {
  static let changes = Changes.files
  static let configuration = CommandConfiguration(
    commandName: "squash",
    abstract: "Fold a part of a history into one revision, and prove that it builds the same.",
    discussion: """
      Replays the originals on a scratch database and writes what they have built, rows included, as one \
      revision that replaces them. The originals move to squashed/ and are still run by databases that \
      stand among them; all others never see them again.

      aludel squash                          everything up to the head, in every database
      aludel squash 3f2a:9e41 -n main        what comes after 3f2a, up to 9e41
      aludel squash --dry-run                show the file and write nothing
      aludel squash --verify                 prove again what is there
      aludel squash --prune --asks staging --asks production
      """)

  @Argument(
    help: ArgumentHelp(
      "What to fold: from a revision (left out itself) to another; either may be left out.",
      valueName: "from:to"))
  var range: String?

  @Option(
    name: [.short, .long],
    help: ArgumentHelp("What it is. Default: how many revisions it replaces.", valueName: "text"))
  var message: String?

  @Option(
    name: .customLong("rev-id"), help: ArgumentHelp("The new revision's id.", valueName: "id"))
  var revisionID: String?

  @Flag(help: "Keep the originals' statements instead of what they have built.")
  var concat = false

  @Flag(help: "Replay and prove, show the file, and write nothing.")
  var dryRun = false

  @Flag(help: "Prove every squash again; exits with 2 when one does not build what it should.")
  var verify = false

  @Flag(help: "Delete the originals, unless a database still stands among them.")
  var prune = false

  @Option(
    name: .customLong("asks"),
    help: ArgumentHelp(
      "With --prune: an environment whose databases are asked; may be repeated.",
      valueName: "environment"))
  var environments: [String] = []

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if verify, prune { throw ValidationError("--verify and --prune are two commands") }
    let makes = range != nil || message != nil || revisionID != nil || concat || dryRun
    if verify || prune, makes {
      throw ValidationError(
        "--\(verify ? "verify" : "prune") goes with no range, -m, --rev-id, --concat or --dry-run")
    }
    if !prune, !environments.isEmpty { throw ValidationError("--asks belongs to --prune") }
  }

  func run(in console: Console) async throws -> Int32 {
    if verify { return try await verify(in: console) }
    if prune { return try await prune(in: console) }
    let parsed: TargetRange?
    do {
      parsed = try range.map { text throws(TargetSyntaxProblem) in
        TargetRange.isRange(text)
          ? try TargetRange(parsing: text) : try TargetRange(parsing: ":" + text)
      }
    } catch { throw AludelError.targetSyntax(error) }
    let request = SquashRequest(
      names: global.names, range: parsed, message: message, revisionID: revisionID,
      concatenates: concat, isDryRun: dryRun)
    let workspace = try console.openWorkspace()
    let report = try await console.stoppable { control in
      try await workspace.squash(request, control: control)
    }
    let view = SquashView(report)
    console.show(view.lines(for:), json: view.json)
    if !global.json, !global.quiet { console.talk(view.talk(for: console.error)) }
    return ExitStatus.done
  }

  private func verify(in console: Console) async throws -> Int32 {
    let workspace = try console.openWorkspace()
    let verification = try await console.stoppable { control in
      try await workspace.verifySquashes(names: global.names, control: control)
    }
    let view = SquashVerificationView(verification)
    console.show(view.lines(for:), json: view.json)
    if !global.json, !global.quiet { console.talk(view.talk(for: console.error)) }
    for squash in verification.squashes {
      if case .failed(let error) = squash.verdict { console.show(error) }
    }
    return verification.exitCode
  }

  private func prune(in console: Console) async throws -> Int32 {
    let report = try await console.openWorkspace().pruneSquashes(
      names: global.names, environments: environments)
    let view = PruneView(report)
    console.show(view.lines(for:), json: view.json)
    if !global.json, !global.quiet { console.talk(view.talk(for: console.error)) }
    return ExitStatus.done
  }
}
