import ArgumentParser
import Workspaces

/// A duration as the workspace file writes it: `500ms`, `10s`, `5m`, `1h`.
struct DurationArgument: ExpressibleByArgument {
  var duration: Duration

  init?(argument: String) {
    guard let duration = DurationText.parse(argument) else { return nil }
    self.duration = duration
  }
}
