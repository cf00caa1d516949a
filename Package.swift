// swift-tools-version: 6.2
import Foundation
import PackageDescription

/// The pure core: no files, no clock, no database, no concurrency. Then the contract and the plugins
/// behind it, then what carries plans out, then the command line. Tests/ArchitectureTests holds the rule
/// of who may import whom.
let settings: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(
  _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []
) -> Target {
  .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: settings)
}

/// What makes the program start faster.
///
/// At a fixed address: otherwise some 57,000 pointers are adjusted at every start, which takes longer than
/// reading a hundred revision files. With the runtime of C++ in it, which the parser of TOML needs: finding
/// and adjusting the shared one is a quarter of a start. Debian has the static one beside it; where it is
/// a package of its own and not there, the shared one is taken.
let startup: [String] = {
  let libraries = (try? FileManager.default.subpathsOfDirectory(atPath: "/usr/lib/gcc")) ?? []
  let isThere = libraries.contains { $0.hasSuffix("/libstdc++.a") }
  return ["-Xlinker", "-no-pie"]
    + (isThere ? ["-L\(Context.packageDirectory)/scripts/support/link"] : [])
}()

let bits = Target.Dependency.product(name: "BitCollections", package: "swift-collections")
let heap = Target.Dependency.product(name: "HeapModule", package: "swift-collections")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")

let package = Package(
  name: "aludel",
  products: [
    .executable(name: "aludel", targets: ["AludelMain"]),
    .library(name: "Aludel", targets: ["Aludel"]),
    .library(name: "DialectConformance", targets: ["DialectConformance"]),
  ],
  dependencies: [
    // Parsing arguments, help, completion scripts: never to be written again.
    .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.0"),
    // Bit sets, which keep the algebra of revision sets linear, and a heap for orders with ties.
    .package(url: "https://github.com/apple/swift-collections.git", from: "1.6.0"),
    // SHA-256 for checksums and lock names. Takes a minute to build; own cryptography is not an option.
    .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.0"),
    // TOML by toml++, whose syntax errors have positions. It keeps none for values: Workspaces locates
    // those itself.
    .package(url: "https://github.com/LebJe/TOMLKit.git", from: "0.6.0"),
    // Starts the programs of the tests: Foundation's Process keeps the files that it was given open.
    .package(url: "https://github.com/swiftlang/swift-subprocess.git", from: "1.0.2", traits: []),
    // Left out on purpose: a logging package (the events of a run are the log, and have one reader), and
    // a template engine (those for Swift bring all of Foundation, 44 MB, for three words to fill in).
  ],
  targets: [
    // Pure.
    module("SQLText"),
    module("Spelling"),
    module("Graphs"),
    module("Revisions", ["Graphs", "Spelling", bits, heap]),
    module("SchemaModel", ["Graphs", heap]),
    module("MigrationFiles", ["Revisions", "SQLText", "Spelling", crypto]),

    // The contract and the plugins.
    module("DialectKit", ["SQLText", "SchemaModel"]),
    // Declarations of our own: each engine's library is loaded when a database needs it, so that a user
    // of one engine needs only that one, and starting loads none.
    .target(name: "CLoader"),
    .target(name: "CSQLite", dependencies: ["CLoader"]),
    .target(name: "CPostgres", dependencies: ["CLoader"]),
    .target(name: "CMariaDB", dependencies: ["CLoader"]),
    module("SQLiteDialect", ["DialectKit", "SQLText", "SchemaModel", "CSQLite"]),
    module(
      "PostgresDialect", ["DialectKit", "SQLText", "SchemaModel", "Spelling", "CPostgres"]),
    module("MySQLDialect", ["DialectKit", "SQLText", "SchemaModel", "Spelling", "CMariaDB"]),

    // What reads workspaces and carries out plans.
    .target(
      name: "Templates", path: "templates",
      resources: [.embedInCode("init"), .embedInCode("revision")], swiftSettings: settings),
    module(
      "Workspaces",
      [
        "DialectKit", "MigrationFiles", "Revisions", "SQLText", "Spelling",
        .product(name: "TOMLKit", package: "TOMLKit"),
      ]),
    module(
      "Orchestration",
      [
        "DialectKit", "MigrationFiles", "Revisions", "SQLText", "SchemaModel", "Templates",
        "Workspaces",
      ]),
    module(
      "Aludel",
      [
        "DialectKit", "MySQLDialect", "Orchestration", "PostgresDialect", "Revisions",
        "SQLiteDialect", "Workspaces",
      ]),

    // What people see.
    module(
      "Reporting",
      ["DialectKit", "Orchestration", "Revisions", "SQLText", "SchemaModel", "Templates"]),
    module(
      "CommandLineTool",
      [
        "Aludel", "DialectKit", "MigrationFiles", "Orchestration", "Reporting", "Revisions",
        "SQLText", "SchemaModel", "Spelling", "Templates", "Workspaces",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(
      name: "AludelMain", dependencies: ["CommandLineTool"], swiftSettings: settings,
      linkerSettings: [
        .unsafeFlags(startup, .when(platforms: [.linux], configuration: .release))
      ]),

    // Measured by Benchmarks/run; no product. Tests count what the same histories cost.
    .target(
      name: "SampleHistories", dependencies: ["Revisions"], path: "Benchmarks/Histories",
      swiftSettings: settings),
    .executableTarget(
      name: "CommandBenchmark", path: "Benchmarks/Commands", swiftSettings: settings),
    .executableTarget(
      name: "PlanningBenchmark",
      dependencies: ["Aludel", "Orchestration", "Revisions", "SampleHistories"],
      path: "Benchmarks/Planning",
      swiftSettings: settings),

    // The suite that every dialect must pass, ours and others'.
    module("DialectConformance", ["DialectKit", "SQLText", "SchemaModel"]),

    // What tests share: a count of allocations, connections that a test can interfere with, and the
    // program over them.
    .target(name: "CAllocations", path: "Tests/Support/CAllocations"),
    .target(
      name: "Interposition", dependencies: ["DialectKit", "SQLText"],
      path: "Tests/Support/Interposition", swiftSettings: settings),
    .executableTarget(
      name: "MortalAludel",
      dependencies: [
        "Aludel", "CommandLineTool", "DialectKit", "Interposition", "MySQLDialect",
        "Orchestration", "PostgresDialect", "SQLText", "SQLiteDialect",
      ],
      path: "Tests/Support/MortalAludel", swiftSettings: settings),

    // One folder of tests per module.
    tests("ArchitectureTests"),
    tests(
      "CommandLineTests",
      [
        "AludelMain", "CommandLineTool", "DialectKit", "MortalAludel", "MySQLDialect",
        "PostgresDialect", "SQLText",
        "SQLiteDialect",
      ],
      exclude: ["Transcripts"]),
    tests(
      "DialectConformanceTests",
      [
        "DialectConformance", "DialectKit", "MySQLDialect", "PostgresDialect", "SQLText",
        "SQLiteDialect",
      ]),
    tests("DialectKitTests", ["DialectKit", "SQLText"]),
    tests(
      "MigrationFilesTests",
      [
        "MigrationFiles", "Revisions", "SQLText", "SQLiteDialect", "PostgresDialect",
        "MySQLDialect",
      ]),
    tests("MySQLDialectTests", ["DialectKit", "MySQLDialect", "SQLText", "SchemaModel"]),
    tests(
      "OrchestrationTests",
      [
        "Aludel", "DialectKit", "Interposition", "MigrationFiles", "Orchestration", "Revisions",
        "SQLText", "SQLiteDialect", "SchemaModel", "Workspaces", subprocess,
      ]),
    tests(
      "PostgresDialectTests",
      ["DialectKit", "Interposition", "PostgresDialect", "SQLText", "SchemaModel"]),
    tests("ReportingTests", ["Orchestration", "Reporting", "Revisions"]),
    tests(
      "RevisionsTests", ["CAllocations", "Revisions", "SampleHistories"], exclude: ["Fixtures"]),
    tests("SchemaModelTests", ["SchemaModel"]),
    tests(
      "SchemaTests",
      [
        "Aludel", "DialectKit", "MySQLDialect", "Orchestration", "PostgresDialect", "SQLText",
        "SQLiteDialect", "SchemaModel",
      ], exclude: ["Pairs"]),
    tests("SpellingTests", ["Spelling"]),
    tests(
      "SQLTextTests",
      ["CSQLite", "MySQLDialect", "PostgresDialect", "SQLText", "SQLiteDialect"],
      exclude: ["Corpus"]),
    tests("SQLiteDialectTests", ["DialectKit", "SQLText", "SQLiteDialect", "SchemaModel"]),
    tests(
      "WorkspaceExamplesTests",
      [
        "AludelMain", "DialectKit", "MySQLDialect", "PostgresDialect", "SQLText", "SQLiteDialect",
        subprocess,
      ]),
    tests(
      "WorkspacesTests",
      [
        "DialectKit", "MigrationFiles", "Revisions", "SQLText", "Workspaces",
        .product(name: "TOMLKit", package: "TOMLKit"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
