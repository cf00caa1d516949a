import DialectKit
import Orchestration
import Reporting
import Revisions
import SQLText

/// Errors that a server, a lock or our own tables give.
extension Diagnostics {
  func connection(_ error: DatabaseError, database: String, endpoint: String) -> Diagnostic {
    var diagnostic = Diagnostic(
      code: "connection_failed", "\(database) cannot be reached", database: database,
      facts: [endpoint] + words(of: error))
    switch error.kind {
    case .clientLibraryMissing:
      diagnostic.code = "client_library_missing"
      diagnostic.headline = "\(database) cannot be opened: its client library is not installed"
    case .missingDatabase:
      diagnostic.code = "missing_database"
      diagnostic.headline = "\(database) does not exist on its server"
      diagnostic.hints.append(
        Diagnostic.Hint("make the database with the server's own tools, or correct the url"))
    case .missingFolder(let folder):
      diagnostic.code = "missing_database"
      diagnostic.headline = "\(database) cannot be made: its folder is missing"
      diagnostic.hints.append(
        Diagnostic.Hint("make the folder", command: "mkdir -p \(folder.shellQuoted)"))
    case .lockTimeout:
      diagnostic.code = "lock_timeout"
      diagnostic.headline =
        "\(database) is locked by another program, and waiting did not change that"
      diagnostic.hints += waitingHints(for: database)
    default:
      diagnostic.hints.append(
        Diagnostic.Hint(
          "check that the server runs and that the url of [databases.\(database)] is right"))
    }
    if offersKeepGoing { diagnostic.hints.append(keepGoing) }
    return diagnostic
  }

  func query(_ error: DatabaseError, database: String) -> Diagnostic {
    Diagnostic(
      code: error.kind == .lockTimeout ? "lock_timeout" : "query_failed",
      "\(database) refused a query on the version table", database: database,
      facts: words(of: error))
  }

  func locked(
    _ table: QualifiedName, by owner: LockOwner, ending: Remedy?, waited: Duration,
    database: String
  ) -> Diagnostic {
    Diagnostic(
      code: "lock_timeout",
      "\(database) is locked by another run, and waiting \(waited.words) did not change that",
      database: database,
      facts: ["the lock of \(table) is held by \(owner.words)"],
      hints: waitingHints(for: database) + [
        Diagnostic.Hint(
          "the lock ends with the session that holds it: nothing has to be cleared by hand")
      ] + (ending.map { [breakOff($0, owner)] } ?? []))
  }

  /// The last resort, for whoever may.
  private func breakOff(_ ending: Remedy, _ owner: LockOwner) -> Diagnostic.Hint {
    switch ending {
    case .statement:
      Diagnostic.Hint("if it hangs, end it on the server", command: ending.command)
    case .shell:
      Diagnostic.Hint(
        "if it hangs, end it\(owner.host.map { " on \($0)" } ?? "")", command: ending.command)
    }
  }

  func noAccess(_ obstacle: AccessObstacle, database: String) -> Diagnostic {
    Diagnostic(
      code: "missing_privileges",
      "user \(obstacle.user) cannot use the version table of \(database)",
      database: database, facts: obstacle.reasons,
      hints: obstacle.remedies.map { remedy in
        switch remedy {
        case .statement:
          Diagnostic.Hint("let an administrator of \(database) run", command: remedy.command)
        case .shell: Diagnostic.Hint("as the owner", command: remedy.command)
        }
      }
        + (obstacle.remedies.isEmpty
          ? [Diagnostic.Hint("correct the url of [databases.\(database)], or ask who runs it")]
          : [])
        + (offersKeepGoing ? [keepGoing] : []))
  }

  private var keepGoing: Diagnostic.Hint {
    Diagnostic.Hint("to run the other databases all the same, add --keep-going")
  }

  private func waitingHints(for database: String) -> [Diagnostic.Hint] {
    let longer =
      ["upgrade", "downgrade"].contains(calledAs)
      ? Diagnostic.Hint(
        "to wait longer", command: again("--lock-timeout 5m", dropping: ["--lock-timeout"]))
      : Diagnostic.Hint(
        "to wait longer, raise lock_timeout of [databases.\(database)] in the workspace file")
    return [Diagnostic.Hint("let the other one finish, then run this again"), longer]
  }

  /// The server's own words, each kind on a line.
  func words(of error: DatabaseError) -> [String] {
    var lines = [error.code.map { "\(error.message) (\($0))" } ?? error.message]
    if let detail = error.detail { lines.append("detail: \(detail)") }
    if let hint = error.hint {
      lines.append(error.kind == .clientLibraryMissing ? hint : "server's hint: \(hint)")
    }
    if let context = error.context { lines.append("context: \(context)") }
    return lines
  }
}

extension Remedy {
  /// What can be pasted.
  var command: String {
    switch self {
    case .statement(let text): text
    case .shell(let words): words.map(\.shellQuoted).joined(separator: " ")
    }
  }
}

extension Duration {
  /// `0.2 s`, `10 s`.
  fileprivate var words: String {
    let tenths = components.seconds * 10 + components.attoseconds / 100_000_000_000_000_000
    return tenths % 10 == 0 || tenths >= 100
      ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
  }
}
