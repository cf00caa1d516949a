import Revisions
import SQLText
import Spelling

/// Reads the comment lines at the head of a revision's file.
struct HeaderReader {
  enum Key: String, CaseIterable {
    case revision
    case downRevision = "down_revision"
    case branchLabels = "branch_labels"
    case dependsOn = "depends_on"
    case created, replaces, irreversible, proof, varies
  }

  private static let keys = Key.allCases
  private static let keyNames = keys.map(\.rawValue)
  private static let keyBytes = keyNames.map { Array($0.utf8) }

  private let bytes: [UInt8]
  private let path: String
  /// Where the line that is being read begins; in the end, where the header ends.
  private(set) var position: SourcePosition

  /// By the place of the key in `Key.allCases`. Thousands of headers are read at once, so there is no
  /// dictionary.
  private var values = [HeaderValue?](repeating: nil, count: HeaderReader.keys.count)
  private var sawKey = false
  private var message: [UInt8] = []
  private var blankLines = 0
  private var problems: [RevisionFileProblem] = []

  private(set) var dependencyPositions: [SourcePosition] = []
  private(set) var created: String?
  private(set) var irreversible: String?
  private(set) var proof: SquashProof?

  init(_ bytes: [UInt8], path: String) {
    self.bytes = bytes
    self.path = path
    position = .start
    if bytes.starts(with: TextCheck.byteOrderMark) {
      position.offset = TextCheck.byteOrderMark.count
    }
  }

  mutating func read() throws(RevisionFileProblems) -> Revision {
    let start = position
    readLines()
    let revision = makeRevision(headerStart: start)
    guard let revision, problems.isEmpty else {
      throw RevisionFileProblems(
        problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) })
    }
    return revision
  }

  // MARK: Lines

  private mutating func readLines() {
    while position.offset < bytes.count {
      let newline = bytes[position.offset...].firstIndex(of: 0x0A)
      let line = bytes[position.offset..<(newline ?? bytes.count)].trimmed
      if line.isEmpty {
        blankLines += 1
      } else {
        guard line.beginsComment, Directive.beginningOfWords(in: line) == nil else {
          return
        }
        readComment(line.dropFirst(2))
      }
      guard let newline else {
        position = position.advanced(over: bytes[position.offset...])
        return
      }
      position.offset = newline + 1
      position.line += 1
    }
  }

  private mutating func readComment(_ comment: ArraySlice<UInt8>) {
    let content = comment.trimmed
    if let (word, value) = keyLine(content) {
      if let key = Self.keyBytes.firstIndex(where: { word == $0[...] }) {
        take(
          key, HeaderValue(value, line: bytes[position.offset..<value.endIndex], at: position),
          name: word)
        return
      }
      let name = String(decoding: word, as: UTF8.self)
      let meant = Spelling.slip(name, of: Self.keyNames)
      // Before the first key a line with a colon is a sentence, unless it is a key with a slip: a
      // down_revision that is taken for a sentence would make a second base.
      if meant != nil || (sawKey && isKeyLike(value)) {
        problem(
          .unknownKey, at: place(word.startIndex), "unknown key \"\(name)\"",
          advice: Spelling.advice(for: name, among: Self.keyNames, called: "keys"))
        return
      }
    }
    guard !sawKey else { return }
    if content.isEmpty {
      blankLines += 1
      return
    }
    if !message.isEmpty { message.append(contentsOf: repeatElement(0x0A, count: blankLines + 1)) }
    blankLines = 0
    let text = comment.first == 0x20 ? comment.dropFirst() : comment
    message.append(contentsOf: text.trimmedAtEnd)
  }

  /// A line `word: value`, in parts.
  private func keyLine(
    _ content: ArraySlice<UInt8>
  ) -> (word: ArraySlice<UInt8>, value: ArraySlice<UInt8>)? {
    let word = content.prefix { byte in
      let lower = byte | 0x20
      return (lower >= 0x61 && lower <= 0x7A) || (byte >= 0x30 && byte <= 0x39) || byte == 0x5F
        || byte == 0x2D
    }
    guard !word.isEmpty else { return nil }
    let rest = content[word.endIndex...].drop { $0 == 0x20 || $0 == 0x09 }
    guard rest.first == UInt8(ascii: ":") else { return nil }
    return (word, rest.dropFirst().trimmed)
  }

  /// Whether a colon has white space behind it, which tells `note: text` from `http://host`.
  private func isKeyLike(_ value: ArraySlice<UInt8>) -> Bool {
    value.isEmpty || bytes[value.startIndex - 1] != UInt8(ascii: ":")
  }

  private mutating func take(_ key: Int, _ value: HeaderValue, name: ArraySlice<UInt8>) {
    if let first = values[key] {
      problem(
        .duplicateKey, at: place(name.startIndex),
        "\(Self.keyNames[key]) stands here a second time, after line \(first.position.line)"
      )
    } else {
      values[key] = value
      sawKey = true
    }
  }

  private func place(_ index: Int) -> SourcePosition {
    position.advanced(over: bytes[position.offset..<max(index, position.offset)])
  }

  private mutating func problem(
    _ code: RevisionFileProblem.Code, at place: SourcePosition, _ message: String,
    advice: String? = nil
  ) {
    problems.append(
      RevisionFileProblem(code, path: path, at: place, message: message, advice: advice))
  }

  // MARK: Values

  private mutating func makeRevision(headerStart: SourcePosition) -> Revision? {
    created = text(of: .created)
    irreversible = text(of: .irreversible)
    proof = text(of: .proof).map { proof in
      SquashProof(
        proof,
        varies: (text(of: .varies) ?? "").split(separator: ",").map {
          String(decoding: Array($0.utf8)[...].trimmed, as: UTF8.self)
        })
    }
    let parents = list(.downRevision) { $0.readID($1) }
    let labels = list(.branchLabels) { $0.readLabel($1) }
    let dependencies = list(.dependsOn) { $0.readDependency($1) }
    dependencyPositions = dependencies.map(\.place.position)
    let replaces = list(.replaces) { $0.readID($1) }
    guard let value = self[.revision] else {
      problem(
        .missingRevision, at: headerStart, "the header has no revision",
        advice: "add a line -- revision: with an id")
      return nil
    }
    guard let id = readID(value) else { return nil }
    for (key, items) in [(Key.downRevision, parents), (.replaces, replaces)] {
      for item in items where item.value == id {
        problem(
          .selfReference, at: item.place.position, "\(key.rawValue) names the revision itself")
      }
    }
    for item in dependencies where item.value == Dependency(name: id.text) {
      problem(.selfReference, at: item.place.position, "depends_on names the revision itself")
    }
    return Revision(
      id: id, parents: parents.map(\.value), dependencies: dependencies.map(\.value),
      labels: labels.map(\.value), replaces: replaces.map(\.value),
      message: String(decoding: message, as: UTF8.self))
  }

  private subscript(key: Key) -> HeaderValue? {
    Self.keys.firstIndex(of: key).flatMap { values[$0] }
  }

  private mutating func text(of key: Key) -> String? {
    guard let value = self[key] else { return nil }
    if value.bytes.isEmpty {
      problem(.missingValue, at: value.position, "\(key.rawValue) has no value")
      return nil
    }
    return value.text
  }

  private typealias Item<Value> = (value: Value, place: HeaderValue)

  private mutating func list<Value: Hashable>(
    _ key: Key, _ read: (inout HeaderReader, HeaderValue) -> Value?
  ) -> [Item<Value>] {
    guard let value = self[key], !value.bytes.isEmpty else { return [] }
    var seen: Set<Value> = []
    var items: [Item<Value>] = []
    let entries = value.entries
    for entry in entries {
      if entry.bytes.isEmpty {
        problem(.missingValue, at: entry.position, "\(key.rawValue) has an empty entry")
      } else if let item = read(&self, entry) {
        if entries.count == 1 || seen.insert(item).inserted {
          items.append((item, entry))
        } else {
          problem(
            .duplicateEntry, at: entry.position, "\(key.rawValue) names \"\(entry.text)\" twice")
        }
      }
    }
    return items
  }

  private mutating func readID(_ value: HeaderValue) -> RevisionID? {
    do { return try RevisionID(validating: value.bytes) } catch {
      report(error, in: value, as: "an id")
      return nil
    }
  }

  private mutating func readLabel(_ value: HeaderValue) -> BranchLabel? {
    do { return try BranchLabel(validating: value.bytes) } catch {
      report(error, in: value, as: "a label")
      return nil
    }
  }

  private mutating func readDependency(_ value: HeaderValue) -> Dependency? {
    var name = value
    var database: String?
    if let slash = value.bytes.firstIndex(of: UInt8(ascii: "/")) {
      let prefix = value.bytes[..<slash]
      if prefix.isEmpty || prefix.contains(where: { $0 <= 0x20 }) {
        problem(
          .invalidName, at: value.position, "\"\(value.text)\" needs a database before the slash")
        return nil
      }
      database = String(decoding: prefix, as: UTF8.self)
      name = value.part(value.bytes[(slash + 1)...])
    }
    // A label may hold whatever an id may.
    do { _ = try BranchLabel(validating: name.bytes) } catch {
      report(error, in: name, as: "a revision or a label")
      return nil
    }
    return Dependency(database: database, name: name.text)
  }

  private mutating func report(_ error: NameProblem, in value: HeaderValue, as kind: String) {
    switch error {
    case .empty:
      problem(.missingValue, at: value.position, "\(kind) is missing")
    case .tooLong:
      problem(.invalidName, at: value.position, "\(kind) has at most 255 bytes")
    case .badCharacter(_, let offset):
      let place = value.position.advanced(over: value.bytes, bytes: offset)
      let rest = String(decoding: value.bytes.dropFirst(offset), as: UTF8.self)
      let character = rest.first.map { $0 == " " ? "a blank" : "\($0)" } ?? "nothing"
      problem(
        .invalidName, at: place, "\"\(value.text)\" is not \(kind): \(character) cannot stand there"
      )
    case .reserved:
      problem(
        .invalidName, at: value.position,
        "\"\(value.text)\" is not \(kind): it is a word of the target language")
    }
  }
}
