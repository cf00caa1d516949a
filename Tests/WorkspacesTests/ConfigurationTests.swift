import DialectKit
import Revisions
import SQLText
import Testing

@testable import Workspaces

@Suite("reading a workspace file")
struct ConfigurationTests {
  static let everyKey = """
    [workspace]
    name = "shop-${STAGE:-dev}"

    [defaults]
    lock_timeout = "500ms"
    connect_timeout = "3s"
    exclude = ["*.tmp_*"]

    [databases.zeta]
    dialect = "postgres"
    url = "postgresql://app@db.example.com:6432/shop?sslmode=require"
    password = { env = "ZETA_PASSWORD" }
    versions = ["zeta/versions", "zeta/more"]
    version_table = "versions"
    version_table_schema = "ops"
    schema = "zeta/schema.sql"
    branch_label = "z"
    transaction = "per_run"
    transactional_ddl = false
    lock_timeout = "1h"
    statement_timeout = "5m"
    connect_timeout = "10s"
    include_schemas = ["public", "ops"]
    include = ["public.*"]
    exclude = ["public.spatial_ref_sys", "*.${PREFIX}_*"]
    file_template = "{year}/{rev}_{slug}.sql"
    timezone = "+02:00"
    recursive = true
    after = ["alpha"]
    scratch_url = "postgresql://app@db.example.com:6432/scratch"

    [databases.alpha]
    url = "sqlite:///alpha.db"
    versions = "alpha/versions"
    schema = { command = ["python3", "export.py", ""] }

    [environments.production.databases.alpha]
    url = "mysql://${HOST}/alpha"
    dialect = "mariadb"

    [environments.staging]
    """

  static func workspace() throws -> TestWorkspace {
    try TestWorkspace(folders: ["zeta/versions", "zeta/more", "alpha/versions"])
  }

  @Test func readsEveryKey() throws {
    let workspace = try Self.workspace()
    let configuration = try workspace.load(Self.everyKey, variables: ["PREFIX": "old"])
    #expect(configuration.name == "shop-dev")
    #expect(configuration.root == workspace.root)
    #expect(configuration.environment == nil)
    #expect(configuration.environments == ["production", "staging"])
    #expect(configuration.databases.map(\.name) == ["zeta", "alpha"])

    let zeta = try #require(configuration[database: "zeta"])
    #expect(zeta.dialectName == "postgresql")
    let endpoint = try zeta.endpoint.get()
    #expect(endpoint.host == "db.example.com")
    #expect(endpoint.port == 6432)
    #expect(endpoint.user == "app")
    #expect(endpoint.password == nil)
    #expect(
      zeta.versions == [
        VersionsLocation(path: workspace.path("zeta/versions"), written: "zeta/versions"),
        VersionsLocation(path: workspace.path("zeta/more"), written: "zeta/more"),
      ])
    #expect(zeta.versionTable.description == "ops.versions")
    #expect(zeta.schema == .file(workspace.path("zeta/schema.sql")))
    #expect(zeta.branchLabel.text == "z")
    #expect(zeta.transaction == .perRun)
    #expect(zeta.transactionalDDL == false)
    #expect(zeta.lockTimeout == .seconds(3600))
    #expect(zeta.statementTimeout == .seconds(300))
    #expect(zeta.connectTimeout == .seconds(10))
    #expect(zeta.includeSchemas == ["public", "ops"])
    #expect(zeta.include.map(\.text) == ["public.*"])
    #expect(zeta.exclude.map(\.text) == ["public.spatial_ref_sys", "*.old_*"])
    #expect(zeta.fileTemplate.text == "{year}/{rev}_{slug}.sql")
    #expect(zeta.timeZone == .fixed(7200))
    #expect(zeta.isRecursive)
    #expect(zeta.after == ["alpha"])
    #expect(try zeta.scratchEndpoint?.get().database == "scratch")
    #expect(configuration.connectionProblems(environment: ["ZETA_PASSWORD": "x"]).isEmpty)
  }

  @Test func fillsInDefaults() throws {
    let workspace = try Self.workspace()
    let configuration = try workspace.load(Self.everyKey, variables: ["PREFIX": "old"])
    let alpha = try #require(configuration[database: "alpha"])
    #expect(alpha.dialectName == "sqlite")
    #expect(alpha.versionTable.description == "aludel_version")
    #expect(alpha.schema == .command(["python3", "export.py", ""]))
    #expect(alpha.branchLabel.text == "alpha")
    #expect(alpha.transaction == .perRevision)
    #expect(alpha.transactionalDDL == nil)
    #expect(alpha.lockTimeout == .milliseconds(500), "from the defaults")
    #expect(alpha.connectTimeout == .seconds(3), "from the defaults")
    #expect(alpha.exclude.map(\.text) == ["*.tmp_*"], "from the defaults")
    #expect(alpha.statementTimeout == nil)
    #expect(alpha.includeSchemas == nil)
    #expect(alpha.include.isEmpty)
    #expect(alpha.fileTemplate == .standard)
    #expect(alpha.timeZone == .utc)
    #expect(!alpha.isRecursive)
    #expect(alpha.after.isEmpty)
    #expect(alpha.password == nil)
    #expect(alpha.scratchEndpoint == nil)
  }

  @Test func laysAnEnvironmentOverIt() throws {
    let workspace = try Self.workspace()
    let configuration = try workspace.load(
      Self.everyKey, environment: "production", variables: ["PREFIX": "old", "HOST": "prod"])
    let alpha = try #require(configuration[database: "alpha"])
    #expect(configuration.environment == "production")
    #expect(alpha.dialectName == "mysql")
    #expect(try alpha.endpoint.get().host == "prod")
    #expect(alpha.versions.map(\.written) == ["alpha/versions"])
    #expect(configuration[database: "zeta"]?.branchLabel.text == "z")
  }

  @Test func keepsTheFilesOrder() throws {
    let names = ["m", "a", "z", "b-x", "_c", "Q"]
    let tables = names.map { "[databases.\($0)]\nversions = \"versions\"\n" }.joined()
    let workspace = try TestWorkspace()
    let configuration = try workspace.load("[defaults]\ndialect = \"sqlite\"\n" + tables)
    #expect(configuration.databases.map(\.name) == names)
    #expect(configuration.name == FilePaths.lastName(of: workspace.root))
  }

  @Test func missingVariablesOfURLsWaitUntilTheyAreNeeded() throws {
    let workspace = try TestWorkspace()
    let text = """
      [databases.main]
      dialect = "postgresql"
      url = "${MAIN_URL}"
      password = { file = "${SECRETS}/main" }
      scratch_url = "${SCRATCH_URL}"
      versions = "versions"
      [databases.other]
      dialect = "sqlite"
      versions = "versions"
      """
    let configuration = try workspace.load(text)
    let lines = configuration.connectionProblems(environment: [:]).map(ProblemTests.line)
    #expect(
      lines == [
        "3:7 missing_variable url needs the variable MAIN_URL, which is not set "
          + "(set it before the call, or give a default: ${MAIN_URL:-…})",
        "4:21 missing_variable password.file needs the variable SECRETS, which is not set "
          + "(set it before the call, or give a default: ${SECRETS:-…})",
        "5:15 missing_variable scratch_url needs the variable SCRATCH_URL, which is not set "
          + "(set it before the call, or give a default: ${SCRATCH_URL:-…})",
        "7:12 missing_key database \"other\" has no url (add url = \"…\" to [databases.other] "
          + "or choose an environment that has it)",
      ])
    #expect(throws: ConfigurationProblems.self) {
      try configuration[database: "main"]?.endpointWithPassword(environment: [:])
    }
  }

  @Test func anEmptyVariableIsAMissingURL() throws {
    let workspace = try TestWorkspace()
    let configuration = try workspace.load(
      "[databases.main]\ndialect = \"sqlite\"\nurl = \"${URL}\"\nversions = \"versions\"\n",
      variables: ["URL": ""])
    #expect(
      configuration.connectionProblems(environment: [:]).map(ProblemTests.line)
        == ["3:7 bad_url url: the URL is empty"])
  }

  @Test func theSchemeTellsTheDialectBeforeItsVariables() throws {
    let workspace = try TestWorkspace()
    let configuration = try workspace.load(
      "[databases.main]\nurl = \"postgres+psycopg://${HOST}/shop\"\nversions = \"versions\"\n")
    #expect(configuration.databases.map(\.dialectName) == ["postgresql"])
  }

  @Test func databasesInMemoryNeverCollide() throws {
    let workspace = try TestWorkspace()
    let table = "url = \"sqlite://:memory:\"\nversions = \"versions\"\n"
    let configuration = try workspace.load("[databases.a]\n\(table)[databases.b]\n\(table)")
    #expect(configuration.databases.count == 2)
  }

  @Test(arguments: ["version_table = \"b_version\"", "version_table_schema = \"b\""])
  func oneDatabaseMayHaveSeveralVersionTables(_ difference: String) throws {
    let workspace = try TestWorkspace()
    let table = "url = \"postgresql://localhost/shop\"\nversions = \"versions\"\n"
    let configuration = try workspace.load(
      "[databases.a]\n\(table)[databases.b]\n\(table)\(difference)\n")
    #expect(configuration.databases.count == 2)
  }

  @Test func missingFoldersAreFineForTheCommandThatMakesThem() throws {
    let workspace = try TestWorkspace(folders: [])
    let text = "[databases.a]\ndialect = \"sqlite\"\nversions = \"a/versions\"\n"
    #expect(throws: ConfigurationProblems.self) { try workspace.load(text) }
    let configuration = try workspace.load(text, missingFolders: .areFine)
    #expect(configuration.databases.map(\.versions[0].path) == [workspace.path("a/versions")])
  }

  @Test func anUnusedEnvironmentMayLackItsVariables() throws {
    let workspace = try TestWorkspace()
    let text = ProblemCase.main + "[environments.e.databases.main]\nschema = \"${NOT_SET}\"\n"
    #expect(try workspace.load(text).databases.map(\.schema) == [nil])
  }

  @Test func readsAFileByItsPath() throws {
    let workspace = try TestWorkspace()
    try workspace.write(ProblemCase.main, to: "aludel.toml")
    let path = workspace.path("aludel.toml")
    let configuration = try workspace.loader().load(path)
    #expect(configuration.path == path)
    #expect(configuration.root == workspace.root)
    let missing = workspace.path("nowhere.toml")
    #expect {
      try workspace.loader().load(missing)
    } throws: { error in
      "\(error)"
        == "\(missing): \(missing) cannot be opened: no such file or directory"
    }
  }

  @Test func showsTheLineUnlessItCouldHoldASecret() throws {
    let workspace = try TestWorkspace()
    let text = """
      [databases.main]
      dialect = "postgresql"
      pasword = "hunter2"
      transaction = "allways"   # as before
      url = \"\"\"mysql://u:hunter2@h
      /hunter2\"\"\"
      versions = "versions"
      lock_timeout = 5 # was postgresql://u:hunter2@h/d
      other = { versions = "x", password = "hunter2" }
      """
    var shown: [String] = []
    do {
      _ = try workspace.load(text)
    } catch {
      shown = error.problems.map { "\($0.line ?? 0) \($0.sourceLine ?? "-")" }
    }
    #expect(
      shown == ["3 -", "4 transaction = \"allways\"   # as before", "5 -", "8 -", "9 -"])
  }
}
