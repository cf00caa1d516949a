import Revisions
import Workspaces

/// Who runs, where and when: what a run knows about itself and cannot find out.
public struct RunContext: Sendable {
  /// The same in every history row of one run: 32 hexadecimal digits.
  public var runID: String
  public var user: String
  public var host: String
  public var toolVersion: String
  /// The time in milliseconds since 1970-01-01T00:00:00Z.
  public var now: @Sendable () -> Int64
  /// After how long a step is told to be running still.
  public var heartbeat: Duration

  public init(
    runID: String, user: String, host: String, toolVersion: String,
    now: @escaping @Sendable () -> Int64, heartbeat: Duration = .seconds(5)
  ) {
    self.runID = runID
    self.user = user
    self.host = host
    self.toolVersion = toolVersion
    self.now = now
    self.heartbeat = heartbeat
  }
}

extension RunContext {
  /// 32 hexadecimal digits.
  package static func newRunID(using random: inout some RandomNumberGenerator) -> String {
    RevisionID.randomDigits(32, using: &random)
  }
}

/// Milliseconds since 1970 as the history table writes them: `2026-11-21T10:15:00Z`.
func timestamp(_ milliseconds: Int64) -> String {
  CivilTime(epoch: milliseconds / 1000).iso8601
}
