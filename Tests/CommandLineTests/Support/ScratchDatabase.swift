import Foundation

/// A database of its own on a server that the environment names.
final class ScratchDatabase {
  enum Engine: String, CaseIterable {
    case postgresql, mysql

    /// The URL of an administrative database, as its administrator.
    var administration: String? {
      ProcessInfo.processInfo.environment["ALUDEL_TEST_" + rawValue.uppercased()]
    }
  }

  let name = "aludel_" + UUID().uuidString.prefix(8).lowercased()
  let url: String
  let engine: Engine
  private let administration: String

  init(on engine: Engine) throws {
    guard let administration = engine.administration,
      var components = URLComponents(string: administration)
    else { throw ShellFailure(description: "no server for \(engine)") }
    self.administration = administration
    self.engine = engine
    components.path = "/" + name
    url = components.string ?? ""
    try run("CREATE DATABASE \(name)")
  }

  func drop() {
    _ = try? run("DROP DATABASE IF EXISTS \(name)" + (url.hasPrefix("post") ? " WITH (FORCE)" : ""))
  }

  private func run(_ sql: String) throws {
    _ = try SQLHelper.run(sql, at: administration, from: URL(fileURLWithPath: "/"))
  }
}
