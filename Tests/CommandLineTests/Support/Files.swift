import Foundation

/// A folder for one test, gone when the value is.
final class Files {
  let folder: String

  init() throws {
    var isFolder: ObjCBool = false
    let hasMemory = FileManager.default.fileExists(atPath: "/dev/shm", isDirectory: &isFolder)
    var template = Array(
      "\(hasMemory && isFolder.boolValue ? "/dev/shm" : "/tmp")/aludel-files.XXXXXX".utf8CString)
    guard let path = mkdtemp(&template) else { throw ShellFailure(description: "mkdtemp") }
    folder = String(cString: path)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: folder)
  }

  func path(_ name: String) -> String { "\(folder)/\(name)" }

  func write(_ name: String, _ bytes: some Sequence<UInt8>) throws {
    let url = URL(fileURLWithPath: path(name))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }

  /// Everything below the folder: a file by its bytes, a link by its target, a folder by its name.
  func contents() throws -> [String: Data] {
    var contents: [String: Data] = [:]
    for case let name as String in FileManager.default.enumerator(atPath: folder) ?? .init() {
      let file = path(name)
      let attributes = try FileManager.default.attributesOfItem(atPath: file)
      switch attributes[.type] as? FileAttributeType {
      case .typeRegular?: contents[name] = FileManager.default.contents(atPath: file)
      case .typeSymbolicLink?:
        contents[name] = Data(
          try FileManager.default.destinationOfSymbolicLink(atPath: file).utf8)
      default: contents[name] = Data()
      }
    }
    return contents
  }
}
