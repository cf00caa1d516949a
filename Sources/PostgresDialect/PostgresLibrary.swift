import CPostgres
import DialectKit

/// libpq, loaded.
///
/// `@unchecked`: the table behind the pointer is filled before it is handed out, never changed and
/// never freed, and libpq's functions may be called from any thread (manual, "Behavior in Threaded
/// Programs").
struct PostgresLibrary: @unchecked Sendable {
  let pq: UnsafePointer<cpq_library>

  /// Loaded by the first use, which is the first session, and then kept.
  static let shared: Result<PostgresLibrary, DatabaseError> = load(
    from: ClientLibrary.path(from: "ALUDEL_LIBPQ"))

  /// - Parameter path: what to load; nil for the usual places.
  static func load(from path: String?) -> Result<PostgresLibrary, DatabaseError> {
    var table: UnsafePointer<cpq_library>?
    let said = ClientLibrary.failure(path: path) { path, reason, size in
      table = cpq_load(path, reason, size)
      return table != nil
    }
    if let table { return .success(PostgresLibrary(pq: table)) }
    return .failure(
      DatabaseError(
        .clientLibraryMissing,
        message: "libpq, the client library of PostgreSQL (package libpq5 of Debian and Ubuntu), "
          + "cannot be loaded: \(said ?? "")",
        hint: "elsewhere the package is called libpq (Fedora, Alpine, Homebrew), and Homebrew's "
          + "postgresql formulas bring it too; ALUDEL_LIBPQ names a library in another place"))
  }

  /// `160003` for 16.3.
  var version: Int { Int(pq.pointee.libVersion()) }
}
