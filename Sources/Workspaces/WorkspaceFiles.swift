import Glibc

/// Writes files and folders of a workspace, and nothing outside it.
///
/// A file is there whole or not at all: its bytes go to a temporary file in the same folder, reach the
/// disk, and only then take the name.
package struct WorkspaceFiles: Hashable, Sendable {
  package enum Mode: Hashable, Sendable {
    /// Fails with `EEXIST` when the name is taken, also by somebody who is as quick as we are.
    case createNew
    /// Takes the place of what is there, keeping its permissions.
    case replace
  }

  /// The workspace's folder: absolute, without symbolic links.
  package let root: String

  /// - Throws: when there is no such folder.
  package init(root: String) throws(FileError) {
    guard let real = FilePaths.real(root) else {
      throw FileError(root, "cannot be found", errno)
    }
    self.root = real
  }

  /// Writes a file; a path that is not absolute is meant from the root. A new file may be read by
  /// everybody and written by its owner (0644), less what the umask takes away.
  package func write(
    _ bytes: [UInt8], to path: String, mode: Mode
  ) throws(FileError) {
    let target = try target(of: path, following: mode == .replace)
    let folder = FilePaths.parent(of: target)
    var permissions: mode_t?
    var status = stat()
    if lstat(target, &status) == 0 {
      if mode == .createNew { throw FileError(path, "cannot be created", EEXIST) }
      guard status.st_mode & S_IFMT == S_IFREG else {
        throw FileError(path: path, message: "\(path) is not a regular file")
      }
      permissions = status.st_mode & 0o7777
    }

    let temporary = try writeTemporary(bytes, in: folder, permissions: permissions, for: path)
    let failure: Int32
    switch mode {
    case .replace: failure = rename(temporary, target) == 0 ? 0 : errno
    case .createNew: failure = Self.nameExclusively(temporary, target)
    }
    if failure != 0 || mode == .createNew { unlink(temporary) }
    guard failure == 0 else {
      throw FileError(
        path, mode == .createNew ? "cannot be created" : "cannot be replaced", failure)
    }
    try sync(folder, for: path)
  }

  /// A new name is part of its folder; a file system that cannot sync one (EINVAL) has no need to.
  private func sync(_ folder: String, for path: String) throws(FileError) {
    guard let folder = FileDescriptor(opening: folder, O_RDONLY | O_DIRECTORY) else { return }
    if fsync(folder.number) != 0, errno != EINVAL, errno != ENOTSUP {
      throw FileError(path, "may not have reached the disk", errno)
    }
  }

  /// Writes several files into one folder, each in the place of what is there: all of them reach the disk
  /// before the first takes its name, so that what can fail does so while nothing is replaced.
  package func replace(
    _ files: [(path: String, bytes: [UInt8])]
  ) throws(FileError) {
    var staged: [(temporary: String, target: String, path: String)] = []
    defer { for file in staged { unlink(file.temporary) } }
    for file in files {
      let target = try target(of: file.path, following: true)
      var status = stat()
      var permissions: mode_t?
      if lstat(target, &status) == 0 {
        guard status.st_mode & S_IFMT == S_IFREG else {
          throw FileError(path: file.path, message: "\(file.path) is not a regular file")
        }
        permissions = status.st_mode & 0o7777
      }
      let temporary = try writeTemporary(
        file.bytes, in: FilePaths.parent(of: target), permissions: permissions, for: file.path)
      staged.append((temporary, target, file.path))
    }
    for file in staged where rename(file.temporary, file.target) != 0 {
      throw FileError(file.path, "cannot be replaced", errno)
    }
    for file in staged { try sync(FilePaths.parent(of: file.target), for: file.path) }
  }

  /// The names in a folder, sorted; none where there is no folder.
  package func names(in folder: String) throws(FileError) -> [String] {
    let real = FilePaths.realAsFarAsPossible(FilePaths.absolute(folder, from: root))
    try checkInside(real, folder)
    guard let stream = opendir(real) else {
      if errno == ENOENT { return [] }
      throw FileError(folder, "cannot be read", errno)
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      names.append(
        // In place: a copy would read all of its 256 bytes, of which the last entry has fewer.
        withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
          String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        })
    }
    return names.filter { $0 != "." && $0 != ".." }.sorted()
  }

  /// Makes a folder and those above it; nothing to do when it is there.
  package func makeFolders(_ path: String) throws(FileError) {
    let target = FilePaths.realAsFarAsPossible(FilePaths.absolute(path, from: root))
    try checkInside(target, path)
    var made = root
    for name in target.dropFirst(root.count).split(separator: "/") {
      made = FilePaths.joined(made, String(name))
      guard mkdir(made, 0o755) != 0 else { continue }
      let number = errno
      if number == EEXIST, FilePaths.kind(of: made) == .folder { continue }
      throw FileError(
        path, "cannot be made", number == EEXIST ? ENOTDIR : number)
    }
  }

  /// Takes a file away, and fails when there is none.
  package func remove(_ path: String) throws(FileError) {
    let target = try target(of: path, following: false)
    if unlink(target) != 0 { throw FileError(path, "cannot be removed", errno) }
  }

  /// Gives a file a second name in a folder that exists; never overwrites. Both names lead to one file,
  /// which must be on the same file system.
  package func link(_ path: String, to newPath: String) throws(FileError) {
    let source = try target(of: path, following: false)
    let target = try target(of: newPath, following: false)
    if Glibc.link(source, target) != 0 { throw FileError(newPath, "cannot be created", errno) }
    try sync(FilePaths.parent(of: target), for: newPath)
  }

  /// Gives a file a new name in a folder that exists; never overwrites. Both names get to the disk.
  package func move(_ path: String, to newPath: String) throws(FileError) {
    let source = try target(of: path, following: false)
    let target = try target(of: newPath, following: false)
    let failure = GlibcExtensions.renameExclusively(source, target)
    if failure != 0 { throw FileError(newPath, "cannot be created", failure) }
    try sync(FilePaths.parent(of: target), for: newPath)
    try sync(FilePaths.parent(of: source), for: path)
  }

  /// What tells a file from all others, whatever its names are, and how many names it has; nil where there
  /// is no file.
  package func identity(of path: String) -> (file: FileIdentity, names: Int)? {
    var status = stat()
    guard let target = try? target(of: path, following: false), lstat(target, &status) == 0,
      status.st_mode & S_IFMT == S_IFREG
    else { return nil }
    return (FileIdentity(status), Int(status.st_nlink))
  }

  /// Whether a hidden file or folder is one that a program of ours has made and, since it was killed, not
  /// taken away.
  package static func isLeftover(_ name: String) -> Bool {
    guard name.utf8.starts(with: temporaryPrefix.utf8),
      let process = Int32(name.dropFirst(temporaryPrefix.count).prefix { $0 != "-" }), process > 0
    else { return false }
    return kill(process, 0) != 0 && errno == ESRCH
  }

  private static let temporaryPrefix = ".aludel-"

  /// Takes a folder of files away. It is gone at once: what takes time happens under a hidden name.
  package func removeFolder(_ path: String) throws(FileError) {
    let target = try target(of: path, following: false)
    let hidden = FilePaths.joined(
      FilePaths.parent(of: target),
      "\(Self.temporaryPrefix)\(getpid())-\(FilePaths.lastName(of: target))")
    guard rename(target, hidden) == 0 else { throw FileError(path, "cannot be removed", errno) }
    try sync(FilePaths.parent(of: target), for: path)
    for name in try names(in: hidden) { try remove(FilePaths.joined(hidden, name)) }
    if rmdir(hidden) != 0 { throw FileError(path, "cannot be removed", errno) }
    removeFolderIfEmpty(FilePaths.parent(of: target))
  }

  /// Takes a folder away if nothing is in it.
  package func removeFolderIfEmpty(_ path: String) {
    guard let target = try? target(of: path, following: false) else { return }
    rmdir(target)
  }

  /// The whole of a file in the workspace.
  package func read(_ path: String) throws(FileError) -> [UInt8] {
    let target = FilePaths.realAsFarAsPossible(FilePaths.absolute(path, from: root))
    try checkInside(target, path)
    return try readRegularFile(target, named: path)
  }

  /// The whole of a file that somebody has named from a folder, wherever it is.
  package static func read(_ path: String, from folder: String) throws(FileError) -> [UInt8] {
    try readRegularFile(FilePaths.absolute(path, from: folder), named: path)
  }

  /// The real place of a file that need not exist. Its folder must.
  private func target(of path: String, following: Bool) throws(FileError) -> String {
    let absolute = FilePaths.absolute(path, from: root)
    guard absolute != root, absolute != "/" else {
      throw FileError(path: path, message: "\(path) is not the name of a file")
    }
    if following, let real = FilePaths.real(absolute) {
      try checkInside(real, path)
      return real
    }
    guard let folder = FilePaths.real(FilePaths.parent(of: absolute)) else {
      throw FileError(path, "cannot be written", errno)
    }
    try checkInside(folder, path)
    return FilePaths.joined(folder, FilePaths.lastName(of: absolute))
  }

  private func checkInside(_ real: String, _ path: String) throws(FileError) {
    guard FilePaths.isInside(real, root) else {
      throw FileError(path: path, message: "\(path) is outside the workspace's folder \(root)")
    }
  }

  private func writeTemporary(
    _ bytes: [UInt8], in folder: String, permissions: mode_t?, for path: String
  ) throws(FileError) -> String {
    // Hidden and without `.sql`, so that one left by a crash is never read as a revision.
    for attempt in 0..<100 {
      let temporary = FilePaths.joined(folder, "\(Self.temporaryPrefix)\(getpid())-\(attempt).tmp")
      guard let file = FileDescriptor(creating: temporary, O_WRONLY | O_EXCL, mode: 0o644) else {
        if errno == EEXIST { continue }
        throw FileError(path, "cannot be written", errno)
      }
      if let permissions { fchmod(file.number, permissions) }
      guard file.writeAll(bytes), fsync(file.number) == 0 else {
        let number = errno
        unlink(temporary)
        throw FileError(path, "cannot be written", number)
      }
      return temporary
    }
    throw FileError(path, "cannot be written beside its many temporary files", EEXIST)
  }

  /// Gives a file a second name (or moves it) unless the name is taken; 0 or the error number.
  private static func nameExclusively(_ source: String, _ target: String) -> Int32 {
    if Glibc.link(source, target) == 0 { return 0 }
    let number = errno
    guard FileError.isWithoutLinks(number) else { return number }
    return GlibcExtensions.renameExclusively(source, target)
  }
}

/// Reads a file whole; refuses pipes, devices and folders without waiting for any of them.
func readRegularFile(_ path: String, named name: String) throws(FileError) -> [UInt8] {
  guard let file = FileDescriptor(opening: path, O_RDONLY | O_NONBLOCK) else {
    throw FileError(name, "cannot be opened", errno)
  }
  var status = stat()
  guard fstat(file.number, &status) == 0 else { throw FileError(name, "cannot be read", errno) }
  guard status.st_mode & S_IFMT == S_IFREG else {
    throw FileError(path: name, message: "\(name) is not a regular file")
  }
  guard let bytes = file.readAll(sizeHint: Int(status.st_size)) else {
    throw FileError(name, "cannot be read", errno)
  }
  return bytes
}

/// A file, whatever it is called.
package struct FileIdentity: Hashable, Sendable {
  private var device: UInt64
  private var node: UInt64

  init(_ status: stat) {
    device = UInt64(truncatingIfNeeded: status.st_dev)
    node = UInt64(truncatingIfNeeded: status.st_ino)
  }
}

extension FileError {
  /// Whether a second name failed because the place knows none: FAT, and some network and container mounts.
  package var isWithoutLinks: Bool { Self.isWithoutLinks(number) }

  fileprivate static func isWithoutLinks(_ number: Int32) -> Bool {
    number == EPERM || number == ENOTSUP || number == ENOSYS || number == EMLINK || number == EXDEV
  }
}
