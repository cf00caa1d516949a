import CPostgres
import DialectKit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The way from nothing to a session that stands, all of it within one time limit.
///
/// What cannot be limited is the look-up of the host's name, which libpq leaves to the system.
struct PostgresOpening {
  let library: PostgresLibrary
  let endpoint: Endpoint
  let settings: SessionSettings
  private let timeout: Duration
  private let deadline: ContinuousClock.Instant

  init(library: PostgresLibrary, endpoint: Endpoint, settings: SessionSettings) {
    self.library = library
    self.endpoint = endpoint
    self.settings = settings
    timeout = PostgresLogin.timeout(to: endpoint, settings: settings)
    deadline = ContinuousClock.now.advanced(by: timeout)
  }

  /// A session of libpq, logged in and set up; the caller closes it.
  ///
  /// `session` is the process that answers. Behind a pooler the handshake may have told another one.
  func open() throws(DatabaseError) -> (handle: OpaquePointer, session: String?) {
    let login = PostgresLogin(
      to: endpoint, settings: settings, libraryVersion: library.version,
      environment: { getenv($0).map { String(cString: $0) } },
      isReadable: { access($0, R_OK) == 0 })
    guard let handle = start(login) else {
      throw DatabaseError(.connection, message: "there is no memory for a session")
    }
    do {
      try connect(handle)
      let session = try setUp(handle)
      try refuseSharedSession(session, of: handle, login)
      return (handle, session)
    } catch {
      library.pq.pointee.finish(handle)
      throw error
    }
  }

  /// Refuses a pooler that gives the server's session to somebody else between two transactions: the
  /// lock would be theirs as well, and so would our settings.
  ///
  /// A pooler's handshake tells a number of its own. In its transaction mode the session that we have
  /// just used is the first that another client gets (PgBouncer takes the one used last); in session
  /// mode nobody gets it.
  private func refuseSharedSession(
    _ session: String?, of handle: OpaquePointer, _ login: PostgresLogin
  ) throws(DatabaseError) {
    guard let session, let number = Int32(session), number != library.pq.pointee.backendPID(handle),
      sessionOfAnother(login) == session
    else { return }
    throw DatabaseError(
      .connection,
      message: "a pooler in transaction mode answers there, where no lock of a session holds",
      hint: "use the server's own address, or a pool in session mode")
  }

  /// The number of the session that one more client gets; nil without an answer: a pool that has no free
  /// session has not given ours away.
  private func sessionOfAnother(_ login: PostgresLogin) -> String? {
    guard let other = start(login) else { return nil }
    defer { library.pq.pointee.finish(other) }
    do {
      try connect(other)
      return try answer(to: "SELECT pg_catalog.pg_backend_pid()", on: other)
    } catch { return nil }
  }

  private func start(_ login: PostgresLogin) -> OpaquePointer? {
    withCStrings(login.keywords) { keywords in
      withCStrings(login.values) { values in
        // 0: a database called "host=…" is a name and not a connection string.
        library.pq.pointee.connectStartParams(keywords, values, 0)
      }
    }
  }

  /// The loop that the manual's page on PQconnectPoll asks for.
  private func connect(_ handle: OpaquePointer) throws(DatabaseError) {
    let pq = library.pq
    var state = CPQ_POLLING_WRITING
    if pq.pointee.status(handle) == CPQ_CONNECTION_BAD {
      state = CPQ_POLLING_FAILED
    } else {
      _ = pq.pointee.setNoticeProcessor(handle, cpq_ignore_notice, nil)
      _ = pq.pointee.setErrorVerbosity(handle, CPQ_VERBOSITY_VERBOSE)
    }
    while state == CPQ_POLLING_READING || state == CPQ_POLLING_WRITING {
      let events = state == CPQ_POLLING_READING ? POLLIN : POLLOUT
      guard waitForSocket(of: handle, events: Int16(events)) else { throw noAnswer }
      state = pq.pointee.connectPoll(handle)
    }
    guard state == CPQ_POLLING_OK else {
      let said = pq.pointee.errorMessage(handle).map { String(cString: $0) } ?? ""
      throw DatabaseError(postgresConnectMessage: said)
    }
    _ = pq.pointee.setErrorVerbosity(handle, CPQ_VERBOSITY_DEFAULT)
  }

  /// What is set in every session, by the server's names.
  static func sessionSettings(_ settings: SessionSettings) -> [(name: String, value: String)] {
    var wanted = [(name: "standard_conforming_strings", value: "on")]
    if let limit = settings.lockTimeout { wanted.append(("lock_timeout", milliseconds(limit))) }
    if let limit = settings.statementTimeout {
      wanted.append(("statement_timeout", milliseconds(limit)))
    }
    return wanted
  }

  /// Sets what the session needs in one round trip.
  ///
  /// - Returns: the server's number for the session.
  private func setUp(_ handle: OpaquePointer) throws(DatabaseError) -> String? {
    let withoutCheck = Self.sessionSettings(settings)
    var wanted = withoutCheck
    if library.pq.pointee.serverVersion(handle) >= 140000 {
      // So that a statement ends with the program that waits for it; otherwise the server goes on, and
      // commits, long after we are gone.
      wanted.append(("client_connection_check_interval", "1000"))
    }
    do {
      return try set(wanted, on: handle)
    } catch {
      // A server on a system without POLLRDHUP takes nothing but 0 there (manual, 20.3).
      guard error.code == "22023", wanted.count > withoutCheck.count else { throw error }
      return try set(withoutCheck, on: handle)
    }
  }

  private func set(
    _ settings: [(name: String, value: String)], on handle: OpaquePointer
  ) throws(DatabaseError) -> String? {
    let sql =
      "SELECT pg_catalog.pg_backend_pid(), "
      + settings.map { "pg_catalog.set_config('\($0.name)', '\($0.value)', false)" }
      .joined(separator: ", ")
    return try answer(to: sql, on: handle)
  }

  /// The first value of the answer, if it has one.
  private func answer(to sql: String, on handle: OpaquePointer) throws(DatabaseError) -> String? {
    let pq = library.pq
    guard pq.pointee.sendQueryParams(handle, sql, 0, nil, nil, nil, nil, 0) == 1 else {
      throw connectionError(handle)
    }
    // A pooler lets everybody in and may then keep the first statement waiting.
    while pq.pointee.isBusy(handle) != 0 {
      guard waitForSocket(of: handle, events: Int16(POLLIN)) else { throw noAnswer }
      guard pq.pointee.consumeInput(handle) == 1 else { throw connectionError(handle) }
    }
    var failure: DatabaseError?
    var value: String?
    while let result = pq.pointee.getResult(handle) {
      defer { pq.pointee.clear(result) }
      switch pq.pointee.resultStatus(result) {
      case CPQ_COMMAND_OK: break
      case CPQ_TUPLES_OK where pq.pointee.rowCount(result) > 0:
        value = pq.pointee.value(result, 0, 0).map { String(cString: $0) }
      default:
        guard failure == nil else { continue }
        failure = DatabaseError(
          postgresResult: result, library: library, sql: sql, isConnectionBad: false)
        failure?.kind = .connection
      }
    }
    if let failure { throw failure }
    return value
  }

  private func connectionError(_ handle: OpaquePointer) -> DatabaseError {
    var error = DatabaseError(lostPostgres: handle, library: library)
    error.kind = .connection
    return error
  }

  private var noAnswer: DatabaseError {
    DatabaseError(
      .connection, message: "no answer from \(endpoint.display) within \(Self.text(of: timeout))")
  }

  /// Waits until the socket is ready; false when the time is over.
  ///
  /// The socket is asked for each time: libpq changes it while it tries one address after another.
  private func waitForSocket(of handle: OpaquePointer, events: Int16) -> Bool {
    while true {
      let rest = ContinuousClock.now.duration(to: deadline)
      guard rest > .zero else { return false }
      var entry = pollfd(
        fd: library.pq.pointee.socket(handle), events: events, revents: 0)
      guard entry.fd >= 0 else { return true }  // libpq will say what is wrong
      let ready = poll(&entry, 1, Int32(clamping: Self.wholeMilliseconds(rest)))
      if ready > 0 || ready < 0 && errno != EINTR { return true }
    }
  }

  /// For a setting in milliseconds where 0 would mean no limit.
  private static func milliseconds(_ limit: Duration) -> String {
    String(min(max(wholeMilliseconds(limit), 1), Int64(Int32.max)))
  }

  /// Rounded up.
  private static func wholeMilliseconds(_ duration: Duration) -> Int64 {
    let (seconds, attoseconds) = duration.components
    let (whole, isTooLong) = seconds.multipliedReportingOverflow(by: 1000)
    let part = (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    return isTooLong ? (seconds < 0 ? 0 : .max) : whole.addingReportingOverflow(part).partialValue
  }

  private static func text(of duration: Duration) -> String {
    let milliseconds = wholeMilliseconds(duration)
    return milliseconds % 1000 == 0 ? "\(milliseconds / 1000) s" : "\(milliseconds) ms"
  }
}

/// Gives `body` the texts as a list of C strings that ends with a null.
private func withCStrings<Result>(
  _ texts: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result?
) -> Result? {
  var buffer: [CChar] = []
  var offsets: [Int] = []
  for text in texts {
    offsets.append(buffer.count)
    buffer.append(contentsOf: text.utf8.lazy.map { CChar(bitPattern: $0) })
    buffer.append(0)
  }
  return buffer.withUnsafeBufferPointer { buffer in
    var pointers = offsets.map { offset in buffer.baseAddress.map { $0 + offset } }
    pointers.append(nil)
    return pointers.withUnsafeBufferPointer { $0.baseAddress.flatMap(body) }
  }
}
