import Glibc

/// Paths as texts: joined, tidied, compared.
package enum FilePaths {
  /// `path` from `folder`, unless it is absolute; without `.`, `//` and inner `..`.
  package static func absolute(_ path: String, from folder: String) -> String {
    normalised(path.hasPrefix("/") ? path : folder + "/" + path)
  }

  /// Without `.` and `//`, with `..` taken back; what is absolute stays so.
  static func normalised(_ path: String) -> String {
    let isAbsolute = path.hasPrefix("/")
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else if part != ".." || !isAbsolute {
        parts.append(part)
      }
    }
    let joined = parts.joined(separator: "/")
    if isAbsolute { return "/" + joined }
    return joined.isEmpty ? "." : joined
  }

  package static func joined(_ folder: String, _ name: String) -> String {
    if folder == "." || folder.isEmpty { return name }
    return folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }

  package static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  package static func lastName(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// Whether `path` is `folder` or in it; both absolute and without symbolic links.
  package static func isInside(_ path: String, _ folder: String) -> Bool {
    path == folder || folder == "/" || path.utf8.starts(with: (folder + "/").utf8)
  }

  /// The path without symbolic links; nil, with `errno` set, when it does not exist.
  package static func real(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// The real path of what exists of `path`, with the missing rest as it is written.
  static func realAsFarAsPossible(_ path: String) -> String {
    var existing = normalised(path)
    var missing: [String] = []
    while true {
      if let resolved = real(existing) {
        return missing.reversed().reduce(resolved) { joined($0, $1) }
      }
      if existing == "/" || existing == "." { return path }
      missing.append(lastName(of: existing))
      existing = parent(of: existing)
    }
  }

  package static var workingFolder: String {
    guard let buffer = getcwd(nil, 0) else { return "/" }
    defer { free(buffer) }
    return String(cString: buffer)
  }

  package enum Kind: Hashable {
    case file
    case folder
    case other
  }

  /// What is there, symbolic links followed; nil when nothing is.
  package static func kind(of path: String) -> Kind? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    default: return .other
    }
  }
}
