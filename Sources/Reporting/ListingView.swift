public import Orchestration
import Revisions

/// Lists of revisions (`heads`, `current`, `history`, `show`, `branches`) for people and programs.
public struct ListingView: Sendable {
  /// Which question it answers: the `type` of its JSON, and what is worth showing.
  public enum Kind: String, Hashable, Sendable {
    case heads, current, history, show, branches
  }

  let kind: Kind
  let listing: RevisionListing
  let isVerbose: Bool

  public init(_ kind: Kind, _ listing: RevisionListing, isVerbose: Bool = false) {
    self.kind = kind
    self.listing = listing
    self.isVerbose = isVerbose
  }

  // MARK: - For people

  /// All histories in one picture, in the language of Graphviz.
  public var dot: [String] { DotDrawing.lines(of: HistoryPicture(listing)) }

  /// All histories in one picture, as a Mermaid flowchart.
  public var mermaid: [String] { MermaidDrawing.lines(of: HistoryPicture(listing)) }

  public func lines(for terminal: Terminal) -> [String] {
    var lines: [String] = []
    for database in listing.databases {
      if !lines.isEmpty { lines.append("") }
      if kind != .show || listing.databases.count > 1 {
        let standing = kind == .history ? Self.standing(of: database) : nil
        lines.append(
          terminal.paint(database.name.sanitized, .heading)
            + (standing.map { "  " + terminal.paint($0, .dim) } ?? ""))
      }
      if database.revisions.isEmpty { lines.append("  " + terminal.paint(nothing, .dim)) }
      if kind == .show || isVerbose {
        for (index, entry) in database.revisions.enumerated() {
          if index > 0 { lines.append("") }
          lines += longForm(entry, in: database, terminal)
        }
      } else if kind == .history {
        lines += GraphDrawing(database.revisions, terminal: terminal).lines
      } else {
        lines += table(database, terminal)
      }
    }
    return lines
  }

  /// The database with where it stands, as far as that is asked for and no revision here shows it.
  static func heading(of database: RevisionListing.Database) -> String {
    ([database.name.sanitized] + (standing(of: database).map { [$0] } ?? []))
      .joined(separator: ", ")
  }

  private static func standing(of database: RevisionListing.Database) -> String? {
    guard let rows = database.rows, !database.revisions.isEmpty else { return nil }
    if rows.isEmpty { return "nothing applied" }
    let shown = Set(database.revisions.map(\.revision.id))
    let others = rows.revisions.filter { !shown.contains($0) }
    return others.isEmpty ? nil : "stands on \(others.map(\.text).joined(separator: ", "))"
  }

  private var nothing: String {
    switch kind {
    case .current: "nothing applied"
    case .heads, .history, .show: "no revisions"
    case .branches: "no branch points"
    }
  }

  private func table(_ database: RevisionListing.Database, _ terminal: Terminal) -> [String] {
    var table = TextTable()
    for entry in database.revisions {
      table.add([
        TextTable.Cell(entry.revision.id.text, .identifier),
        TextTable.Cell(entry.revision.title),
        TextTable.Cell(Self.marks(of: entry).joined(separator: " "), .label),
      ])
      guard kind == .branches else { continue }
      for child in entry.children {
        table.add([
          TextTable.Cell("  -> \(child.revision)"), TextTable.Cell(child.title),
          TextTable.Cell(child.marks, .label),
        ])
      }
    }
    return table.lines(for: terminal)
  }

  /// `billing@` for the labels that hold, then what is special about the revision.
  static func marks(of entry: RevisionListing.Entry) -> [String] {
    var marks = entry.effectiveLabels.map { "\($0)@" }
    if entry.isHead { marks.append(entry.isEffectiveHead ? "(effective head)" : "(head)") }
    if entry.isCurrent { marks.append("(current)") }
    let count = entry.revision.replaces.count
    if count > 0 { marks.append("(replaces \(count))") }
    if let squash = entry.replacedBy { marks.append("(replaced by \(squash))") }
    return marks
  }

  private func longForm(
    _ entry: RevisionListing.Entry, in database: RevisionListing.Database, _ terminal: Terminal
  ) -> [String] {
    let revision = entry.revision
    var special = Self.marks(of: entry)
    if entry.isBranchPoint { special.append("(branch point)") }
    if entry.isMergePoint { special.append("(merge point)") }
    var table = TextTable()
    func add(_ name: String, _ values: [String]) {
      if !values.isEmpty {
        table.add([TextTable.Cell(name, .dim), TextTable.Cell(values.joined(separator: ", "))])
      }
    }
    add("parents", revision.parents.isEmpty ? ["<base>"] : revision.parents.map(\.text))
    add("children", kind == .branches ? [] : entry.children.map(\.revision.text))
    add("depends on", revision.dependencies.map(\.description))
    add("needed by", entry.neededBy.map(\.description))
    add("labels", revision.labels.map(\.text))
    add("replaces", revision.replaces.map(\.text))
    add("created", entry.created.map { [$0] } ?? [])
    add("file", [entry.file])
    var lines = [
      ([terminal.paint(revision.id.text, .identifier)] + special.map { terminal.paint($0, .label) })
        .joined(separator: " ")
    ]
    lines += table.lines(for: terminal)
    if kind == .branches { lines += branches(of: entry, terminal) }
    if !revision.message.isEmpty {
      lines.append("")
      lines += revision.message.sanitized.split(separator: "\n", omittingEmptySubsequences: false)
        .map { $0.isEmpty ? "" : "  " + $0 }
    }
    return lines
  }

  private func branches(of entry: RevisionListing.Entry, _ terminal: Terminal) -> [String] {
    var table = TextTable()
    for child in entry.children {
      table.add([
        TextTable.Cell("->", .dim), TextTable.Cell(child.revision.text, .identifier),
        TextTable.Cell(child.title), TextTable.Cell(child.marks, .label),
      ])
    }
    return table.lines(for: terminal)
  }

  // MARK: - For programs

  public var json: String {
    JSONOutput.line(
      ListingObject(
        type: kind.rawValue,
        databases: listing.databases.map { database in
          ListingObject.Database(
            name: database.name,
            pending: kind == .current ? database.pending.map { $0.map(\.text) } : nil,
            revisions: database.revisions.map { entry in
              ListingObject.Revision(
                revision: entry.revision.id.text,
                downRevision: entry.revision.parents.map(\.text),
                dependsOn: entry.revision.dependencies.map(\.description),
                neededBy: entry.neededBy.isEmpty ? nil : entry.neededBy.map(\.description),
                branchLabels: entry.revision.labels.map(\.text),
                replaces: entry.revision.replaces.isEmpty
                  ? nil : entry.revision.replaces.map(\.text),
                replacedBy: entry.replacedBy?.text,
                message: entry.revision.message, file: entry.file, created: entry.created,
                head: entry.isHead, current: entry.isCurrent)
            })
        }))
  }
}

private struct ListingObject: Encodable {
  struct Database: Encodable {
    var name: String
    /// What `current` knows of besides.
    var pending: [String]?
    var revisions: [Revision]
  }

  struct Revision: Encodable {
    var revision: String
    var downRevision: [String]
    var dependsOn: [String]
    var neededBy: [String]?
    var branchLabels: [String]
    var replaces: [String]?
    var replacedBy: String?
    var message: String
    var file: String
    var created: String?
    var head: Bool
    var current: Bool
  }

  var type: String
  var formatVersion = JSONOutput.formatVersion
  var databases: [Database]
}

extension RevisionListing.Child {
  fileprivate var marks: String {
    (effectiveLabels.map { "\($0)@" } + (isHead ? ["(head)"] : [])).joined(separator: " ")
  }
}
