import Foundation
import Testing

/// Who may import whom. A module that is not a key may not exist; the pure ones import no system module.
private let allowedImports: [String: Set<String>] = [
  "SQLText": [],
  "Spelling": [],
  "Graphs": [],
  "Revisions": ["Graphs", "Spelling", "BitCollections", "HeapModule"],
  "MigrationFiles": ["Revisions", "SQLText", "Spelling", "Crypto"],
  "SchemaModel": ["Graphs", "HeapModule"],
  "DialectKit": ["SQLText", "SchemaModel"] + platform,
  "SQLiteDialect": ["DialectKit", "SQLText", "SchemaModel", "CSQLite", "Synchronization"]
    + platform,
  "PostgresDialect": [
    "DialectKit", "SQLText", "SchemaModel", "Spelling", "CPostgres", "Synchronization",
  ]
    + platform,
  "MySQLDialect": [
    "DialectKit", "SQLText", "SchemaModel", "Spelling", "CMariaDB", "Synchronization",
  ]
    + platform,
  "Workspaces": [
    "DialectKit", "Dispatch", "MigrationFiles", "Revisions", "SQLText", "Spelling",
    "Synchronization",
    "TOMLKit",
  ] + platform,
  "Orchestration": [
    "DialectKit", "MigrationFiles", "Revisions", "SQLText", "SchemaModel", "Templates",
    "Workspaces",
  ],
  "Aludel": [
    "DialectKit", "MySQLDialect", "Orchestration", "PostgresDialect", "Revisions", "SQLiteDialect",
    "Workspaces",
  ],
  "Reporting": [
    "DialectKit", "Foundation", "FoundationEssentials", "Orchestration", "Revisions", "SQLText",
    "SchemaModel", "Templates",
  ],
  "CommandLineTool": [
    "Aludel", "ArgumentParser", "DialectKit", "MigrationFiles", "Orchestration", "Reporting",
    "Revisions", "SQLText", "SchemaModel", "Spelling", "Synchronization", "Templates", "Workspaces",
  ] + platform,
  "AludelMain": ["CommandLineTool"],
  "DialectConformance": ["DialectKit", "SQLText", "SchemaModel", "Testing"] + platform,
  "CommandBenchmark": ["Foundation"],
  "PlanningBenchmark": [
    "Aludel", "Foundation", "Orchestration", "Revisions", "SampleHistories",
  ],
  "SampleHistories": ["Revisions"],
]

/// Where modules lie that are not in Sources.
private let elsewhere = [
  "CommandBenchmark": "Benchmarks/Commands", "PlanningBenchmark": "Benchmarks/Planning",
  "SampleHistories": "Benchmarks/Histories",
]

private let platform: Set<String> = ["Darwin", "Glibc", "Musl"]

/// C modules and those that hold no rules.
private let withoutSwift: Set<String> = ["CLoader", "CSQLite", "CPostgres", "CMariaDB"]

private func + (left: Set<String>, right: Set<String>) -> Set<String> { left.union(right) }

private let package = URL(filePath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent()

private func location(of module: String) -> URL {
  package.appending(path: elsewhere[module] ?? "Sources/\(module)")
}

@Suite struct ImportTests {
  @Test func everyModuleIsInTheTable() throws {
    let modules = try FileManager.default.contentsOfDirectory(
      atPath: package.appending(path: "Sources").path)
    #expect(Set(modules).union(elsewhere.keys) == Set(allowedImports.keys).union(withoutSwift))
  }

  @Test(arguments: allowedImports.keys.sorted())
  func importsOnlyWhatItMay(module: String) throws {
    let allowed = try #require(allowedImports[module])
    let folder = location(of: module)
    let files = try #require(FileManager.default.enumerator(atPath: folder.path))
    for case let file as String in files where file.hasSuffix(".swift") {
      let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
      for imported in imports(of: text) {
        #expect(allowed.contains(imported), "\(module)/\(file) imports \(imported)")
      }
    }
  }

  /// The pure modules know no concurrency either: they decide, and others wait.
  @Test(arguments: ["SQLText", "Spelling", "SchemaModel", "Revisions", "MigrationFiles"])
  func pureModulesAreSynchronous(module: String) throws {
    let folder = location(of: module)
    let files = try #require(FileManager.default.enumerator(atPath: folder.path))
    for case let file as String in files where file.hasSuffix(".swift") {
      let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
      let code = text.split(separator: "\n").filter {
        !$0.drop(while: \.isWhitespace).hasPrefix("//")
      }
      for word in [" async ", " await ", "Date()", "ProcessInfo", "SystemRandomNumberGenerator"] {
        #expect(!code.contains { $0.contains(word) }, "\(module)/\(file) has \(word)")
      }
    }
  }

  private func imports(of text: String) -> [String] {
    text.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ").drop {
        ["public", "package", "internal", "@testable", "@_exported"].contains($0)
      }
      guard words.first == "import", let name = words.dropFirst().last else { return nil }
      return String(name.prefix { $0 != "." })
    }
  }
}
