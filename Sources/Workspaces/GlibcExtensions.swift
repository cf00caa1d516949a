import Glibc

/// Calls of the C library that its Swift overlay leaves out because they are Linux's own.
///
/// Looked up by name at the first use; a C library without one of them (musl before 1.2.5 lacks
/// `renameat2`) gives `ENOSYS`.
enum GlibcExtensions {
  private typealias Pipe2 = @convention(c) (UnsafeMutablePointer<Int32>, Int32) -> Int32
  private typealias RenameAt2 =
    @convention(c) (
      Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32
    ) -> Int32
  private typealias AddChangeFolder =
    @convention(c) (
      UnsafeMutablePointer<posix_spawn_file_actions_t>, UnsafePointer<CChar>
    ) -> Int32

  private static let pipe2 = symbol("pipe2", as: Pipe2.self)
  private static let renameat2 = symbol("renameat2", as: RenameAt2.self)
  private static let addChangeFolder = symbol(
    "posix_spawn_file_actions_addchdir_np", as: AddChangeFolder.self)

  /// Both ends close in every child: set at once, so that no child of another thread gets them.
  static func pipe() -> Result<(reading: Int32, writing: Int32), ErrorNumber> {
    var ends: [Int32] = [-1, -1]
    guard let pipe2 else { return .failure(ErrorNumber(number: ENOSYS)) }
    guard pipe2(&ends, O_CLOEXEC) == 0 else { return .failure(ErrorNumber(number: errno)) }
    return .success((ends[0], ends[1]))
  }

  /// Renames unless the new name is taken; 0 or the error number.
  static func renameExclusively(_ source: String, _ target: String) -> Int32 {
    let noReplace: UInt32 = 1  // RENAME_NOREPLACE
    guard let renameat2 else { return ENOSYS }
    return renameat2(AT_FDCWD, source, AT_FDCWD, target, noReplace) == 0 ? 0 : errno
  }

  /// Makes a child start in a folder; 0 or the error number.
  static func addChangeFolder(
    _ actions: inout posix_spawn_file_actions_t, _ folder: String
  ) -> Int32 {
    guard let addChangeFolder else { return ENOSYS }
    return addChangeFolder(&actions, folder)
  }

  private static func symbol<Function>(_ name: String, as type: Function.Type) -> Function? {
    // The types above are those of the manual pages pipe(2), rename(2) and posix_spawn(3).
    dlsym(nil, name).map { unsafeBitCast($0, to: type) }
  }
}

/// A number of the system's, as an error.
struct ErrorNumber: Error {
  var number: Int32
}
