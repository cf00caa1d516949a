import Aludel
import Testing

@testable import Orchestration

/// Databases are compared at the same time, but one scratch database is had by one of them.
struct ScratchTurnsTests {
  private func streams(_ scratch: [String?]) throws -> (Sandbox, [RevisionStream]) {
    let sandbox = try Sandbox()
    var text = ""
    for (number, url) in zip(1..., scratch) {
      text += "[databases.d\(number)]\nurl = \"postgresql://localhost/d\(number)\"\n"
      text += "versions = \"d\(number)\"\n" + (url.map { "scratch_url = \"\($0)\"\n" } ?? "")
      try sandbox.write("d\(number)/.gitkeep", "")
    }
    try sandbox.write("aludel.toml", text)
    let workspace = try LoadedWorkspace(
      file: nil, environment: nil, variables: [:], workingDirectory: sandbox.folder,
      registry: .standard)
    return (sandbox, workspace.streams)
  }

  private struct Work {
    var running: Set<String> = []
    var together: Set<Set<String>> = []
  }

  @Test(arguments: [1, 2, 4, 9]) func takeTurns(jobs: Int) async throws {
    let shared = "postgresql://localhost/scratch"
    let (sandbox, streams) = try streams([shared, nil, shared, nil, shared])
    defer { withExtendedLifetime(sandbox) {} }
    let work = Shared(Work())
    let results = await concurrently(onScratchOf: streams, atMost: jobs) { stream in
      work.change {
        $0.running.insert(stream.name)
        $0.together.insert($0.running)
      }
      for _ in 0..<50 { await Task.yield() }
      work.change { $0.running.remove(stream.name) }
      return stream.name
    }
    #expect(results == ["d1", "d2", "d3", "d4", "d5"])
    let together = work.current.together
    #expect(together.allSatisfy { $0.count <= jobs })
    #expect(together.allSatisfy { $0.intersection(["d1", "d3", "d5"]).count <= 1 })
  }
}
