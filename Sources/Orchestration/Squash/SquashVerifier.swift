import DialectKit
import MigrationFiles
public import Revisions

/// What `squash --verify` found.
public struct SquashVerification: Sendable {
  public struct Squash: Sendable {
    public var database: String
    public var revision: RevisionID
    public var verdict: Verdict
  }

  public enum Verdict: Sendable {
    /// It builds what its originals build and takes it down again.
    case proven(server: String)
    /// The originals are gone; it builds what they built when it was proven.
    case asRecorded(server: String)
    /// The originals are gone, and what they built was recorded on another server: nothing can be said.
    case unknown(recorded: String?, server: String)
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
      for squash in stream.graph.revisions where !squash.replaces.isEmpty {
        let verdict: SquashVerification.Verdict
        do {
          verdict = try await verify(squash, in: stream)
        } catch {
          if case .schema(.stopped) = error { throw error }
          verdict = .failed(error)
        }
        verification.squashes.append(
          SquashVerification.Squash(
            database: stream.name, revision: squash.id, verdict: verdict))
      }
    }
    return verification
  }

  private func verify(
    _ squash: Revision, in stream: RevisionStream
  ) async throws(AludelError) -> SquashVerification.Verdict {
    guard let file = stream.files[squash.id] else {
      throw .filesystem(path: squash.id.text, message: "its file is gone")
    }
    if !stream.graph.originals(of: squash.id).isEmpty {
      let unfolded = try stream.unfolded(around: squash.replaces, targets: [])
      let work = try SquashWork(unfolded, control: control)
      let chain = try await work.chain(
        SquashRange(
          originals: squash.replaces, parents: squash.parents,
          dependencies: squash.dependencies, labels: squash.labels))
      try await work.prove(file, against: chain)
      return .proven(server: chain.server.description)
    }
    let work = try SquashWork(stream, control: control)
    let alone = try await work.chain(
      SquashRange(
        originals: [squash.id], parents: squash.parents, dependencies: squash.dependencies,
        labels: squash.labels))
    let server = alone.server.description
    let words = file.proof?.split(separator: " ", maxSplits: 1).map(String.init) ?? []
    if words.first == alone.after.fingerprint(work.dialect.schemaRules) {
      return .asRecorded(server: server)
    }
    if words.count == 2, words[1] == server {
      throw .squash(.changedSinceProof(database: stream.name, squash.id))
    }
    return .unknown(recorded: words.count == 2 ? words[1] : nil, server: server)
  }
}
