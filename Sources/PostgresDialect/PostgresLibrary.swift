import CPostgres
import DialectKit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// libpq, loaded.
///
/// `@unchecked`: the table behind the pointer is filled before it is handed out, never changed and
/// never freed, and libpq's functions may be called from any thread (manual, "Behavior in Threaded
/// Programs").
struct PostgresLibrary: @unchecked Sendable {
  let pq: UnsafePointer<cpq_library>

  /// Loaded by the first use, which is the first session, and then kept.
  static let shared: Result<PostgresLibrary, DatabaseError> = load(
    from: getenv("ALUDEL_LIBPQ").map { String(cString: $0) })

  /// - Parameter path: what to load; nil or empty for the usual places.
  static func load(from path: String?) -> Result<PostgresLibrary, DatabaseError> {
    var reason = [CChar](repeating: 0, count: 1024)
    let capacity = reason.count
    let path = path.flatMap { $0.isEmpty ? nil : $0 }
    let table = reason.withUnsafeMutableBufferPointer { buffer -> UnsafePointer<cpq_library>? in
      guard let base = buffer.baseAddress else { return nil }
      if let path { return path.withCString { cpq_load($0, base, capacity) } }
      return cpq_load(nil, base, capacity)
    }
    if let table { return .success(PostgresLibrary(pq: table)) }
    let said = String(
      decoding: reason.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return .failure(
      DatabaseError(
        .clientLibraryMissing,
        message: "libpq, the client library of PostgreSQL (package libpq5 of Debian and Ubuntu), "
          + "cannot be loaded: \(said)",
        hint: "elsewhere the package is called libpq (Fedora, Alpine, Homebrew), and Homebrew's "
          + "postgresql formulas bring it too; ALUDEL_LIBPQ names a library in another place"))
  }

  /// `160003` for 16.3.
  var version: Int { Int(pq.pointee.libVersion()) }
}
