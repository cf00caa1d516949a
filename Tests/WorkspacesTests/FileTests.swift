import Foundation
import MigrationFiles
import Revisions
import Testing

@testable import Workspaces

@Suite("writing files")
struct WritingTests {
  @Test func makesAFileWithAllItsBytes() throws {
    let workspace = try TestWorkspace()
    let files = try WorkspaceFiles(root: workspace.root)
    let bytes = [UInt8](repeating: 0xFF, count: 200_000) + [0, 10]
    try files.write(bytes, to: "versions/a.sql", mode: .createNew)
    #expect(try files.read("versions/a.sql") == bytes)
    #expect(try workspace.names(in: "versions") == ["a.sql"])
    let permissions =
      try FileManager.default.attributesOfItem(atPath: workspace.path("versions/a.sql"))[
        .posixPermissions] as? Int
    #expect(permissions == 0o644 || permissions == 0o600, "0644 less the umask")
  }

  @Test func neverOverwritesWhenItShouldBeNew() throws {
    let workspace = try TestWorkspace()
    let files = try WorkspaceFiles(root: workspace.root)
    try files.write([1], to: "a", mode: .createNew)
    #expect {
      try files.write([2], to: "a", mode: .createNew)
    } throws: {
      ($0 as? FileError)?.number == EEXIST && "\($0)" == "a cannot be created: file exists"
    }
    try workspace.link("dangling", to: "nowhere")
    #expect(throws: FileError.self) { try files.write([2], to: "dangling", mode: .createNew) }
    #expect(try files.read("a") == [1])
    #expect(try workspace.names() == ["a", "dangling", "versions"])
  }

  @Test func oneOfManyAtOnceWins() async throws {
    let workspace = try TestWorkspace()
    let files = try WorkspaceFiles(root: workspace.root)
    let winners = await withTaskGroup(of: UInt8?.self) { group in
      for number in UInt8(0)..<16 {
        group.addTask {
          let bytes = [UInt8](repeating: number, count: 10_000)
          do throws(FileError) {
            try files.write(bytes, to: "versions/one.sql", mode: .createNew)
            return number
          } catch {
            return error.number == EEXIST ? nil : 99
          }
        }
      }
      return await group.reduce(into: [UInt8]()) { if let number = $1 { $0.append(number) } }
    }
    #expect(winners.count == 1)
    let winner = try #require(winners.first)
    #expect(
      try files.read("versions/one.sql") == [UInt8](repeating: winner, count: 10_000))
    #expect(try workspace.names(in: "versions") == ["one.sql"])
  }

  @Test func replacesAndKeepsPermissionsAndLinks() throws {
    let workspace = try TestWorkspace()
    let files = try WorkspaceFiles(root: workspace.root)
    try workspace.write("old", to: "a", permissions: 0o640)
    try workspace.link("link", to: "a")
    try files.write(Array("new".utf8), to: "link", mode: .replace)
    #expect(try workspace.text(of: "a") == "new")
    #expect(try workspace.names() == ["a", "link", "versions"])
    let attributes = try FileManager.default.attributesOfItem(atPath: workspace.path("a"))
    #expect(attributes[.posixPermissions] as? Int == 0o640)
    try files.write([1], to: "b", mode: .replace)
    #expect(try files.read("b") == [1])
  }

  @Test(arguments: [
    "../x", "versions/../../x", "/etc/x", "outside/x", "..", ".", "", "/", "nowhere/x",
    "versions", "file/x",
  ])
  func staysInTheWorkspace(_ path: String) throws {
    let workspace = try TestWorkspace()
    try workspace.write("", to: "file")
    try workspace.link("outside", to: "/tmp")
    let files = try WorkspaceFiles(root: workspace.root)
    #expect(throws: FileError.self) { try files.write([1], to: path, mode: .createNew) }
    #expect(throws: FileError.self) { try files.write([1], to: path, mode: .replace) }
    #expect(try workspace.names() == ["file", "outside", "versions"])
  }

  @Test func aLinkToTheOutsideIsNotReplacedThrough() throws {
    let outside = try TestWorkspace()
    try outside.write("theirs", to: "file")
    let workspace = try TestWorkspace()
    try workspace.link("link", to: outside.path("file"))
    let files = try WorkspaceFiles(root: workspace.root)
    #expect(throws: FileError.self) { try files.write([1], to: "link", mode: .replace) }
    #expect(throws: FileError.self) { try files.read("link") }
    #expect(try outside.text(of: "file") == "theirs")
  }

  @Test func makesFolders() throws {
    let workspace = try TestWorkspace()
    try workspace.write("", to: "file")
    try workspace.link("outside", to: "/tmp")
    try workspace.link("inside", to: "versions")
    let files = try WorkspaceFiles(root: workspace.root)
    try files.makeFolders("a/b/./c")
    try files.makeFolders("a/b/c")
    try files.makeFolders("inside/d")
    try files.makeFolders(workspace.path("e"))
    #expect(FilePaths.kind(of: workspace.path("a/b/c")) == .folder)
    #expect(FilePaths.kind(of: workspace.path("versions/d")) == .folder)
    #expect(FilePaths.kind(of: workspace.path("e")) == .folder)
    for path in ["../x", "/tmp/aludel-x", "outside/aludel-x", "file/x", "file"] {
      #expect(throws: FileError.self) { try files.makeFolders(path) }
    }
  }

  @Test func secondNamesWithoutOverwriting() throws {
    let workspace = try TestWorkspace()
    try workspace.write("a", to: "a")
    try workspace.write("b", to: "b")
    let files = try WorkspaceFiles(root: workspace.root)
    #expect(throws: FileError.self) { try files.link("a", to: "b") }
    try files.link("a", to: "versions/c")
    #expect(try workspace.names() == ["a", "b", "versions"])
    try files.remove("a")
    #expect(try workspace.text(of: "versions/c") == "a")
    try files.remove("b")
    #expect(try workspace.names() == ["versions"])
    #expect(throws: FileError.self) { try files.remove("b") }
  }
}

@Suite("versions folders")
struct VersionsFolderTests {
  func revision(_ id: String) -> String {
    "-- A revision\n--\n-- revision: \(id)\n\n-- migrate: upgrade\nSELECT 1;\n"
  }

  /// Paths of the files with what is wrong.
  func read(
    _ folders: [String] = ["versions"], recursive: Bool = false, in workspace: TestWorkspace
  ) -> (files: [String], problems: [String], malformed: Int) {
    let locations = folders.map { VersionsLocation(path: workspace.path($0), written: $0) }
    let reading = VersionsFolder.read(locations, root: workspace.root, recursive: recursive)
    return (
      reading.files.map(\.revision.id.text), reading.problems.map { "\($0.code.rawValue) \($0)" },
      reading.malformed.count
    )
  }

  @Test func areReadByNameInTheOrderOfTheConfiguration() throws {
    let workspace = try TestWorkspace()
    for name in ["b", "a", "B", "10", "9"] {
      try workspace.write(revision("v\(name)"), to: "versions/\(name).sql")
      try workspace.write(revision("m\(name)"), to: "more/\(name).sql")
    }
    try workspace.write("not SQL", to: "versions/readme.md")
    try workspace.write(revision("hidden"), to: "versions/.hidden.sql")
    try workspace.write(revision("backup"), to: "versions/a.sql~")
    try workspace.write(revision("deep"), to: "versions/deep/a.sql")
    let found = read(["more", "versions"], in: workspace)
    #expect(
      found.files == ["m10", "m9", "mB", "ma", "mb", "v10", "v9", "vB", "va", "vb"])
    #expect(found.problems.isEmpty)
  }

  @Test func squashedOnesAreAlwaysRead() throws {
    let workspace = try TestWorkspace()
    try workspace.write(revision("top"), to: "versions/z.sql")
    try workspace.write(revision("old"), to: "versions/squashed/abc/1.sql")
    try workspace.write(revision("older"), to: "versions/squashed/abc/squashed/x/1.sql")
    try workspace.write(revision("deep"), to: "versions/deep/a.sql")
    #expect(read(in: workspace).files == ["top", "old", "older"])
    #expect(read(recursive: true, in: workspace).files == ["top", "deep", "old", "older"])
  }

  @Test func aFileReachedTwiceIsReadOnce() throws {
    let workspace = try TestWorkspace()
    try workspace.write(revision("one"), to: "versions/a.sql")
    try workspace.write(revision("two"), to: "versions/deep/b.sql")
    try workspace.link("versions/again.sql", to: "a.sql")
    try workspace.link("versions/deep/loop", to: "..")
    try workspace.link("versions/me", to: ".")
    let found = read(["versions", "versions/deep", "versions/me"], recursive: true, in: workspace)
    #expect(found.files == ["one", "two"])
    #expect(found.problems.isEmpty)
    #expect(read(["versions/deep", "versions"], in: workspace).files == ["two", "one"])
  }

  @Test func whatIsNoFileOfTheWorkspaceIsRefused() throws {
    let outside = try TestWorkspace()
    try outside.write(revision("theirs"), to: "x.sql")
    let workspace = try TestWorkspace()
    try workspace.write(revision("ours"), to: "versions/m.sql")
    try workspace.link("versions/a.sql", to: outside.path("x.sql"))
    try workspace.link("versions/b.sql", to: "nowhere")
    try workspace.link("versions/c", to: outside.root)
    mkfifo(workspace.path("versions/d.sql"), 0o644)
    try workspace.makeFolder("versions/e.sql")
    try workspace.write("nothing in it", to: "versions/f.sql")
    let found = read(["versions", "nowhere"], recursive: true, in: workspace)
    #expect(found.files == ["ours"])
    #expect(found.malformed == 1)
    #expect(
      found.problems == [
        "outside_workspace versions/a.sql: versions/a.sql is a link that leads out of the "
          + "workspace's folder",
        "unreadable_file versions/b.sql: versions/b.sql is a link that leads nowhere: "
          + "no such file or directory",
        "outside_workspace versions/c: versions/c is a link that leads out of the "
          + "workspace's folder",
        "unreadable_file versions/d.sql: versions/d.sql is not a regular file",
        "missing_folder nowhere: the versions folder cannot be read: no such file or directory",
      ])
  }
}

@Suite("finding the workspace file")
struct LocatorTests {
  func locate(
    _ workspace: TestWorkspace, from folder: String = ".", explicit: String? = nil,
    variable: String? = nil
  ) throws -> String {
    let locator = WorkspaceLocator(
      variables: variable.map { [WorkspaceLocator.variable: $0] } ?? [:],
      workingFolder: FilePaths.absolute(folder, from: workspace.root))
    return try locator.locate(explicit: explicit)
  }

  @Test func goesUpwards() throws {
    let workspace = try TestWorkspace(folders: ["a/b/c"])
    try workspace.write("", to: "aludel.toml")
    #expect(try locate(workspace) == workspace.path("aludel.toml"))
    #expect(try locate(workspace, from: "a/b/c") == workspace.path("aludel.toml"))
    try workspace.write("", to: "a/b/aludel.toml")
    #expect(try locate(workspace, from: "a/b/c") == workspace.path("a/b/aludel.toml"))
    try workspace.makeFolder("a/b/c/aludel.toml")
    #expect(try locate(workspace, from: "a/b/c") == workspace.path("a/b/aludel.toml"))
  }

  @Test func takesWhatIsNamed() throws {
    let workspace = try TestWorkspace(folders: ["a", "b"])
    try workspace.write("", to: "a/other.toml")
    try workspace.write("", to: "b/aludel.toml")
    #expect(try locate(workspace, explicit: "a/other.toml") == "a/other.toml")
    #expect(try locate(workspace, explicit: "b") == "b/aludel.toml")
    #expect(try locate(workspace, variable: "a/other.toml") == "a/other.toml")
    #expect(try locate(workspace, explicit: "b", variable: "a/other.toml") == "b/aludel.toml")
    #expect(try locate(workspace, from: "b", variable: "") == workspace.path("b/aludel.toml"))
  }

  @Test func saysWhereItLooked() throws {
    let workspace = try TestWorkspace(folders: ["a"])
    func said(_ locate: @autoclosure () throws -> String) -> String {
      do {
        return try locate()
      } catch {
        return "\(error)".split(separator: ": ", maxSplits: 1).last.map(String.init) ?? ""
      }
    }
    let folder = workspace.path("a")
    #expect(
      said(try locate(workspace, from: "a"))
        == "there is no aludel.toml in \(folder) or the folders above it")
    try workspace.write("", to: "alembic.ini")
    #expect(
      said(try locate(workspace, from: "a"))
        == "there is no aludel.toml in \(folder) or the folders above it, but there is "
        + "\(workspace.path("alembic.ini"))")
    #expect(
      said(try locate(workspace, explicit: "x.toml"))
        == "the file that --config names does not exist")
    #expect(
      said(try locate(workspace, variable: "a"))
        == "ALUDEL_CONFIG names a folder without aludel.toml")
  }
}
