import DialectKit
import Workspaces

/// Runs work that needs scratch databases, for at most `width` databases at once. Those for which one
/// scratch database is given take turns at it, since only one can have it.
///
/// - Returns: the results in the order of the streams.
func concurrently<Result: Sendable>(
  onScratchOf streams: [RevisionStream], atMost width: Int,
  _ body: @escaping @Sendable (RevisionStream) async -> Result
) async -> [Result] {
  var groups: [[(index: Int, stream: RevisionStream)]] = []
  var places: [String: Int] = [:]
  for (index, stream) in streams.enumerated() {
    let given = try? stream.entry.scratchEndpoint?.get()
    if let identity = given?.identity, let place = places[identity] {
      groups[place].append((index, stream))
    } else {
      if let identity = given?.identity { places[identity] = groups.count }
      groups.append([(index, stream)])
    }
  }
  let results = await concurrently(groups, atMost: width) { group in
    var results: [(index: Int, result: Result)] = []
    for (index, stream) in group { results.append((index, await body(stream))) }
    return results
  }
  return results.joined().sorted { $0.index < $1.index }.map(\.result)
}
