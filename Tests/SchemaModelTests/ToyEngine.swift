import SchemaModel

/// An engine that exists only here: tables with columns and foreign keys as folded parts, indexes as
/// parts of their own, views. Its statements are short words, and it refuses to run one whose needs are
/// not met, as a server would.
struct ToyRules: SchemaRules {
  /// Whether tables are rebuilt for every change of a column, as SQLite does.
  var rebuilds = false

  func comparison(of fact: Fact, in kind: ObjectKind) -> FactComparison {
    fact == .comment ? .ignored : fact == .definition ? .settled : .exact
  }

  func rank(of kind: ObjectKind) -> Int {
    [.function: 0, .table: 1, .index: 2, .view: 3][kind] ?? 4
  }

  func isFolded(_ part: SchemaObject) -> Bool {
    part.id.kind == .column || part.id.kind == .foreignKey
  }

  func namespace(of id: ObjectID) -> String? {
    id.kind == .table || id.kind == .view ? id.path : nil
  }

  func alteration(
    from old: SchemaObject, to new: SchemaObject, facts: [Fact]
  ) throws(SchemaRefusal) -> Alteration {
    switch old.id.kind {
    case .column, .table, .function: return .inPlace
    case .sequence: throw SchemaRefusal(old.id, reason: "no sequence can be changed")
    default: return .replace
    }
  }

  func isRebuilt(_ kind: ObjectKind) -> Bool { rebuilds && kind == .table }

  func effect(of change: ObjectChange, on dependant: SchemaObject) -> DependantEffect {
    if case .drop = change { return .replaced }
    switch dependant.id.kind {
    case .view: return change.id.kind == .column ? .replaced : .survives
    case .index: return rebuilds && dependant.parent?.kind == .table ? .lost : .survives
    default: return .survives
    }
  }

  func statements(
    for group: ChangeGroup, from current: SchemaSnapshot, to desired: SchemaSnapshot
  ) throws(SchemaRefusal) -> [SchemaStatement] {
    let words = group.changes.map { change in
      switch change {
      case .create(let object): "+" + object.id.name
      case .drop(let object): "-" + object.id.name
      case .alter(_, let object, let facts): "~\(object.id.name)(\(facts.map(\.name).joined()))"
      }
    }
    return [SchemaStatement("\(group.root.name): " + words.joined(separator: " "))]
  }

  func rename(_ object: SchemaObject, to name: String) throws(SchemaRefusal) -> [SchemaStatement] {
    []
  }

  func suspendsForeignKeys(_ groups: [ChangeGroup]) -> Bool { rebuilds }
}

/// Writes a schema down in a few letters: `table a: x y>b; index i on a x; view v of a.x b`.
///
/// - Parameter checksKeys: whether a foreign key needs the table that it refers to.
func toy(_ text: String, checksKeys: Bool = true) -> SchemaSnapshot {
  var snapshot = SchemaSnapshot()
  let pieces = text.split(separator: ";").map { $0.split(separator: " ").map(String.init) }
  for words in pieces where words.count > 1 {
    switch words[0] {
    case "table":
      let name = String(words[1].prefix { $0 != ":" })
      let table = ObjectID(.table, name)
      snapshot.insert(SchemaObject(table))
      for (position, word) in words.dropFirst(2).enumerated() {
        // x is a column, x=int one with a type, x>b a foreign key to b, x!f one whose default calls f
        if let mark = word.firstIndex(of: ">") {
          let target = ObjectID(.table, String(word[word.index(after: mark)...]))
          snapshot.insert(
            SchemaObject(
              ObjectID(.foreignKey, owner: name, String(word[..<mark])), parent: table,
              [.definition: "references \(target.name)"], dependencies: checksKeys ? [target] : [],
              position: position))
        } else {
          let parts = word.split(separator: "!").map(String.init)
          let typed = parts[0].split(separator: "=").map(String.init)
          snapshot.insert(
            SchemaObject(
              ObjectID(.column, owner: name, typed[0]), parent: table,
              [.type: typed.count > 1 ? typed[1] : "text"],
              dependencies: parts.dropFirst().map { ObjectID(.function, $0) }, position: position))
        }
      }
    case "index", "trigger":
      let table = ObjectID(.table, words[3])
      snapshot.insert(
        SchemaObject(
          ObjectID(ObjectKind(words[0]), owner: words[3], words[1]), parent: table,
          [.definition: words.dropFirst(4).joined(separator: " ")],
          dependencies: words.dropFirst(4).map { ObjectID(.column, owner: words[3], $0) }))
    case "view", "function":
      let kind: ObjectKind = words[0] == "view" ? .view : .function
      snapshot.insert(
        SchemaObject(
          ObjectID(kind, words[1]), [.definition: words.dropFirst(3).joined(separator: " ")],
          dependencies: words.dropFirst(3).map { word in
            let path = word.split(separator: ".").map(String.init)
            if path.count > 1 { return ObjectID(.column, owner: path[0], path[1]) }
            let view = ObjectID(.view, word)
            return text.contains("view \(word) ") ? view : ObjectID(.table, word)
          }))
    default:
      snapshot.insert(
        SchemaObject(ObjectID(ObjectKind(words[0]), words[1]), [.type: words.dropFirst(2).first]))
    }
  }
  return snapshot
}
