import Orchestration
import Revisions

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The JSON that `--json` promises: one line a value, keys in alphabetical order, so that the same
/// input gives the same bytes. Keys are added, never renamed.
public enum JSONOutput {
  static func line(_ value: some Encodable) -> String { encoded(value, []) }

  /// The same value over many lines, for a file.
  static func text(_ value: some Encodable) -> String { encoded(value, .prettyPrinted) }

  private static func encoded(
    _ value: some Encodable, _ layout: JSONEncoder.OutputFormatting
  ) -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = layout.union([.sortedKeys, .withoutEscapingSlashes])
    // Only strings, numbers, lists and objects are ever encoded, which cannot fail.
    guard let data = try? encoder.encode(value) else { return "{}" }
    return String(decoding: data, as: UTF8.self)
  }

  /// One line for each error.
  public static func errors(_ diagnostics: [Diagnostic]) -> [String] {
    diagnostics.map { line(ErrorObject($0)) }
  }

  /// The version of the objects that answer questions.
  static let formatVersion = 1
}

/// An error as an object; also the value of `error` in a run's lines.
struct ErrorObject: Encodable {
  /// `error`, or `warning` where work goes on.
  var type: String
  var code: String
  var message: String
  var database: String?
  var file: String?
  var line: Int?
  var column: Int?
  var details: [String]
  var hints: [String]

  init(_ diagnostic: Diagnostic) {
    type = diagnostic.isWarning ? "warning" : "error"
    code = diagnostic.code
    message = diagnostic.headline
    database = diagnostic.database
    file = diagnostic.file
    line = diagnostic.line
    column = diagnostic.column
    details = (diagnostic.excerpt?.note.map { [$0] } ?? []) + diagnostic.facts
    hints = diagnostic.hints.map(\.sentence)
  }
}

extension HeadSet {
  /// The ids as JSON lists them.
  var texts: [String] { revisions.map(\.text) }
}
