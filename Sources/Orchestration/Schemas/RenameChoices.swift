import SQLText
public import SchemaModel

/// A question that only a person can answer: is what comes the thing that goes?
public struct RenameQuestion: Hashable, Sendable {
  public var database: String
  public var old: ObjectID
  /// What it may have become, sorted.
  public var candidates: [ObjectID]
}

/// What somebody answers to it.
public enum RenameAnswer: Hashable, Sendable {
  case renamed(to: ObjectID)
  case dropped
}

/// Asks a person; nil where nobody is there.
public typealias RenameAsker = @Sendable (RenameQuestion) async -> RenameAnswer?

/// What has been said about renames, and which of it has been of use.
struct RenameChoices: Sendable {
  /// An option of the command line as it was written.
  struct Option: Hashable, Sendable {
    var kind: SchemaProblem.RenameOption
    var text: String
  }

  private let renames: [String]
  private let drops: [String]
  private(set) var used: Set<Option> = []
  /// What a person has said is gone, by database.
  private var answers: Set<[String]> = []
  /// What a person has said has another name, by database: it may be carried out later than another one.
  private var answeredRenames: [String: [RenameCandidate]] = [:]

  init(renames: [String], drops: [String]) {
    self.renames = renames
    self.drops = drops
  }

  /// Takes over what was of use for another database.
  mutating func noteUsed(in other: RenameChoices) { used.formUnion(other.used) }

  /// The options that no database had a use for, in their order.
  var unused: [Option] {
    (renames.map { Option(kind: .rename, text: $0) } + drops.map { Option(kind: .drop, text: $0) })
      .filter { !used.contains($0) }
  }

  /// The renames that options and comments ask for among what goes and what comes.
  mutating func renames(
    of dropped: [ObjectID], to created: [ObjectID], in database: String, notes: [RenameNote]
  ) -> [RenameCandidate] {
    var chosen: [RenameCandidate] = []
    func add(_ candidate: RenameCandidate) -> Bool {
      guard !chosen.contains(where: { $0.old == candidate.old || $0.new == candidate.new })
      else { return false }
      chosen.append(candidate)
      return true
    }
    for text in renames {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, let left = Self.name(parts[0], in: database) else { continue }
      for old in dropped where old.isCalled(left) {
        for new in created
        where new.kind == old.kind && new.schema == old.schema && new.owner == old.owner
          && (new.isCalled(String(parts[1])) || new.name == parts[1])
        {
          if add(RenameCandidate(old, new)) { used.insert(Option(kind: .rename, text: text)) }
        }
      }
    }
    for answer in answeredRenames[database, default: []]
    where dropped.contains(answer.old) && created.contains(answer.new) {
      _ = add(answer)
    }
    for note in notes {
      for new in created where new.isMeant(by: note.place) {
        var old = new
        old.name = note.oldName
        if dropped.contains(old) { _ = add(RenameCandidate(old, new)) }
      }
    }
    return chosen.sorted()
  }

  /// Whether an option says that the object really goes.
  mutating func isDropped(_ old: ObjectID, in database: String) -> Bool {
    var isDropped = answers.contains([database, old.description])
    for text in drops where Self.name(text[...], in: database).map(old.isCalled) == true {
      used.insert(Option(kind: .drop, text: text))
      isDropped = true
    }
    return isDropped
  }

  /// Remembers an answer.
  mutating func drop(_ old: ObjectID, in database: String) {
    answers.insert([database, old.description])
  }

  /// Remembers an answer.
  mutating func rename(_ old: ObjectID, to new: ObjectID, in database: String) {
    answeredRenames[database, default: []].append(RenameCandidate(old, new))
  }

  /// The name without the `database/` in front; nil where that means another database.
  private static func name(_ text: Substring, in database: String) -> String? {
    guard let slash = text.firstIndex(of: "/") else { return String(text) }
    return text[..<slash] == database ? String(text[text.index(after: slash)...]) : nil
  }
}

extension ObjectID {
  /// What an option calls it: `users.mail`, with or without the schema.
  public var shortPath: String { [owner, name].compactMap(\.self).joined(separator: ".") }

  fileprivate func isCalled(_ text: String) -> Bool { text == path || text == shortPath }

  fileprivate func isMeant(by place: RenameNote.Place) -> Bool {
    func isOf(_ table: QualifiedName, _ name: String?) -> Bool {
      table.name.name == name && (table.schema == nil || table.schema?.name == schema)
    }
    return switch place {
    case .object(let made): owner == nil && isOf(made, name)
    case .column(let column, let table):
      kind == .column && name == column.name && isOf(table, owner)
    case .value(let value, let type): name == value && kind != .column && isOf(type, owner)
    case .nowhere: false
    }
  }
}
