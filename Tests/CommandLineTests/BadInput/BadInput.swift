import Foundation

/// Something that somebody got wrong, the command that meets it, and what must come of it.
struct BadInput: Sendable, CustomStringConvertible {
  enum Preparation: Sendable {
    case text(String, String)
    case bytes(String, [UInt8])
    case folder(String)
    case link(String, to: String)
    case mode(String, Int)
    case remove(String)
    /// Makes a database one that can only be read, even by root: its header asks for a newer library
    /// to write it (https://sqlite.org/fileformat.html, 1.3.3).
    case readOnly(String)
    /// Replaces one text by another.
    case edit(String, String, String)
    case variable(String, String)
    /// Runs the command line, which must succeed.
    case command([String])
    /// Statements for `main.db`.
    case sql(String)
  }

  var name: String
  var preparations: [Preparation]
  var arguments: [String]
  /// The exit status, then each error by its code and its place, with `file:line:column` as far as it
  /// is told: `1 invalid_config aludel.toml:3:1`. An error without a place stands for itself:
  /// `64 usage`.
  var expected: String

  init(
    _ name: String, _ preparations: [Preparation] = [], _ line: String = "upgrade",
    _ expected: String
  ) {
    self.name = name
    self.preparations = preparations
    arguments = line.split(separator: " ").map { String($0) }
    self.expected = expected
  }

  init(
    _ name: String, _ preparations: [Preparation] = [], arguments: [String], _ expected: String
  ) {
    self.name = name
    self.preparations = preparations
    self.arguments = arguments
    self.expected = expected
  }

  var description: String { name }

  /// A workspace in which everything is right: `main` on SQLite, with `a1` and `b2`.
  static let workspace: [Preparation] = [
    .text(
      "aludel.toml", "[databases.main]\nurl = \"sqlite:///main.db\"\nversions = \"versions\"\n"),
    .text("versions/a1.sql", revision("a1", creating: "users")),
    .text("versions/b2.sql", revision("b2", after: "a1", creating: "posts")),
  ]

  static func revision(
    _ id: String, after parent: String = "", header: String = "", creating table: String
  ) -> String {
    """
    -- Create \(table)
    --
    -- revision: \(id)
    -- down_revision: \(parent)
    \(header)
    -- migrate: upgrade
    CREATE TABLE \(table) (id INTEGER PRIMARY KEY);

    -- migrate: downgrade
    DROP TABLE \(table);

    """
  }
}
