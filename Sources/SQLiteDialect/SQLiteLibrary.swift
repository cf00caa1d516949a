import CSQLite
package import DialectKit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// SQLite itself, loaded once for the program.
package enum SQLiteLibrary {
  private static let failure: DatabaseError? = {
    var reason = [CChar](repeating: 0, count: 512)
    let path = getenv("ALUDEL_LIBSQLITE3").flatMap { $0.pointee == 0 ? nil : $0 }
    guard !csqlite_load(path, &reason, reason.count) else { return nil }
    let text = String(
      decoding: reason.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return DatabaseError(
      .clientLibraryMissing, message: "SQLite cannot be loaded: \(text)",
      hint: "install libsqlite3-0 (Debian, Ubuntu), sqlite-libs (Fedora, Alpine), "
        + "or set ALUDEL_LIBSQLITE3 to the library's path")
  }()

  package static func load() throws(DatabaseError) {
    if let failure { throw failure }
  }

  /// As `sqlite3_libversion_number` tells it: 3040001 for 3.40.1; 0 where it cannot be loaded.
  static var version: Int { failure == nil ? Int(csqlite_libversion_number()) : 0 }
}
