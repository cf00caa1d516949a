import Workspaces
import Revisions

/// Which databases a command is about, and what it means for each: the rule of `-n`, of `database/…`
/// and of words that only some databases know.
struct TargetSelection {
  struct Item {
    var stream: RevisionStream
    var targets: [TargetExpression]
  }

  /// - Returns: the selected databases in the configuration's order, each with the targets meant for
  ///   it. Without targets every database that `names` lets through, with none.
  static func select(
    from streams: [RevisionStream], targets: [TargetExpression], names: [String]
  ) throws(AludelError) -> [Item] {
    let named = try streams.matching(names)
    guard !targets.isEmpty else { return named.map { Item(stream: $0, targets: []) } }
    var targetsByName: [String: [TargetExpression]] = [:]
    for target in targets {
      for stream in try meant(by: target, among: named, of: streams) {
        targetsByName[stream.name, default: []].append(target)
      }
    }
    return named.compactMap { stream in
      targetsByName[stream.name].map { Item(stream: stream, targets: $0) }
    }
  }

  private static func meant(
    by target: TargetExpression, among named: [RevisionStream], of all: [RevisionStream]
  ) throws(AludelError) -> [RevisionStream] {
    if let database = target.database {
      guard let stream = named.first(where: { $0.name == database }) else {
        throw .unknownDatabase(pattern: database, known: all.map(\.name))
      }
      return [stream]
    }
    // Words like `head` mean something everywhere; a label or an id only where it is known.
    guard let word = target.label ?? target.name else { return named }
    let exact = named.filter { $0.graph.knows(word) }
    if !exact.isEmpty { return exact }
    let matches = named.map { (stream: $0, ids: $0.graph.names(withPrefix: word)) }
      .filter { !$0.ids.isEmpty }
    if matches.isEmpty {
      throw .unknownTarget(
        target: target.description, searched: named.map(\.name),
        candidates: named.flatMap { stream in
          stream.candidates(stream.graph.nearest(to: word))
        })
    }
    // The same stream in several databases is one meaning; different revisions are several.
    guard Set(matches.map(\.ids)).count == 1 else {
      throw .ambiguousTarget(
        target: target.description, candidates: matches.flatMap { $0.stream.candidates($0.ids) })
    }
    return matches.map(\.stream)
  }
}

extension [RevisionStream] {
  /// The databases whose names match one of the patterns; all of them without a pattern.
  ///
  /// - Throws: for a pattern that matches nothing, which is a typing error and never a wish.
  func matching(_ patterns: [String]) throws(AludelError) -> [RevisionStream] {
    guard !patterns.isEmpty else { return self }
    var selected: Set<String> = []
    for pattern in patterns {
      let glob = try? Glob(validating: pattern)
      let matches = filter { glob?.matches($0.name) ?? false }
      if matches.isEmpty { throw .unknownDatabase(pattern: pattern, known: map(\.name)) }
      selected.formUnion(matches.map(\.name))
    }
    return filter { selected.contains($0.name) }
  }
}
