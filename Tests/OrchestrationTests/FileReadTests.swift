#if canImport(Glibc)
  import Aludel
  import Foundation
  import Glibc
  import Orchestration
  import Revisions
  import Testing

  /// That each file is read once: a revision may be a dump of a hundred megabytes.
  @Suite struct FileReadTests {
    enum Work: String, CaseIterable, Sendable {
      case heads, history, status, upgrade, downgrade, script, nothing
    }

    @Test(arguments: Work.allCases) func eachFileIsOpenedOnce(work: Work) async throws {
      let sandbox = try Sandbox()
      try sandbox.workspaceFile(["main"])
      let ids = (1...600).map { "r\($0)" }  // enough for several threads
      for (number, id) in ids.enumerated() {
        try sandbox.revision(
          id, in: "main", after: number == 0 ? "" : ids[number - 1],
          upgrade: number < 3 ? "CREATE TABLE t\(number) (n INTEGER);" : "",
          downgrade: number < 3 ? "DROP TABLE t\(number);" : "")
      }
      if work == .downgrade || work == .nothing {
        _ = try await sandbox.open().run(RunRequest(.upgrade))
      }
      let watch = try OpeningWatch(folder: sandbox.path("main"))
      let workspace = try sandbox.open()
      switch work {
      case .heads: _ = try workspace.heads()
      case .history: _ = try await workspace.history()
      case .status: _ = try await workspace.status()
      case .upgrade, .nothing:
        #expect(try await workspace.run(RunRequest(.upgrade)).exitCode == 0)
      case .downgrade:
        #expect(try await workspace.run(RunRequest(.downgrade, targets: [.base])).exitCode == 0)
      case .script: _ = try await workspace.scripts(ScriptRequest(.upgrade))
      }
      let openings = try watch.openings()
      #expect(Set(openings.keys) == Set(ids.map { $0 + ".sql" }))
      #expect(openings.values.allSatisfy { $0 == 1 }, "\(openings.filter { $0.value != 1 })")
    }
  }

  /// Counts how often each file of a folder is opened, by whomever.
  private struct OpeningWatch: ~Copyable {
    private let queue: Int32

    init(folder: String) throws {
      queue = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
      try #require(queue >= 0)
      try #require(inotify_add_watch(queue, folder, UInt32(IN_OPEN | IN_CLOSE_NOWRITE)) >= 0)
    }

    deinit { close(queue) }

    /// By name, since the watch began.
    func openings() throws -> [String: Int] {
      var openings: [String: Int] = [:]
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      while case let count = read(queue, &buffer, buffer.count), count > 0 {
        var event = buffer[..<count]
        let head = MemoryLayout<inotify_event>.size
        while event.count >= head {
          let fields = event.withUnsafeBytes { $0.loadUnaligned(as: inotify_event.self) }
          try #require(fields.mask & UInt32(IN_Q_OVERFLOW) == 0)
          let rest = event.dropFirst(head)
          let name = String(
            decoding: rest.prefix(Int(fields.len)).prefix { $0 != 0 }, as: UTF8.self)
          if fields.mask & UInt32(IN_OPEN) != 0, fields.mask & UInt32(IN_ISDIR) == 0 {
            openings[name, default: 0] += 1
          }
          event = rest.dropFirst(Int(fields.len))
        }
      }
      return openings
    }
  }
#endif
