import Dispatch
import Glibc
package import MigrationFiles
import Synchronization

/// What the versions folders of a database hold.
package struct VersionsReading: Sendable {
  /// In the order of the configuration's folders; in a folder by name, its subfolders after it.
  package var files: [RevisionFile] = []
  /// Files that were read and are no revisions, in the same order.
  package var malformed: [RevisionFileProblems] = []
  /// What could not be read.
  package var problems: [ConfigurationProblem] = []
}

/// Reads folders of revision files.
///
/// Files end in `.sql`; hidden ones are left out. `squashed/` belongs to the history even where
/// subfolders are not read: originals of a squash lie there. A symbolic link is followed as long as it
/// stays in the workspace, and a file that is reached twice is read once.
package struct VersionsFolder {
  /// The folder of originals.
  package static let squashed = "squashed"

  /// Absolute, without symbolic links.
  private let root: String
  private let isRecursive: Bool
  private var reading = VersionsReading()
  private var seenFiles: Set<FileIdentity> = []
  /// Folders that have been read, and whether their subfolders were read as well.
  private var seenFolders: [FileIdentity: Bool] = [:]

  /// Reads all revision files of a database.
  ///
  /// - Parameter root: the workspace's folder.
  package static func read(
    _ locations: [VersionsLocation], root: String, recursive: Bool
  ) -> VersionsReading {
    var reader = VersionsFolder(
      root: FilePaths.real(root) ?? root, isRecursive: recursive)
    for location in locations {
      reader.readTop(location)
    }
    return reader.reading
  }

  private init(root: String, isRecursive: Bool) {
    self.root = root
    self.isRecursive = isRecursive
  }

  private mutating func readTop(_ location: VersionsLocation) {
    guard let real = FilePaths.real(location.path) else {
      let reason = systemMessage(errno)
      report(.missingFolder, location.written, "the versions folder cannot be read: \(reason)")
      return
    }
    guard FilePaths.isInside(real, root) else {
      report(
        .outsideWorkspace, location.written, "the versions folder is outside the workspace's folder"
      )
      return
    }
    readFolder(real, shown: location.written, isDeep: isRecursive)
  }

  private mutating func readFolder(_ path: String, shown: String, isDeep: Bool) {
    guard let folder = FileDescriptor(opening: path, O_RDONLY | O_DIRECTORY) else {
      report(.unreadableFile, shown, "the folder cannot be read: \(systemMessage(errno))")
      return
    }
    var status = stat()
    guard fstat(folder.number, &status) == 0 else {
      report(.unreadableFile, shown, "the folder cannot be read: \(systemMessage(errno))")
      return
    }
    let identity = FileIdentity(status)
    if let wasDeep = seenFolders[identity], wasDeep || !isDeep { return }
    seenFolders[identity] = isDeep

    guard let entries = Self.entries(of: path) else {
      report(.unreadableFile, shown, "the folder cannot be read: \(systemMessage(errno))")
      return
    }
    var subfolders: [String] = []
    var names: [String] = []
    for entry in entries {
      var kind = entry.kind
      if kind == .unknown || kind == .link {
        kind = resolve(
          entry, in: folder.number, path: path, shown: FilePaths.joined(shown, entry.name))
      }
      switch kind {
      case .folder:
        if isDeep || entry.name == Self.squashed { subfolders.append(entry.name) }
      case .file where entry.isSQL:
        names.append(entry.name)
      case .other where entry.isSQL:
        let shown = FilePaths.joined(shown, entry.name)
        report(.unreadableFile, shown, "\(shown) is not a regular file")
      default: break
      }
    }
    seenFiles.reserveCapacity(seenFiles.count + names.count)
    reading.files.reserveCapacity(reading.files.count + names.count)
    for share in Self.contents(of: names, in: folder.number, shown: shown) {
      for file in share { take(file) }
    }
    for name in subfolders {
      let inside = FilePaths.joined(path, name)
      readFolder(
        FilePaths.real(inside) ?? inside, shown: FilePaths.joined(shown, name),
        isDeep: isDeep || name == Self.squashed)
    }
  }

  /// A file, and what came of reading it.
  private struct Content: Sendable {
    enum Outcome: Sendable {
      case revision(RevisionFile)
      case malformed(RevisionFileProblems)
      case unreadable(String)
    }

    /// The path as it is told.
    var shown: String
    /// Nil where it could not even be opened.
    var identity: FileIdentity?
    var outcome: Outcome
  }

  /// So many files are read before it pays to ask for another thread.
  private static let share = 256

  /// Opens, reads and parses files on as many threads as there are processors; gives them in their order,
  /// share by share.
  private static func contents(of names: [String], in folder: Int32, shown: String) -> [[Content]] {
    @Sendable func read(_ range: Range<Int>) -> [Content] {
      range.map { content(of: names[$0], in: folder, shown: FilePaths.joined(shown, names[$0])) }
    }
    guard names.count > share else { return [read(names.indices)] }
    let shares = (names.count + share - 1) / share
    let contents = Mutex([[Content]](repeating: [], count: shares))
    DispatchQueue.concurrentPerform(iterations: shares) { index in
      let part = read(index * share..<min((index + 1) * share, names.count))
      contents.withLock { $0[index] = part }
    }
    return contents.withLock(\.self)
  }

  private static func content(of name: String, in folder: Int32, shown: String) -> Content {
    // Without O_NONBLOCK the opening of a pipe that took the file's place would wait.
    guard let file = FileDescriptor(opening: name, O_RDONLY | O_NONBLOCK, in: folder) else {
      return Content(
        shown: shown, outcome: .unreadable("\(shown) cannot be opened: \(systemMessage(errno))"))
    }
    var status = stat()
    guard fstat(file.number, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return Content(shown: shown, outcome: .unreadable("\(shown) is not a regular file"))
    }
    let identity = FileIdentity(status)
    guard let bytes = file.readAll(sizeHint: Int(status.st_size)) else {
      return Content(
        shown: shown, identity: identity,
        outcome: .unreadable("\(shown) cannot be read: \(systemMessage(errno))"))
    }
    do throws(RevisionFileProblems) {
      return Content(
        shown: shown, identity: identity,
        outcome: .revision(try RevisionFile(parsing: bytes, path: shown)))
    } catch {
      return Content(shown: shown, identity: identity, outcome: .malformed(error))
    }
  }

  private mutating func take(_ file: Content) {
    if let identity = file.identity, !seenFiles.insert(identity).inserted { return }
    switch file.outcome {
    case .revision(let revision): reading.files.append(revision)
    case .malformed(let problems): reading.malformed.append(problems)
    case .unreadable(let message): report(.unreadableFile, file.shown, message)
    }
  }

  /// What a link leads to, or what an entry is of which the file system does not tell.
  private mutating func resolve(
    _ entry: Entry, in folder: Int32, path: String, shown: String
  ) -> Entry.Kind {
    var status = stat()
    guard fstatat(folder, entry.name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return .other }
    guard status.st_mode & S_IFMT == S_IFLNK else { return Entry.Kind(mode: status.st_mode) }
    // Links that nobody would read need not lead anywhere.
    guard entry.isSQL || isRecursive || entry.name == Self.squashed else { return .other }
    guard let real = FilePaths.real(FilePaths.joined(path, entry.name)) else {
      let reason = systemMessage(errno)
      if entry.isSQL {
        report(
          .unreadableFile, shown, "\(shown) is a link that leads nowhere: \(reason)", isLink: true)
      }
      return .unknown
    }
    guard FilePaths.isInside(real, root) else {
      report(
        .outsideWorkspace, shown, "\(shown) is a link that leads out of the workspace's folder",
        isLink: true)
      return .unknown
    }
    guard stat(real, &status) == 0 else { return .unknown }
    return Entry.Kind(mode: status.st_mode)
  }

  private mutating func report(
    _ code: ConfigurationProblem.Code, _ file: String, _ message: String, isLink: Bool = false
  ) {
    reading.problems.append(
      ConfigurationProblem(file: file, code: code, message: message, isLink: isLink))
  }

  private struct Entry {
    enum Kind: Hashable {
      case file, folder, link, other
      /// The file system does not tell, or the entry is to be left out.
      case unknown

      init(type: UInt8) {
        switch Int(type) {
        case Int(DT_REG): self = .file
        case Int(DT_DIR): self = .folder
        case Int(DT_LNK): self = .link
        case Int(DT_UNKNOWN): self = .unknown
        default: self = .other
        }
      }

      init(mode: mode_t) {
        switch mode & S_IFMT {
        case S_IFREG: self = .file
        case S_IFDIR: self = .folder
        default: self = .other
        }
      }
    }

    var name: String
    var kind: Kind

    var isSQL: Bool { name.utf8.suffix(4).elementsEqual(".sql".utf8) }
  }

  /// All that is not hidden, by name; nil with `errno` set.
  private static func entries(of path: String) -> [Entry]? {
    guard let stream = opendir(path) else { return nil }
    defer { closedir(stream) }
    var entries: [Entry] = []
    while true {
      errno = 0
      guard let next = readdir(stream) else { break }
      let name = withUnsafeBytes(of: &next.pointee.d_name) { buffer in
        String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.utf8.first == UInt8(ascii: ".") { continue }
      entries.append(Entry(name: name, kind: Entry.Kind(type: next.pointee.d_type)))
    }
    guard errno == 0 else { return nil }
    entries.sort { precedes($0.name, $1.name) }
    return entries
  }

  /// Swift orders strings by their canonical form; bytes are the same everywhere.
  private static func precedes(_ left: String, _ right: String) -> Bool {
    var (left, right) = (left, right)
    return left.withUTF8 { left in
      right.withUTF8 { right in
        let common = min(left.count, right.count)
        let order =
          if let left = left.baseAddress, let right = right.baseAddress {
            memcmp(left, right, common)
          } else {
            Int32(0)
          }
        return order == 0 ? left.count < right.count : order < 0
      }
    }
  }
}
