import DialectKit
import MigrationFiles
public import Revisions

/// What `squash --verify` found.
public struct SquashVerification: Sendable {
  public struct Squash: Sendable {
    public var database: String
    public var revision: RevisionID
    public var verdict: Verdict
    /// What the originals say about owners and privileges, and the squash does not; unknown without them.
    public var omitted: [OriginalStatement] = []
    /// Whether it says that there is no way down, so that only the way up was proven.
    public var isIrreversible = false
  }

  public enum Verdict: Sendable {
    /// It builds what its originals build and takes it down again.
    case proven(server: String)
    /// The originals are gone; it builds what they built when it was proven.
    case asRecorded(server: String)
    /// The originals are gone, and what they built was recorded on another server: the same objects, rows
    /// and counters are there. Each version writes definitions in its own words, so those say nothing.
    case asOutlined(recorded: String, server: String)
    /// The originals are gone, and the file tells no evidence: nothing can be said.
    case unknown(server: String)
    case failed(AludelError)
  }

  /// In the configuration's order.
  public var squashes: [Squash]

  public var exitCode: Int32 {
    let hasFailed = squashes.contains { if case .failed = $0.verdict { true } else { false } }
    return hasFailed ? 2 : 0
  }
}

/// Proves squashes again, from their files.
package struct SquashVerifier: Sendable {
  private let workspace: LoadedWorkspace
  private let control: RunControl

  package init(_ workspace: LoadedWorkspace, control: RunControl) {
    self.workspace = workspace
    self.control = control
  }

  package func verify(names: [String]) async throws(AludelError) -> SquashVerification {
    var verification = SquashVerification(squashes: [])
    for stream in try workspace.streams.matching(names).withOwnFiles {
      verification.squashes += try await verify(stream)
    }
    return verification
  }

  /// The squashes of one database; those inside of others are proven by them.
  func verify(_ stream: RevisionStream) async throws(AludelError) -> [SquashVerification.Squash] {
    var squashes: [SquashVerification.Squash] = []
    for squash in stream.graph.squashes {
      let verdict: SquashVerification.Verdict
      var omitted: [OriginalStatement] = []
      do {
        verdict = try await verify(squash, in: stream, &omitted)
      } catch {
        switch error {
        case .schema(.stopped): throw error
        case .squash(let problem):
          let file = stream.files[squash.id]?.path ?? squash.id.text
          verdict = .failed(.squash(.disproven(squash.id, file: file, problem)))
        default: verdict = .failed(error)
        }
      }
      squashes.append(
        SquashVerification.Squash(
          database: stream.name, revision: squash.id, verdict: verdict, omitted: omitted,
          isIrreversible: stream.files[squash.id]?.irreversible != nil))
    }
    return squashes
  }

  private func verify(
    _ squash: Revision, in stream: RevisionStream, _ omitted: inout [OriginalStatement]
  ) async throws(AludelError) -> SquashVerification.Verdict {
    guard let file = stream.files[squash.id] else {
      throw .filesystem(path: squash.id.text, message: "its file is gone")
    }
    if !stream.graph.originals(of: squash.id).isEmpty {
      let unfolded = try stream.unfolded(naming: squash.replaces, targets: [])
      let work = try SquashWork(unfolded, control: control)
      let chain = try await work.chain(
        SquashRange(
          originals: squash.replaces, parents: squash.parents,
          dependencies: squash.dependencies, labels: squash.labels))
      try await work.prove(file, against: chain)
      omitted = try work.omitted(by: file, of: chain)
      return .proven(server: chain.server.description)
    }
    let work = try SquashWork(stream, control: control)
    var alone = try await work.chain(
      SquashRange(
        originals: [squash.id], parents: squash.parents, dependencies: squash.dependencies,
        labels: squash.labels))
    // That it leads back can still be seen.
    try await work.prove(file, against: alone)
    guard let recorded = file.proof.flatMap({ SquashEvidence($0.text) }) else {
      return .unknown(server: alone.server.description)
    }
    // What varied between the originals' replays stands fixed in the squash.
    alone.after = alone.after.removing(columns: file.proof?.varies ?? [])
    let found = SquashEvidence(
      alone, originals: recorded.originals, body: recorded.body, rules: work.dialect.schemaRules)
    if found.contents == recorded.contents { return .asRecorded(server: found.server) }
    if found.server != recorded.server, found.outline == recorded.outline {
      return .asOutlined(recorded: recorded.server, server: found.server)
    }
    throw .squash(.changedSinceProof(database: stream.name))
  }
}
