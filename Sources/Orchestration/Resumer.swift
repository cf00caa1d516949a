import DialectKit
public import Revisions

/// A step whose doubtful statement has been decided.
public struct ResumedStep: Hashable, Sendable {
  public var database: String
  public var revision: RevisionID
  /// Counted from 1.
  public var statement: Int
  public var tookEffect: Bool
}

/// Writes down what a person found out about a statement that was interrupted.
package struct Resumer {
  let workspace: LoadedWorkspace

  package init(_ workspace: LoadedWorkspace) {
    self.workspace = workspace
  }

  package func resume(
    names: [String], statementTookEffect: Bool
  ) async throws(AludelError) -> [ResumedStep] {
    let streams = try workspace.streams.matching(names)
    var resumed: [ResumedStep] = []
    for stream in streams {
      if let step = try await resume(stream, tookEffect: statementTookEffect) {
        resumed.append(step)
      }
    }
    if resumed.isEmpty { throw .nothingToResume(databases: streams.map(\.name)) }
    return resumed
  }

  private func resume(
    _ stream: RevisionStream, tookEffect: Bool
  ) async throws(AludelError) -> ResumedStep? {
    let gate = DatabaseGate(stream: stream)
    guard let session = try await gate.open(creating: false) else { return nil }
    var isLocked = false
    let result = await Result { () async throws(AludelError) in
      isLocked = try await gate.lock(session, control: RunControl()) { _ in }
      do throws(BookkeepingProblem) {
        return try await session.run { connection throws(BookkeepingProblem) -> ResumedStep? in
          let state = try DatabaseState(of: stream, on: connection)
          guard let step = state.interrupted, let number = step.ambiguousStatement else {
            return nil
          }
          try mapped { () throws(DatabaseError) in
            try stream.history.resolve(
              step, statement: number, as: tookEffect ? .applied : .failed, on: connection)
          }
          return ResumedStep(
            database: stream.name, revision: step.revision, statement: number,
            tookEffect: tookEffect)
        }
      } catch {
        throw AludelError(error, database: stream.name)
      }
    }
    await gate.leave(session, isLocked: isLocked)
    return try result.get()
  }
}
