import CMariaDB
import DialectKit

/// The client library, loaded once for the program.
enum MySQLLibrary {
  private static let failure: DatabaseError? = ClientLibrary.failure(
    path: ClientLibrary.path(from: "ALUDEL_LIBMARIADB"), cmariadb_load
  ).map { said in
    DatabaseError(
      .clientLibraryMissing, message: "the MariaDB client library cannot be loaded: \(said)",
      hint: "install libmariadb3 (Debian, Ubuntu), mariadb-connector-c (Fedora, Alpine, Homebrew), "
        + "or set ALUDEL_LIBMARIADB to the library's path")
  }

  static func load() throws(DatabaseError) {
    if let failure { throw failure }
  }
}
