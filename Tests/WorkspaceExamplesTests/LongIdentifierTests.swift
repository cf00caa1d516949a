import Foundation
import SQLText
import Testing

/// Alembic's column holds 32 characters and ids of ours may have 255: it is widened when one needs it,
/// and Alembic reads it all the same.
@Suite(
  .enabled(
    if: Alembic.hasDrivers && ServerDatabase.areThere,
    "needs both test servers, and a Python with Alembic, psycopg and pymysql"))
struct LongIdentifierTests {
  private static let long = "rename_all_tables_of_the_library_to_their_new_names_v2"

  @Test func onPostgres() async throws {
    try await widen(.onPostgres()) { $0.replacing("postgresql://", with: "postgresql+psycopg://") }
  }

  @Test func onMariaDB() async throws {
    try await widen(.onMariaDB()) {
      $0.replacing("mysql://", with: "mysql+pymysql://").replacing(
        "?socket=", with: "?unix_socket=")
    }
  }

  /// - Parameter adapt: makes a URL of SQLAlchemy's, which both understand.
  private func widen(_ server: ServerDatabase, adapt: (String) -> String) async throws {
    server.url = adapt(server.url)
    let library = try Example("adopting-alembic", servers: ["LIBRARY_DATABASE_URL": server])
    try keepFirstRevision(of: library)
    let width: SQLFragment = """
      SELECT character_maximum_length FROM information_schema.columns
      WHERE table_name = 'alembic_version' AND column_name = 'version_num'
      AND (table_schema = \(bind: .text(server.name)) OR table_schema = 'public')
      """
    func widths() throws -> [String] { try server.database.rows(width) }

    try await library.expect("alembic upgrade head")
    #expect(try widths() == ["32"])
    try addRevision(to: library)
    try await library.expect("aludel upgrade")
    #expect(try widths() == ["255"])
    #expect(try await library.expect("alembic current") == "\(Self.long) (head)\n")
    try await library.expect("alembic downgrade -1")
    #expect(try await library.expect("aludel current").contains("4b1f0a7c92de"))
    try await library.expect("alembic upgrade head")
    try await library.expect("aludel status --exit-code")
    try await library.expect("aludel downgrade base")
    #expect(try await library.expect("alembic current") == "")
  }

  /// Leaves what every engine understands.
  private func keepFirstRevision(of library: Example) throws {
    for folder in ["revisions", "migrations/versions"] {
      let path = library.folder.appending(path: folder)
      for file in try FileManager.default.contentsOfDirectory(atPath: path.path)
      where !file.contains("4b1f0a7c92de") {
        try FileManager.default.removeItem(at: path.appending(path: file))
      }
    }
    let workspace = library.folder.appending(path: "aludel.toml")
    try String(contentsOf: workspace, encoding: .utf8).replacing("dialect = \"sqlite\"\n", with: "")
      .write(to: workspace, atomically: true, encoding: .utf8)
  }

  /// The same revision for both.
  private func addRevision(to library: Example) throws {
    let sql = """
      -- revision: \(Self.long)
      -- down_revision: 4b1f0a7c92de

      -- migrate: upgrade
      ALTER TABLE books ADD COLUMN isbn VARCHAR(13);

      -- migrate: downgrade
      ALTER TABLE books DROP COLUMN isbn;
      """
    let python = """
      from alembic import op

      revision = "\(Self.long)"
      down_revision = "4b1f0a7c92de"


      def upgrade():
          op.execute("ALTER TABLE books ADD COLUMN isbn VARCHAR(13)")


      def downgrade():
          op.execute("ALTER TABLE books DROP COLUMN isbn")
      """
    for (file, text) in [("revisions/long.sql", sql), ("migrations/versions/long.py", python)] {
      try text.write(
        to: library.folder.appending(path: file), atomically: true, encoding: .utf8)
    }
  }
}
