import Foundation
import Testing

/// Somebody at a terminal is asked whether what comes is what goes.
@Suite(.enabled(if: Pty.canBeMade, "the machine has no terminals to give (/dev/pts)"))
struct RenamePromptTests {
  enum Engine: CaseIterable {
    case sqlite, postgresql, mysql

    var server: ScratchDatabase.Engine? {
      switch self {
      case .sqlite: nil
      case .postgresql: .postgresql
      case .mysql: .mysql
      }
    }

    static let present = allCases.filter { $0.server.map(\.hasSchemas) ?? true }
  }

  struct Answers: Sendable, CustomTestStringConvertible {
    var typed: String
    var status: Int32
    /// What the upgrade does; nil where no file is written.
    var upgrade: String?
    var testDescription: String { typed.debugDescription }
  }

  static let answers = [
    Answers(typed: "7\nyes\n1\n1\n", status: 0, upgrade: "RENAME COLUMN mail TO email"),
    Answers(typed: "0\n1\n", status: 0, upgrade: "DROP COLUMN mail"),
    Answers(typed: "\n", status: 1),
  ]

  /// The column first, by its table's name, then the other table.
  @Test(arguments: Engine.present, answers) func isAsked(_ engine: Engine, _ given: Answers) throws
  {
    let database = try engine.server.map { try ScratchDatabase(on: $0) }
    defer { database?.drop() }
    let shell = try Shell()
    defer { shell.close() }
    let url = database?.url ?? "sqlite:///main.db"
    let made = try shell.run(
      """
      aludel init -t single -q --database main='\(url)' >/dev/null 2>&1 &&
      sed -i 's/^versions = .*/&\\nschema = "schema.sql"/' aludel.toml &&
      rev versions a1 '' first 'CREATE TABLE people (id integer PRIMARY KEY, mail text, n integer);
      CREATE TABLE stores (id integer PRIMARY KEY, place text); INSERT INTO people VALUES (1, NULL, 2);' &&
      aludel upgrade -q && put schema.sql <<'END'
      CREATE TABLE people (id integer PRIMARY KEY, email text, n integer);
      CREATE TABLE shops (id integer PRIMARY KEY, place text);
      END
      """)
    #expect(made.status == 0, "\(made.text(of: .error))")

    let terminal = try Pty()
    terminal.type(given.typed)
    let outcome = try shell.run(
      "aludel revision --autogenerate -m second --rev-id b2 < \(terminal.path) 2> \(terminal.path)")
    let shown = terminal.shown()
    #expect(outcome.status == given.status, "\(shown)")
    #expect(shown.contains("1  it is renamed to people.email"), "\(shown)")
    #expect(shown.contains("0  it is dropped, with all that it holds"), "\(shown)")
    #expect(shown.contains("a number from 0 to 1") == given.typed.hasPrefix("7"), "\(shown)")
    let file = try shell.run("cat versions/*_b2_*.sql").text(of: .output)
    guard let upgrade = given.upgrade else {
      #expect(file.isEmpty)
      #expect(shown.contains("--rename people.mail=people.email"), "\(shown)")
      return
    }
    #expect(shown.contains("1  it is renamed to shops"), "\(shown)")
    #expect(file.contains(upgrade), "\(file)")
    #expect(file.contains("RENAME TO shops") || file.contains("stores TO shops"), "\(file)")
    let after = try shell.run("aludel upgrade -q && aludel check")
    #expect(after.status == 0, "\(after.text(of: .error))")
  }
}
