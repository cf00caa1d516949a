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
      if let stream = named.named(database) { return [stream] }
      guard all.contains(where: { $0.name == database }) else {
        throw .unknownDatabase(pattern: database, known: all.map(\.name))
      }
      // `-n` and the target contradict each other.
      throw .unknownTarget(
        target: target.description, searched: named.map(\.name), candidates: [])
    }
    // Words like `head` mean something everywhere; a label or an id only where it is known.
    guard let word = target.label ?? target.name else { return named }
    let known = try knowing(word, target, among: named, of: all)
    guard target.label != nil, let name = target.name else { return known }
    // `label@id`: where several databases have the label, the id tells which is meant. Where none has
    // both, each tells what is wrong.
    let both = known.filter { !$0.graph.meanings(of: name).isEmpty }
    return both.isEmpty ? known : both
  }

  private static func knowing(
    _ word: String, _ target: TargetExpression, among named: [RevisionStream],
    of all: [RevisionStream]
  ) throws(AludelError) -> [RevisionStream] {
    // A database's own label selects that database, whatever others call their branches.
    if all.contains(where: { $0.entry.branchLabel.text == word }) {
      let own = named.filter { $0.entry.branchLabel.text == word }
      if !own.isEmpty { return own }
    }
    let exact = named.filter { $0.graph.knows(word) }
    if !exact.isEmpty { return exact }
    let matches = named.map { (stream: $0, ids: $0.graph.meanings(of: word)) }
      .filter { !$0.ids.isEmpty }
    if matches.isEmpty { throw unknown(word, target, among: named, of: all) }
    // The same stream in several databases is one meaning; different revisions are several.
    guard Set(matches.map(\.ids)).count == 1 else {
      throw .ambiguousTarget(
        target: target.description, candidates: matches.flatMap { $0.stream.candidates($0.ids) })
    }
    return matches.map(\.stream)
  }

  /// Candidates are what the word means in databases that are not selected, or else what is spelt like
  /// it in those that are.
  private static func unknown(
    _ word: String, _ target: TargetExpression, among named: [RevisionStream],
    of all: [RevisionStream]
  ) -> AludelError {
    let elsewhere = all.filter { stream in !named.contains { $0.name == stream.name } }
      .flatMap { stream in
        stream.candidates(stream.graph.meanings(of: word))
      }
    let alike = named.flatMap { $0.candidates($0.graph.nearest(to: word)) }
    return .unknownTarget(
      target: target.description, searched: named.map(\.name),
      candidates: elsewhere.isEmpty ? alike : elsewhere)
  }
}

extension [RevisionStream] {
  /// The database of that name.
  func named(_ name: String) -> RevisionStream? { first { $0.name == name } }

  /// The databases whose names match one of the patterns; all of them without a pattern.
  ///
  /// - Throws: for a pattern that matches nothing, which is a typing error and never a wish.
  func matching(_ patterns: [String]) throws(AludelError) -> [RevisionStream] {
    let selected = try Set(map(\.name).matching(patterns))
    return filter { selected.contains($0.name) }
  }
}

extension [RevisionStream] {
  /// The databases that know both ends of a range, as targets select them; all of them without one.
  func knowing(_ range: TargetRange?) throws(AludelError) -> [RevisionStream] {
    var streams = self
    for target in range?.targets ?? [] {
      streams = try TargetSelection.select(from: streams, targets: [target], names: [])
        .map(\.stream)
    }
    return streams
  }
}

extension [String] {
  /// The names of databases that match one of the patterns of `-n`, in their own order.
  func matching(_ patterns: [String]) throws(AludelError) -> [String] {
    guard !patterns.isEmpty else { return self }
    var selected: Set<String> = []
    for pattern in patterns {
      let glob = try? Glob(validating: pattern)
      let matches = filter { glob?.matches($0) ?? false }
      if matches.isEmpty { throw .unknownDatabase(pattern: pattern, known: self) }
      selected.formUnion(matches)
    }
    return filter(selected.contains)
  }
}
