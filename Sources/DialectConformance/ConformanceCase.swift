import DialectKit
import Testing

/// One thing that every dialect must do, tried on a database of its own.
///
///     @Test(arguments: ConformanceCase.all)
///     func conforms(_ conformanceCase: ConformanceCase) async throws {
///       try await conformanceCase.run(on: target)
///     }
public struct ConformanceCase: Sendable, CustomStringConvertible {
  /// `locks: one session at a time`
  public let name: String
  let body: @Sendable (ConformanceContext) async throws -> Void

  init(_ name: String, _ body: @escaping @Sendable (ConformanceContext) async throws -> Void) {
    self.name = name
    self.body = body
  }

  public var description: String { name }

  /// Every case; they are independent of one another and may run at the same time.
  public static let all: [ConformanceCase] =
    sessions + values + statements + transactions + batches + announcements + errors + names
    + traces + bookkeeping + locks + access

  /// Runs the case in a new database and removes the database, whatever happens.
  public func run(on target: ConformanceTarget) async throws {
    let context = ConformanceContext(target: target, endpoint: try await target.makeDatabase())
    do {
      try await body(context)
    } catch {
      Issue.record(error)
    }
    try await target.removeDatabase(context.endpoint)
  }
}
