import CSQLite
package import DialectKit

/// SQLite itself, loaded once for the program.
package enum SQLiteLibrary {
  private static let failure: DatabaseError? = ClientLibrary.failure(
    path: ClientLibrary.path(from: "ALUDEL_LIBSQLITE3"), csqlite_load
  ).map { said in
    DatabaseError(
      .clientLibraryMissing, message: "SQLite cannot be loaded: \(said)",
      hint: "install libsqlite3-0 (Debian, Ubuntu), sqlite-libs (Fedora, Alpine), "
        + "or set ALUDEL_LIBSQLITE3 to the library's path")
  }

  package static func load() throws(DatabaseError) {
    if let failure { throw failure }
  }

  /// As `sqlite3_libversion_number` tells it: 3040001 for 3.40.1; 0 where it cannot be loaded.
  static var version: Int { failure == nil ? Int(csqlite_libversion_number()) : 0 }
}
