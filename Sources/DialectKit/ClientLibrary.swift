#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What the loading of client libraries has in common; each dialect's C side has the names to look for.
package enum ClientLibrary {
  /// The file that an environment variable names; nil where it is empty or not set.
  package static func path(from variable: String) -> String? {
    getenv(variable).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Loads one, and gives what the loader said where that failed.
  ///
  /// - Parameter path: the file; nil for the usual places.
  /// - Parameter load: has room for a reason and its size, and gives whether the library is there.
  package static func failure(
    path: String?,
    _ load: (UnsafePointer<CChar>?, UnsafeMutablePointer<CChar>, Int) -> Bool
  ) -> String? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 1024) { reason in
      guard let start = reason.baseAddress else { return "out of memory" }
      reason.initialize(repeating: 0)
      let isThere =
        path.map { $0.withCString { load($0, start, reason.count) } }
        ?? load(nil, start, reason.count)
      return isThere
        ? nil
        : String(
          decoding: reason.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
  }
}
