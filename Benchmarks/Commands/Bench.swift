import Foundation

/// What the chapters share: where the programs are, where there is room, and how often to measure.
struct Bench {
  let aludel: String
  /// A Python that has Alembic; without one nothing is compared with it.
  let python: String?
  /// On a disk, so that what is safe with a file is paid for.
  let folder: URL
  let postgresql: String?
  let mariadb: String?
  private let rounds: Double

  /// - Parameter rounds: times the usual number.
  init(aludel: String, python: String?, folder: URL, rounds: Double) throws {
    self.aludel = aludel
    self.python = python
    self.folder = folder
    self.rounds = rounds
    postgresql = Self.parameter("host", of: "ALUDEL_TEST_POSTGRESQL")
    mariadb = Self.parameter("socket", of: "ALUDEL_TEST_MYSQL")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private static func parameter(_ name: String, of variable: String) -> String? {
    ProcessInfo.processInfo.environment[variable].flatMap(URLComponents.init(string:))?
      .queryItems?.first { $0.name == name }?.value
  }

  /// The number of rounds for work that is usually measured so many times.
  func rounds(_ usual: Int) -> Int { max(1, Int((Double(usual) * rounds).rounded())) }

  /// A database of that name on each engine that is there.
  func places(_ name: String) -> [Place] {
    var places = [
      Place(engine: .sqlite, name: folder.appending(path: "\(name).db").path, folder: folder)
    ]
    if let postgresql {
      places.append(
        Place(engine: .postgresql, name: name, socket: postgresql, folder: folder))
    }
    if let mariadb {
      places.append(Place(engine: .mariadb, name: name, socket: mariadb, folder: folder))
    }
    return places
  }

  func aludel(_ words: [String], in folder: URL) -> Comparison.Side {
    Comparison.Side(name: "aludel", program: Program(words: [aludel] + words, folder: folder))
  }

  /// Nothing where there is no Alembic.
  ///
  /// - Parameter goal: the most that aludel's time may be of Alembic's.
  func alembic(
    _ words: [String], in folder: URL, goal: Double?, prepare: @escaping () throws -> Void = {}
  ) -> [Comparison.Side] {
    guard let python else { return [] }
    return [
      Comparison.Side(
        name: "Alembic",
        program: Program(words: [python, "-m", "alembic"] + words, folder: folder),
        goal: goal, prepare: prepare)
    ]
  }
}
