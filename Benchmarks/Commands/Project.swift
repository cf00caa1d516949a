import Foundation

/// The same migrations twice: as a workspace of aludel and as a project of Alembic, in one folder.
struct Project {
  struct Database {
    var name: String
    var place: Place
    /// What the revisions do, in a line from the first to the last.
    var revisions: [Revision]
  }

  struct Revision {
    var statements: [String]
    var undo: [String]

    /// Alternately a table and a row in it.
    static func small(_ number: Int) -> Revision {
      let table = "item_\((number + 1) / 2)"
      return number.isMultiple(of: 2)
        ? Revision(
          statements: ["INSERT INTO \(table) VALUES (1, 'first', 1, NULL)"],
          undo: ["DELETE FROM \(table)"])
        : Revision(
          statements: [
            """
            CREATE TABLE \(table) (
              id INTEGER PRIMARY KEY, name VARCHAR(40) NOT NULL, amount INTEGER, note VARCHAR(100)
            )
            """
          ], undo: ["DROP TABLE \(table)"])
    }
  }

  let folder: URL
  let databases: [Database]

  /// - Parameter settings: further lines for each database in the workspace file.
  init(
    in folder: URL, _ databases: [Database], settings: String = "", metadata: String = "None"
  ) throws {
    self.folder = folder
    self.databases = databases
    try? FileManager.default.removeItem(at: folder)
    var workspace = ""
    for database in databases {
      workspace += """
        [databases.\(database.name)]
        url = "\(database.place.url)"
        versions = "\(database.name)/versions"
        \(settings)

        """
      let here = folder.appending(path: database.name)
      for (index, revision) in database.revisions.enumerated() {
        try write(Self.aludel(index, revision), to: here, "versions/\(Self.id(index)).sql")
        try write(Self.alembic(index, revision), to: here, "alembic/versions/\(Self.id(index)).py")
      }
      try write(Self.ini(database.place.alembicURL), to: here, "alembic.ini")
      try write(Self.environment(metadata), to: here, "alembic/env.py")
      try write(Self.template, to: here, "alembic/script.py.mako")
      try FileManager.default.createDirectory(
        at: here.appending(path: "versions"), withIntermediateDirectories: true)
      try FileManager.default.createDirectory(
        at: here.appending(path: "alembic/versions"), withIntermediateDirectories: true)
    }
    try write(workspace, to: folder, "aludel.toml")
  }

  /// Where the first database's Alembic runs.
  var first: URL { folder.appending(path: databases[0].name) }

  func reset() throws {
    for database in databases { try database.place.reset() }
  }

  static func id(_ index: Int) -> String {
    let digits = String(index + 1)
    return "r" + String(repeating: "0", count: 6 - digits.count) + digits
  }

  private func write(_ text: String, to folder: URL, _ name: String) throws {
    let file = folder.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  private static func aludel(_ index: Int, _ revision: Revision) -> String {
    """
    -- Revision \(index + 1)
    --
    -- revision: \(id(index))
    -- down_revision: \(index == 0 ? "" : id(index - 1))
    -- created: 2026-01-02T03:04:05Z

    -- migrate: upgrade
    \(revision.statements.map { $0 + ";\n" }.joined())
    -- migrate: downgrade
    \(revision.undo.map { $0 + ";\n" }.joined())
    """
  }

  private static func alembic(_ index: Int, _ revision: Revision) -> String {
    func calls(_ statements: [String]) -> String {
      statements.map { "    op.execute(\"\"\"\($0)\"\"\")\n" }.joined()
    }
    return """
      \"\"\"Revision \(index + 1)\"\"\"
      from alembic import op

      revision = "\(id(index))"
      down_revision = \(index == 0 ? "None" : "\"\(id(index - 1))\"")
      branch_labels = None
      depends_on = None


      def upgrade():
      \(calls(revision.statements))

      def downgrade():
      \(calls(revision.undo))
      """
  }

  private static func ini(_ url: String) -> String {
    """
    [alembic]
    script_location = %(here)s/alembic
    sqlalchemy.url = \(url.replacing("%", with: "%%"))
    """
  }

  private static func environment(_ metadata: String) -> String {
    """
    from alembic import context
    from sqlalchemy import engine_from_config, pool

    engine = engine_from_config(
        context.config.get_section(context.config.config_ini_section), poolclass=pool.NullPool
    )
    with engine.connect() as connection:
        context.configure(
            connection=connection, target_metadata=\(metadata), transaction_per_migration=True
        )
        with context.begin_transaction():
            context.run_migrations()
    """
  }

  /// As `alembic init` makes it, without what it imports: nobody runs what is generated.
  private static let template = """
    \"\"\"${message}\"\"\"
    revision = ${repr(up_revision)}
    down_revision = ${repr(down_revision)}
    branch_labels = ${repr(branch_labels)}
    depends_on = ${repr(depends_on)}


    def upgrade():
        ${upgrades if upgrades else "pass"}


    def downgrade():
        ${downgrades if downgrades else "pass"}
    """
}
