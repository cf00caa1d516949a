import Foundation

/// Times whole commands against those that one would otherwise run. Run it with `Benchmarks/run`.
@main struct CommandBenchmark {
  static func main() {
    do {
      try measure(try Options(CommandLine.arguments.dropFirst()))
    } catch {
      tell("\(error)")
      exit(1)
    }
  }

  private static func measure(_ options: Options) throws {
    defer { try? FileManager.default.removeItem(at: options.folder) }
    let bench = try Bench(
      aludel: options.aludel, python: options.python, folder: options.folder,
      rounds: options.rounds)
    let report = Report()
    for chapter in Chapter.all {
      guard options.chapters.isEmpty || options.chapters.contains(chapter.name) else { continue }
      tell("measuring \(chapter.name)")
      let results = try chapter.comparisons(bench).map { try $0.measure() }
      report.title(chapter.title)
      if chapter.isAboutMemory { report.memory(results) } else { report.times(results) }
      fflush(nil)
    }
  }

  private static func tell(_ text: String) {
    FileHandle.standardError.write(Data("\(text)\n".utf8))
  }
}

/// One table.
struct Chapter: Sendable {
  /// For the command line.
  var name: String
  var title: String
  var isAboutMemory = false
  var comparisons: @Sendable (Bench) throws -> [Comparison]

  /// Memory comes early: what this program itself has had counts for those that it starts.
  static let all = [
    start, memory, files, nothingToDo, upgrade, delay, manyDatabases, schemas,
  ]
}

struct Options {
  var chapters: [String] = []
  var aludel = "aludel"
  var python: String?
  var folder = FileManager.default.temporaryDirectory
    .appending(path: "aludel-benchmark-\(ProcessInfo.processInfo.processIdentifier)")
  var rounds = 1.0

  init(_ words: some Sequence<String>) throws {
    var words = Array(words)[...]
    while let word = words.popFirst() {
      guard word.hasPrefix("--") else {
        guard Chapter.all.contains(where: { $0.name == word }) else { throw Misused() }
        chapters.append(word)
        continue
      }
      switch (word, words.popFirst()) {
      case ("--aludel", let value?): aludel = value
      case ("--python", let value?): python = value
      case ("--folder", let value?): folder = URL(filePath: value)
      case ("--rounds", let value?): rounds = Double(value) ?? rounds
      default: throw Misused()
      }
    }
  }

  struct Misused: Error, CustomStringConvertible {
    var description: String {
      "takes --rounds TIMES and any of \(Chapter.all.map(\.name).joined(separator: ", "))"
    }
  }
}
