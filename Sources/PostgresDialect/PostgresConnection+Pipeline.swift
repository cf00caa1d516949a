import CPostgres
import DialectKit
import SQLText

/// A statement as it is sent.
struct PostgresCommand {
  var text: String
  var parameters = PostgresParameters()
  var form = PostgresPreparations.Form.once
}

/// Commands that are sent together, to be waited for once: libpq's pipeline mode (manual, "Pipeline Mode").
/// After an error the server passes over everything up to the end of what was sent.
extension PostgresConnection {
  /// Whether libpq can do it (14), and nothing must be looked at before and after each statement of ours.
  var canPipeline: Bool {
    settings == nil && library.pq.pointee.enterPipelineMode != nil
  }

  /// Far below what a server or a socket minds, and enough to make the wait cheap.
  static let maximumPipelineCount = 100
  static let maximumPipelineBytes = 256 * 1024

  func queryAll(_ questions: [SQLFragment]) throws(DatabaseError) -> [[Row]] {
    guard canPipeline, questions.count > 1 else {
      var answers: [[Row]] = []
      for question in questions { answers.append(try query(question)) }
      return answers
    }
    var answers: [[Row]] = []
    var commands: [PostgresCommand] = []
    var bytes = 0
    for question in questions {
      let command = try rendered(question)
      bytes += command.text.utf8.count
      if commands.count == Self.maximumPipelineCount || bytes > Self.maximumPipelineBytes {
        answers += try ask(commands)
        commands = []
        bytes = command.text.utf8.count
      }
      commands.append(command)
    }
    return answers + (try ask(commands))
  }

  private func ask(_ commands: [PostgresCommand]) throws(DatabaseError) -> [[Row]] {
    let handle = try openPipeline()
    try send(commands, on: handle)
    var answers: [[Row]] = []
    var failure: DatabaseError?
    for command in commands {
      do throws(DatabaseError) {
        try readAnswer(to: command, keepsRows: true, on: handle) { result in
          answers.append(rows(of: result))
        }
      } catch {
        if error.kind == .connectionLost {
          close()
          throw failure ?? error
        }
        failure = failure ?? error
      }
    }
    try closePipeline(on: handle)
    if let failure { throw failure }
    return answers
  }

  func openPipeline() throws(DatabaseError) -> OpaquePointer {
    let handle = try open()
    guard library.pq.pointee.status(handle) == CPQ_CONNECTION_OK,
      library.pq.pointee.enterPipelineMode?(handle) == 1
    else { throw lost(handle) }
    return handle
  }

  func send(
    _ commands: [PostgresCommand], on handle: OpaquePointer
  ) throws(DatabaseError) {
    for command in commands {
      guard send(command, on: handle) else { throw brokenPipeline(handle) }
    }
    // It also flushes.
    guard library.pq.pointee.pipelineSync?(handle) == 1 else { throw brokenPipeline(handle) }
  }

  private func send(_ command: PostgresCommand, on handle: OpaquePointer) -> Bool {
    let (text, parameters) = (command.text, command.parameters)
    switch command.form {
    case .once: return parameters.send(text, on: handle, library: library)
    case .preparing(let number):
      let name = preparations.name(number)
      return parameters.sendPreparation(of: text, as: name, on: handle, library: library)
        && parameters.send(toPrepared: name, on: handle, library: library)
    case .prepared(let number):
      return parameters.send(
        toPrepared: preparations.name(number), on: handle, library: library)
    }
  }

  /// Nothing can be taken back of what was sent, so the session cannot go on.
  private func brokenPipeline(_ handle: OpaquePointer) -> DatabaseError {
    var error = lost(handle)
    error.kind = .connectionLost
    close()
    return error
  }

  /// Reads what the server says to one command.
  ///
  /// - Parameters:
  ///   - keepsRows: whether the rows come with the result; otherwise they are thrown away one by one instead
  ///     of being gathered first.
  ///   - body: given the result when the command is done.
  func readAnswer(
    to command: PostgresCommand, keepsRows: Bool = false, on handle: OpaquePointer,
    _ body: (OpaquePointer) throws(DatabaseError) -> Void
  ) throws(DatabaseError) {
    var failure: DatabaseError?
    if case .preparing = command.form {
      do throws(DatabaseError) {
        try readResults(of: command.text, keepsRows: true, on: handle) { _ in
          preparations.note(command)
        }
      } catch {
        if error.kind == .connectionLost { throw error }
        // What is passed over because of it is still answered.
        failure = error
      }
    }
    do throws(DatabaseError) {
      try readResults(of: command.text, keepsRows: keepsRows, on: handle, body)
    } catch {
      failure = failure ?? error
      if error.kind == .connectionLost { failure?.kind = .connectionLost }
    }
    if let failure { throw failure }
  }

  private func readResults(
    of text: String, keepsRows: Bool, on handle: OpaquePointer,
    _ body: (OpaquePointer) throws(DatabaseError) -> Void
  ) throws(DatabaseError) {
    let pq = library.pq.pointee
    var failure: DatabaseError?
    var isAnswered = false
    if !keepsRows { _ = pq.setSingleRowMode(handle) }
    while let result = pq.getResult(handle) {
      defer { pq.clear(result) }
      isAnswered = true
      switch pq.resultStatus(result) {
      case CPQ_COMMAND_OK, CPQ_TUPLES_OK, CPQ_EMPTY_QUERY:
        do throws(DatabaseError) { try body(result) } catch { failure = failure ?? error }
      case CPQ_SINGLE_TUPLE: break
      case CPQ_PIPELINE_ABORTED:
        failure =
          failure ?? DatabaseError(.statement, message: "passed over after an earlier error")
      case CPQ_FATAL_ERROR, CPQ_BAD_RESPONSE:
        failure = failure ?? error(of: result, sql: text, handle: handle)
      default:
        // A COPY, which none of the commands can begin; libpq has no way on from there.
        throw DatabaseError(.connectionLost, message: "the server began a COPY inside a pipeline")
      }
    }
    if let failure { throw failure }
    // Of a session that a dying server has ended libpq sometimes gives no result at all, and calls it whole.
    guard isAnswered, pq.status(handle) == CPQ_CONNECTION_OK else { throw brokenPipeline(handle) }
  }

  func closePipeline(on handle: OpaquePointer) throws(DatabaseError) {
    let pq = library.pq.pointee
    var isAtEnd = false
    while !isAtEnd, let result = pq.getResult(handle) {
      isAtEnd = pq.resultStatus(result) == CPQ_PIPELINE_SYNC
      pq.clear(result)
    }
    guard isAtEnd, pq.exitPipelineMode?(handle) == 1 else { throw brokenPipeline(handle) }
  }
}
