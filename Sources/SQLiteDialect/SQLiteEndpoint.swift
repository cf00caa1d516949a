import DialectKit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension Endpoint {
  static let memory = ":memory:"

  static let inMemory = Endpoint(database: memory, identity: "", display: "sqlite://:memory:")

  var isInMemory: Bool { database == Self.memory }

  /// Reads `sqlite:///relative.db`, `sqlite:////absolute.db` and `sqlite://:memory:`.
  ///
  /// The file's path is followed through symbolic links as far as it exists, so that two spellings
  /// of one file have one identity. Nothing else can reach a database in memory, so its identity is
  /// empty.
  init(sqlite url: ConnectionURL, relativeTo folder: String) throws(EndpointError) {
    guard url.user == nil, url.password == nil else {
      throw EndpointError(
        "a SQLite URL has no user and no password", advice: "write it as sqlite:///relative.db")
    }
    guard url.query.isEmpty else {
      throw EndpointError(
        "a SQLite URL has no parameters",
        advice: "write it without the part from ? on, and a ? in a file name as %3F")
    }
    // `sqlite:///:memory:` is SQLAlchemy's spelling.
    if url.authority == Self.memory && url.path.isEmpty
      || url.authority.isEmpty && url.path == "/" + Self.memory
    {
      self = .inMemory
      return
    }
    guard url.authority.isEmpty else {
      throw EndpointError(
        "a SQLite URL names no host",
        advice: "use three slashes for a relative path, sqlite:///relative.db, and four for an "
          + "absolute one, sqlite:////absolute.db")
    }
    guard url.path.utf8.count > 1, url.path.utf8.last != UInt8(ascii: "/") else {
      throw EndpointError(
        "the SQLite URL names no file", advice: "write it as sqlite:///relative.db")
    }
    let path = String(url.path.dropFirst())
    let file = canonicalPath(path.utf8.first == UInt8(ascii: "/") ? path : "\(folder)/\(path)")
    let slash = file.lastIndex(of: "/") ?? file.startIndex
    self.init(
      database: file, folder: slash == file.startIndex ? "/" : String(file[..<slash]),
      identity: "sqlite:\(file)", display: "sqlite://\(url.path)")
  }
}

/// The path without symbolic links, `.` and `..`; what does not exist yet is taken as it is written.
func canonicalPath(_ path: String) -> String {
  var existing = path.utf8.split(separator: UInt8(ascii: "/")).map { String($0) ?? "" }
  var missing: [String] = []
  var resolved: [String] = []
  while let last = existing.last {
    if let real = realpath("/" + existing.joined(separator: "/"), nil) {
      resolved = String(cString: real).split(separator: "/").map(String.init)
      free(real)
      break
    }
    missing.append(last)
    existing.removeLast()
  }
  for component in missing.reversed() {
    switch component {
    case ".": break
    case "..": _ = resolved.popLast()
    default: resolved.append(component)
    }
  }
  return "/" + resolved.joined(separator: "/")
}
