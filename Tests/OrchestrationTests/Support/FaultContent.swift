import DialectKit
import Revisions
import SQLText

extension FaultTrial {
  /// What a database holds, as far as anything that comes later could see it.
  struct Content: Hashable {
    /// Every mark that a statement left, in order: an INSERT that ran twice shows.
    var marks: [String]
    /// Rows that no statement is about.
    var kept: [String]
    var tables: [String]
    var versions: [String]
    /// `revision direction statement checksum outcome`
    var history: [String]

    init(_ database: SimulatedDatabase) throws {
      self = try database.access { () throws in
        func column(_ sql: SQLFragment) throws -> [String] {
          try database.storage.query(sql).map { $0[0].text ?? "" }
        }
        let tables = try column("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")
        return Content(
          marks: try column("SELECT mark FROM log ORDER BY rowid"),
          kept: try column("SELECT n || '' FROM kept ORDER BY rowid"), tables: tables,
          versions: tables.contains("aludel_version")
            ? try column("SELECT version_num FROM aludel_version ORDER BY 1") : [],
          history: tables.contains("aludel_version_history")
            ? try column(
              """
              SELECT revision || ' ' || direction || ' ' || COALESCE(statement, '') || ' '
                || COALESCE(checksum, '') || ' ' || outcome
              FROM aludel_version_history ORDER BY id
              """) : [])
      }
    }

    private init(
      marks: [String], kept: [String], tables: [String], versions: [String], history: [String]
    ) {
      (self.marks, self.kept, self.tables) = (marks, kept, tables)
      (self.versions, self.history) = (versions, history)
    }

    /// Without our own tables, which a failed run may leave, and without what is written about it.
    var effects: Content {
      var content = self
      content.tables.removeAll { $0.hasPrefix("aludel_") }
      content.history = []
      return content
    }

    /// Without the notes of what failed, and of stamps that have changed nothing: one that purges is done
    /// again, and written down again.
    var lasting: Content {
      var content = self
      content.history.removeAll { $0.hasSuffix(" failed") }
      for (row, next) in zip(content.history, content.history.dropFirst()).reversed()
      where row == next && row.contains(" stamp ") {
        content.history.removeLast()
      }
      return content
    }

    var hasOpenRow: Bool { history.contains { $0.contains(" started") } }

    /// Whether a statement of the revision is written down that stays.
    func hasJournal(of revision: String) -> Bool {
      lasting.history.contains { $0.hasPrefix("\(revision) ") }
    }

    /// The history is r1-r2.
    func isApplied(_ revision: String) -> Bool {
      versions.contains("r2") || versions.contains(revision)
    }

    /// How many times a statement took effect. The log table itself stays for ever.
    func count(_ number: Int, of revision: String, _ direction: Direction) -> Int {
      let sign = direction == .upgrade ? "+" : "-"
      switch number {
      case 1, 3: return marks.filter { $0 == "\(sign)\(revision).\(number)" }.count
      default:
        return tables.contains("\(revision)_\(number)") == (direction == .upgrade) ? 1 : 0
      }
    }

    func fullness(of revision: String, _ direction: Direction) -> [Int] {
      (1...4).map { count($0, of: revision, direction) }
    }
  }
}
