import CSQLite
import DialectKit

extension DatabaseError {
  /// The latest error of a database handle, or of the library when there is no handle.
  static func sqlite(_ result: Int32, on handle: OpaquePointer?) -> DatabaseError {
    let offset = handle.map { csqlite_error_offset($0) } ?? -1
    let message = String(cString: handle.map { csqlite_errmsg($0) } ?? csqlite_errstr(result))
    return DatabaseError(
      kind(of: result, saying: message), code: SQLiteDialect.codeName(result), message: message,
      offset: offset < 0 ? nil : Int(offset))
  }

  private static func kind(of result: Int32, saying message: String) -> Kind {
    switch result & 0xff {
    case SQLITE_CONSTRAINT
    where SQLiteDialect.codeName(result) == "SQLITE_CONSTRAINT_FOREIGNKEY":
      .foreignKeys
    // A key whose parent has no such unique columns shows only when it is enforced, with no code of
    // its own (https://sqlite.org/foreignkeys.html#fk_indexes).
    case SQLITE_ERROR where message.hasPrefix("foreign key mismatch"): .foreignKeys
    case SQLITE_BUSY: .lockTimeout
    // A conflict inside one session does not pass with time; one over a shared cache does.
    case SQLITE_LOCKED: result & 0xff != result ? .lockTimeout : .statement
    case SQLITE_INTERRUPT: .cancelled
    case SQLITE_CANTOPEN, SQLITE_NOTADB: .connection
    default: .statement
    }
  }
}

extension SQLiteDialect {
  /// `SQLITE_CONSTRAINT_UNIQUE` for 2067 (https://sqlite.org/rescode.html); a code that a newer
  /// library has added goes by its primary code and its number.
  package static func codeName(_ code: Int32) -> String {
    let primary = code & 0xff
    let base = primaryNames[primary] ?? "SQLITE_\(primary)"
    let detail = code >> 8
    guard detail != 0 else { return base }
    guard let names = extendedNames[primary], names.indices.contains(Int(detail) - 1) else {
      return "\(base)_\(detail)"
    }
    return "\(base)_\(names[Int(detail) - 1])"
  }

  private static let primaryNames: [Int32: String] = [
    1: "SQLITE_ERROR", 2: "SQLITE_INTERNAL", 3: "SQLITE_PERM", 4: "SQLITE_ABORT",
    5: "SQLITE_BUSY", 6: "SQLITE_LOCKED", 7: "SQLITE_NOMEM", 8: "SQLITE_READONLY",
    9: "SQLITE_INTERRUPT", 10: "SQLITE_IOERR", 11: "SQLITE_CORRUPT", 12: "SQLITE_NOTFOUND",
    13: "SQLITE_FULL", 14: "SQLITE_CANTOPEN", 15: "SQLITE_PROTOCOL", 16: "SQLITE_EMPTY",
    17: "SQLITE_SCHEMA", 18: "SQLITE_TOOBIG", 19: "SQLITE_CONSTRAINT", 20: "SQLITE_MISMATCH",
    21: "SQLITE_MISUSE", 22: "SQLITE_NOLFS", 23: "SQLITE_AUTH", 24: "SQLITE_FORMAT",
    25: "SQLITE_RANGE", 26: "SQLITE_NOTADB", 27: "SQLITE_NOTICE", 28: "SQLITE_WARNING",
  ]

  /// The second bytes in order, from 1.
  private static let extendedNames: [Int32: [String]] = [
    1: ["MISSING_COLLSEQ", "RETRY", "SNAPSHOT"],
    4: ["1", "ROLLBACK"],
    5: ["RECOVERY", "SNAPSHOT", "TIMEOUT"],
    6: ["SHAREDCACHE", "VTAB"],
    8: ["RECOVERY", "CANTLOCK", "ROLLBACK", "DBMOVED", "CANTINIT", "DIRECTORY"],
    10: [
      "READ", "SHORT_READ", "WRITE", "FSYNC", "DIR_FSYNC", "TRUNCATE", "FSTAT", "UNLOCK", "RDLOCK",
      "DELETE", "BLOCKED", "NOMEM", "ACCESS", "CHECKRESERVEDLOCK", "LOCK", "CLOSE", "DIR_CLOSE",
      "SHMOPEN", "SHMSIZE", "SHMLOCK", "SHMMAP", "SEEK", "DELETE_NOENT", "MMAP", "GETTEMPPATH",
      "CONVPATH", "VNODE", "AUTH", "BEGIN_ATOMIC", "COMMIT_ATOMIC", "ROLLBACK_ATOMIC", "DATA",
      "CORRUPTFS",
    ],
    11: ["VTAB", "SEQUENCE", "INDEX"],
    14: ["NOTEMPDIR", "ISDIR", "FULLPATH", "CONVPATH", "DIRTYWAL", "SYMLINK"],
    19: [
      "CHECK", "COMMITHOOK", "FOREIGNKEY", "FUNCTION", "NOTNULL", "PRIMARYKEY", "TRIGGER", "UNIQUE",
      "VTAB", "ROWID", "PINNED", "DATATYPE",
    ],
    23: ["USER"],
  ]
}
