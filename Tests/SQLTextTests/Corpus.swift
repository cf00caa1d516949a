import Foundation
import SQLText

/// The scripts under `Corpus`: each runs on an empty database of its dialect. They have no expected
/// statements here; the engines are asked.
enum Corpus {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Corpus")

  static func scripts(_ dialect: String) -> [SplitCase] {
    let folder = folder.appending(path: dialect)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".sql") }.sorted().compactMap { name in
      (try? String(contentsOf: folder.appending(path: name), encoding: .utf8)).map {
        SplitCase($0, [])
      }
    }
  }
}
