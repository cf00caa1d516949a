/// The texts that `init` and `revision` write from, compiled into the program.
///
/// `${name}` is filled in; `$${` stands for a `${` of the text's own.
public enum Templates {
  /// A revision file: `header`, `upgrade`, `downgrade`.
  public static let revision = text(PackageResources.revision_sql)
  /// The head of a workspace file: `workspace`.
  public static let workspaceFile = text(PackageResources.workspace_toml)
  /// One database of a workspace file: `name`, `dialect`, `url`, `versions`, `password`.
  public static let databaseBlock = text(PackageResources.database_toml)
  public static let ignoreFile = text(PackageResources.gitignore_txt)
  public static let continuousIntegration = text(PackageResources.migrations_yml)

  /// The workspaces that `init -t` knows, the default first.
  public static let workspaces = [
    WorkspaceTemplate(
      name: "multidb", summary: "two databases, main and analytics, each with its own history",
      databases: [
        ("main", "databases/main/versions"), ("analytics", "databases/analytics/versions"),
      ],
      readme: text(PackageResources.multidb_md)),
    WorkspaceTemplate(
      name: "single", summary: "one database, main",
      databases: [("main", "versions")], readme: text(PackageResources.single_md)),
    WorkspaceTemplate(
      name: "monorepo", summary: "a history per service, beside the service's code",
      databases: [
        ("accounts", "services/accounts/migrations"), ("billing", "services/billing/migrations"),
      ], readme: text(PackageResources.monorepo_md)),
  ]

  private static func text(_ bytes: [UInt8]) -> String {
    String(decoding: bytes, as: UTF8.self)
  }
}

/// One kind of new workspace.
public struct WorkspaceTemplate: Sendable {
  public let name: String
  /// One line for `list-templates`.
  public let summary: String
  /// Its databases, in order, each with the versions folder it gets.
  public let databases: [(name: String, versions: String)]
  /// The README of a new workspace: `workspace`.
  public let readme: String

  /// The versions folder of a further database, laid out like the template's own.
  public func versions(of database: String) -> String {
    if let known = databases.first(where: { $0.name == database }) { return known.versions }
    guard databases.count > 1, let first = databases.first else {
      return "databases/\(database)/versions"
    }
    return first.versions.replacing(first.name, with: database)
  }
}
