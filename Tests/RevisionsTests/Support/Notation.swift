import Revisions

/// Reads a history from one line: `a-b-c[left], b-d(c), c+d-e`.
///
/// A chain is read from left to right, each part coming after the one before it; `c+d-e` is a merge.
/// `[…]` declares labels and `(…)` dependencies (`database/name` for another database) where a revision
/// is mentioned. Load order is the order of first mention.
func revisions(_ notation: String) -> [Revision] {
  var order: [String] = []
  var found: [String: Revision] = [:]
  for chain in split(notation, ",") {
    var parents: [RevisionID] = []
    for part in split(chain, "-") {
      var here: [RevisionID] = []
      for mention in split(part, "+") {
        var name = mention
        let labels = cut(&name, "[", "]").map { branchLabel($0) }
        let dependencies = cut(&name, "(", ")").map { text in
          let parts = text.split(separator: "/").map(String.init)
          return parts.count == 2
            ? Dependency(database: parts[0], name: parts[1]) : Dependency(name: text)
        }
        if found[name] == nil {
          order.append(name)
          found[name] = Revision(id: id(name))
        }
        found[name]?.parents += parents
        found[name]?.labels += labels
        found[name]?.dependencies += dependencies
        here.append(id(name))
      }
      parents = here
    }
  }
  return order.compactMap { found[$0] }
}

/// The history, which must be a sound one.
func history(
  _ notation: String, databaseLabel: String? = nil, database: String? = nil
) throws -> RevisionGraph {
  try RevisionGraph(
    revisions(notation), databaseLabel: databaseLabel.map(branchLabel), database: database)
}

/// An id that is known to be one.
func id(_ text: String) -> RevisionID {
  if let id = try? RevisionID(validating: text) { return id }
  preconditionFailure("no id: \(text)")
}

func branchLabel(_ text: String) -> BranchLabel {
  if let label = try? BranchLabel(validating: text) { return label }
  preconditionFailure("no label: \(text)")
}

/// `a b c`
func ids(_ text: String) -> [RevisionID] { text.split(separator: " ").map { id(String($0)) } }

func rows(_ text: String) -> HeadSet { HeadSet(ids(text)) }

/// Splits outside brackets.
private func split(_ text: String, _ separator: Character) -> [String] {
  var parts = [""]
  var depth = 0
  for character in text {
    if "[(".contains(character) { depth += 1 }
    if "])".contains(character) { depth -= 1 }
    if character == separator, depth == 0 {
      parts.append("")
    } else if character != " " {
      parts[parts.count - 1].append(character)
    }
  }
  return parts.filter { !$0.isEmpty }
}

/// Takes a bracketed list off the text.
private func cut(_ text: inout String, _ open: Character, _ close: Character) -> [String] {
  guard let start = text.firstIndex(of: open), let end = text[start...].firstIndex(of: close) else {
    return []
  }
  let inner = text[text.index(after: start)..<end].split(separator: ",").map(String.init)
  text.removeSubrange(start...end)
  return inner
}
