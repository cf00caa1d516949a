import DialectKit
import Foundation
import Testing

/// The exporter that the documentation shows, with the real SQLAlchemy.
@Suite(.enabled(if: Alembic.python != nil, "ALUDEL_TEST_PYTHON names no Python with SQLAlchemy"))
struct ExporterTests {
  private static let models = """
    import enum
    from sqlalchemy import CheckConstraint, Enum, ForeignKey, Numeric, String
    from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

    class Base(DeclarativeBase):
        pass

    class Mood(enum.Enum):
        calm = 1
        loud = 2

    class Order(Base):
        __tablename__ = "orders"
        __table_args__ = (CheckConstraint("total >= 0"),)
        id: Mapped[int] = mapped_column(primary_key=True)
        user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
        total: Mapped[float] = mapped_column(Numeric(10, 2), server_default="0")

    class User(Base):
        __tablename__ = "users"
        id: Mapped[int] = mapped_column(primary_key=True)
        mail: Mapped[str] = mapped_column(String(200), unique=True)
        mood: Mapped[Mood] = mapped_column(Enum(Mood))
    """

  /// The page's Python, for an engine.
  private func exporter(_ scheme: String) throws -> String {
    let page = try String(
      contentsOf: Example.repository.appending(path: "docs/autogenerate.md"), encoding: .utf8)
    let start = try #require(page.range(of: "```python\n"))
    let end = try #require(page[start.upperBound...].range(of: "```"))
    let code = String(page[start.upperBound..<end.lowerBound])
    #expect(code.split(separator: "\n").count <= 10)
    return code.replacing("\"sqlite://\"", with: "\"\(scheme)\"")
  }

  private func tryOut(_ scheme: String, url: String, in example: Example) async throws {
    let python = try #require(Alembic.python)
    let workspace = """
      [databases.main]
      url = "\(url)"
      versions = "versions"
      schema = { command = ["\(python)", "export_schema.py"] }
      """
    for (file, text) in [
      ("aludel.toml", workspace), ("models.py", Self.models),
      ("export_schema.py", try exporter(scheme)),
    ] {
      try text.write(to: example.folder.appending(path: file), atomically: true, encoding: .utf8)
    }
    try await example.expect("rm -f versions/* && aludel revision --autogenerate -m models")
    try await example.expect("aludel upgrade && aludel check && aludel check --replay")
    // A model that goes on: the old name is known to the person alone.
    try await example.expect(
      "sed -i 's/mail: Mapped/email: Mapped/; s/Numeric(10, 2)/Numeric(12, 2)/' models.py")
    let undecided = try await example.run("aludel revision --autogenerate -m more --json")
    #expect(undecided.status == 1)
    #expect(undecided.text.contains("rename_undecided"), "\(undecided.text)")
    try await example.expect(
      "aludel revision --autogenerate -m more --rename users.mail=users.email")
    try await example.expect(
      "aludel upgrade && aludel check && aludel downgrade -1 && aludel upgrade && aludel check")
  }

  @Test func ofSQLite() async throws {
    let example = try Example("desired-schema")
    try await tryOut("sqlite://", url: "sqlite:///models.db", in: example)
  }

  @Test(.enabled(if: ServerDatabase.areThere, "needs both test servers")) func ofServers()
    async throws
  {
    let databases: [(String, ServerDatabase)] = [
      ("postgresql://", try .onPostgres()), ("mariadb://", try .onMariaDB()),
    ]
    for (scheme, database) in databases where database.database.dialect is any SchemaDialect {
      try await tryOut(scheme, url: database.url, in: Example("desired-schema"))
    }
  }
}
