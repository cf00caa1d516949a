/// A connection together with the thread that it lives on.
///
/// Everything that `run` is given happens on that thread, one call after the other, so a blocking
/// client library never holds a thread of the concurrency pool. A change of threads costs some 15 µs
/// where a statement of SQLite costs 1 µs: put a whole step into one `run`.
public actor Session {
  private nonisolated let thread: SessionThread
  private let connection: any Connection
  private nonisolated let interrupter: any Interrupter
  public nonisolated let server: ServerDescription
  /// The server's number for the session; nil where there is none.
  public nonisolated let id: String?

  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    thread.asUnownedSerialExecutor()
  }

  private init(thread: SessionThread, connection: sending any Connection) {
    self.thread = thread
    self.interrupter = connection.interrupter
    self.server = connection.server
    self.id = connection.sessionID
    self.connection = connection
  }

  /// Connects, on a new thread.
  public static func open(
    _ dialect: any Dialect, at endpoint: Endpoint, settings: SessionSettings
  ) async throws(DatabaseError) -> Session {
    guard let thread = SessionThread() else {
      throw DatabaseError(.connection, message: "no thread could be started for the session")
    }
    return try await Opener(thread: thread).open(dialect, at: endpoint, settings: settings)
  }

  /// Runs `body` on the session's thread and gives what it gives.
  public func run<Result: Sendable, Failure: Error>(
    _ body: @Sendable (any Connection) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(connection)
  }

  /// Runs `body` on the session's thread as far as it is not isolated elsewhere, so that its turns with the
  /// session cost no change of threads.
  public nonisolated func staying<Result: Sendable>(
    _ body: () async -> Result
  ) async -> Result {
    await withTaskExecutorPreference(thread) { await body() }
  }

  /// Stops the running statement, if there is one; returns at once.
  public nonisolated func interrupt() {
    interrupter.interrupt()
  }

  /// Ends the session: the engine rolls back what is open and drops its locks. Further runs fail.
  public func close() {
    connection.close()
  }

  /// Makes the connection on the thread on which it will live.
  private actor Opener {
    private nonisolated let thread: SessionThread

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(thread: SessionThread) {
      self.thread = thread
    }

    func open(
      _ dialect: any Dialect, at endpoint: Endpoint, settings: SessionSettings
    ) throws(DatabaseError) -> Session {
      let connection = try dialect.connect(to: endpoint, settings: settings)
      return Session(thread: thread, connection: connection)
    }
  }
}
