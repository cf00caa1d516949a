import DialectKit

/// What somebody calls a run: a release, a ticket, a build. It is told in the run's first line of JSON,
/// and, as far as it fits, by the servers beside the session, so that whoever waits for the lock reads it.
public struct RunTag: Hashable, Sendable, CustomStringConvertible {
  public let text: String

  /// - Returns: nil for a text that is empty, longer than 255 bytes, or of more than one line.
  public init?(_ text: String) {
    let isLine = text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f }
    guard !text.isEmpty, text.utf8.count <= 255, isLine else { return nil }
    self.text = text
  }

  public var description: String { text }

  /// What the session is called: servers cut it after 63 bytes, in the middle of a character.
  var sessionName: String {
    var name = "aludel " + text
    while name.utf8.count > 63 { name.unicodeScalars.removeLast() }
    return name
  }
}

extension LoadedWorkspace {
  /// The same, with sessions that go by a run's tag.
  package func called(_ tag: RunTag?) -> LoadedWorkspace {
    guard let tag else { return self }
    var workspace = self
    workspace.streams = streams.map { stream in
      var stream = stream
      stream.sessionName = tag.sessionName
      return stream
    }
    return workspace
  }
}
