import CMariaDB
import DialectKit

/// A connection of the client library, before anything is set up on it.
enum MySQLHandle {
  /// Connects; the caller closes it.
  ///
  /// - Parameter answerTimeout: how long an answer may take; nil for as long as it takes.
  static func open(
    _ endpoint: Endpoint, timeout: Duration, applicationName: String,
    answerTimeout: Duration? = nil
  ) throws(DatabaseError) -> OpaquePointer {
    try MySQLLibrary.load()
    guard let handle = cmariadb_new() else {
      throw DatabaseError(.connection, message: "the client library has no memory for a session")
    }
    cmariadb_set_number(
      handle, CMARIADB_CONNECT_TIMEOUT, UInt32(clamping: timeout.wholeSeconds))
    if let answerTimeout {
      cmariadb_set_number(
        handle, CMARIADB_READ_TIMEOUT, UInt32(clamping: answerTimeout.wholeSeconds))
    }
    cmariadb_set_text(handle, CMARIADB_CHARACTER_SET, "utf8mb4")
    // A hostile server could ask for any file of this machine
    // (https://dev.mysql.com/doc/refman/8.4/en/load-data-local-security.html).
    cmariadb_set_number(handle, CMARIADB_LOCAL_INFILE, 0)
    // A session that came back would have lost its lock and its transaction.
    cmariadb_set_flag(handle, CMARIADB_RECONNECT, false)
    cmariadb_set_number(
      handle, CMARIADB_PROTOCOL,
      UInt32(endpoint.host == nil ? CMARIADB_SOCKET : CMARIADB_TCP))
    cmariadb_set_attribute(handle, "program_name", applicationName)
    setTLS(of: endpoint, on: handle)
    let connected = cmariadb_connect(
      handle, endpoint.host, endpoint.user, endpoint.password?.reveal(), endpoint.database,
      UInt32(clamping: endpoint.port ?? 0), endpoint.socket)
    guard connected else {
      let error = DatabaseError.mysqlConnecting(on: handle)
      cmariadb_close(handle)
      throw error
    }
    // Unless it verifies the name, 3.3 goes on in the clear with a server that has no TLS.
    guard endpoint.tlsMode == .disabled || cmariadb_uses_tls(handle) else {
      cmariadb_close(handle)
      throw DatabaseError(
        .connection,
        message: "the server does not support TLS, and ssl-mode is \(endpoint.tlsMode.rawValue)")
    }
    return handle
  }

  /// Every option is said: the library's own defaults differ between 3.3 and 3.4.
  ///
  /// It knows one kind of verification, which includes the host's name. The chain alone is verified
  /// when authorities are given (`ma_tls_connect` in its `openssl.c`), and then always.
  private static func setTLS(of endpoint: Endpoint, on handle: OpaquePointer) {
    let mode = endpoint.tlsMode
    cmariadb_set_flag(handle, CMARIADB_TLS_ENFORCE, mode != .disabled)
    cmariadb_set_flag(handle, CMARIADB_TLS_VERIFY, mode == .verifyIdentity)
    let files: [(Endpoint.MySQLParameter, Int)] = [
      (.certificate, CMARIADB_TLS_CERTIFICATE), (.key, CMARIADB_TLS_KEY),
      (.authorities, CMARIADB_TLS_AUTHORITIES),
    ]
    for (parameter, option) in files {
      if let path = endpoint.parameters[parameter.rawValue] {
        cmariadb_set_text(handle, option, path)
      }
    }
  }
}

extension Duration {
  /// Rounded up, at least 1.
  var wholeSeconds: Int64 {
    let (seconds, rest) = components
    return max(1, rest > 0 && seconds < .max ? seconds + 1 : seconds)
  }
}
