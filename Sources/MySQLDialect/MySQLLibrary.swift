import CMariaDB
import DialectKit

/// The client library, loaded once for the program.
enum MySQLLibrary {
  private static let failure: DatabaseError? = {
    var reason = [CChar](repeating: 0, count: 512)
    guard !cmariadb_load(&reason, reason.count) else { return nil }
    let text = String(
      decoding: reason.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return DatabaseError(
      .clientLibraryMissing, message: "the MariaDB client library cannot be loaded: \(text)",
      hint: "install libmariadb3 (Debian, Ubuntu), mariadb-connector-c (Fedora, Alpine, Homebrew), "
        + "or set ALUDEL_LIBMARIADB to the library's path")
  }()

  static func load() throws(DatabaseError) {
    if let failure { throw failure }
  }
}
