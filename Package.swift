// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
  name: "aludel",
  targets: [
    .target(name: "Revisions", swiftSettings: settings),
    .target(name: "SQLText", swiftSettings: settings),
    .target(name: "DialectKit", dependencies: ["SQLText"], swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
