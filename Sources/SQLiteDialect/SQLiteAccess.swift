import CSQLite
public import DialectKit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A database file is written by whoever may write the file and make others beside it: the journal, and
/// the lock of a run.
extension SQLiteConnection {
  func obstacle(to uses: [TableUse]) throws(DatabaseError) -> AccessObstacle? {
    guard let handle else { throw .sessionIsClosed }
    // Whoever reads has read already.
    guard let file, uses.contains(where: { $0.operations != [.select] }) else { return nil }
    var obstacle = AccessObstacle(folderOf: file)
    if let reason = refusal(of: W_OK, for: file) {
      obstacle.note(
        "\(file) cannot be written: \(reason)", .shell(["chmod", "u+w", file]))
    } else if csqlite_db_readonly(handle, "main") == 1 {
      // The header may ask for a newer library (https://sqlite.org/fileformat.html, 1.3.3).
      obstacle.note("\(file) cannot be written: its format is one that this library only reads")
    }
    return obstacle.ifAny
  }
}

extension SQLiteDialect {
  public func obstacle(toMaking endpoint: Endpoint) -> AccessObstacle? {
    endpoint.isInMemory ? nil : AccessObstacle(folderOf: canonicalPath(endpoint.database)).ifAny
  }

  public func ending(session: String) -> Remedy? {
    pid_t(session).flatMap { $0 > 0 ? .shell(["kill", "\($0)"]) : nil }
  }
}

extension AccessObstacle {
  /// What keeps us from making files beside a database.
  fileprivate init(folderOf file: String) {
    self.init(user: userName())
    let slash = file.lastIndex(of: "/") ?? file.startIndex
    let folder = slash == file.startIndex ? "/" : String(file[..<slash])
    if let reason = refusal(of: W_OK | X_OK, for: folder) {
      note("no file can be made in \(folder): \(reason)", .shell(["chmod", "u+wx", folder]))
    }
  }
}

/// Why the system would refuse to open a file so; nil where it would not.
func refusal(of mode: Int32, for path: String) -> String? {
  access(path, mode) == 0 ? nil : String(cString: strerror(errno)).lowercased()
}

/// The user of this process, as the system calls it.
func userName() -> String {
  getpwuid(geteuid()).map { String(cString: $0.pointee.pw_name) } ?? "\(geteuid())"
}
