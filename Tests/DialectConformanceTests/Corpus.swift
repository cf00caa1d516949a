import DialectConformance
import Foundation
import SQLText
import Testing

/// The splitter's corpus for an engine, as cases that ask the engine itself.
func corpus(_ engine: String, rules: LexicalRules) -> [ConformanceCase] {
  let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../SQLTextTests/Corpus/\(engine)").standardizedFileURL
  let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
  return files.filter { $0.hasSuffix(".sql") }.sorted().map { name in
    .script("\(engine)/\(name)") {
      let script = try Data(contentsOf: folder.appendingPathComponent(name))
      return try StatementSplitter(rules: rules).split(Array(script)).compactMap {
        if case .statement(let statement) = $0 { statement } else { nil }
      }
    }
  }
}
