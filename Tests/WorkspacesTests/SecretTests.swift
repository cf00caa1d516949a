import DialectKit
import Testing

@testable import Workspaces

@Suite("passwords")
struct SecretTests {
  static let canary = "c4n4ry-p@ss"

  /// A workspace whose database has the given password, opened with some variables.
  func open(
    _ password: String, _ variables: [String: String] = [:], in workspace: TestWorkspace
  ) throws -> Endpoint {
    let configuration = try workspace.load(
      """
      [databases.main]
      url = "postgresql://app:from-the-url@localhost/shop"
      versions = "versions"
      password = \(password)
      """, variables: variables)
    let database = try #require(configuration.databases.first)
    #expect(!String(reflecting: configuration).contains(Self.canary))
    #expect(!String(describing: configuration).contains("from-the-url"))
    let endpoint = try database.endpointWithPassword(environment: variables)
    #expect(!String(reflecting: endpoint).contains(Self.canary))
    return endpoint
  }

  /// What is said when it cannot be had.
  func failure(
    _ password: String, _ variables: [String: String] = [:], in workspace: TestWorkspace
  ) throws -> String {
    do {
      _ = try open(password, variables, in: workspace)
      return "no failure"
    } catch let error as ConfigurationProblems {
      #expect(error.problems.allSatisfy { $0.sourceLine == nil })
      return error.problems.map(ProblemTests.line).joined(separator: "\n")
    }
  }

  @Test(arguments: [
    "{ env = \"PASSWORD\" }", "{ env = \"${NAME}\" }", "\"${PASSWORD}\"",
    "\"${NOTHING:-${PASSWORD}\"", "{ command = [\"sh\", \"-c\", \"echo $PASSWORD; echo more\"] }",
    "{ command = [\"./bin/show\", \"app\"] }", "{ file = \"secrets/plain\" }",
    "{ file = \"secrets/windows\" }", "{ file = \"${HOME}/plain\" }", "{ file = \"secrets/bare\" }",
  ])
  func areFetched(_ password: String) throws {
    let workspace = try TestWorkspace(folders: ["versions", "bin"])
    try workspace.write("\(Self.canary)\n", to: "secrets/plain", permissions: 0o600)
    try workspace.write("\(Self.canary)\r\n", to: "secrets/windows", permissions: 0o400)
    try workspace.write(Self.canary, to: "secrets/bare", permissions: 0o600)
    try workspace.write(
      "#!/bin/sh\ntest \"$1\" = app && test -d versions && printf '\(Self.canary)\\r\\n'\n",
      to: "bin/show", permissions: 0o755)
    let variables = [
      "PASSWORD": Self.canary, "NAME": "PASSWORD", "HOME": workspace.path("secrets"),
      "PATH": "/usr/bin:/bin",
    ]
    if password.contains("NOTHING") {
      // A default ends at the next brace: there is no nesting.
      #expect(try open(password, variables, in: workspace).password?.reveal() == "${PASSWORD")
    } else {
      #expect(try open(password, variables, in: workspace).password?.reveal() == Self.canary)
    }
  }

  @Test func theURLsPasswordStandsInWhenThereIsNoOther() throws {
    let workspace = try TestWorkspace()
    let configuration = try workspace.load(
      "[databases.main]\nurl = \"postgresql://a:b%20c@h/d\"\nversions = \"versions\"\n")
    let endpoint = try configuration.databases.first?.endpointWithPassword(environment: [:])
    #expect(endpoint?.password?.reveal() == "b c")
  }

  @Test func aScratchDatabaseSharesThePasswordOnlyOnTheSameServer() throws {
    func scratch(_ url: String) throws -> String? {
      let workspace = try TestWorkspace()
      let configuration = try workspace.load(
        """
        [databases.main]
        url = "postgresql://app@h/shop"
        password = { env = "P" }
        versions = "versions"
        scratch_url = "\(url)"
        """)
      return try configuration.databases.first?
        .scratchEndpointWithPassword(environment: ["P": Self.canary])?.password?.reveal()
    }
    #expect(try scratch("postgresql://app@h/scratch") == Self.canary)
    #expect(try scratch("postgresql://app:own@h/scratch") == "own")
    #expect(try scratch("postgresql://app@elsewhere/scratch") == nil)
    #expect(try scratch("postgresql://other@h/scratch") == nil)
  }

  @Test func areMissed() throws {
    let workspace = try TestWorkspace()
    try workspace.write(Self.canary, to: "open", permissions: 0o640)
    try workspace.write("\n", to: "empty", permissions: 0o600)
    let root = workspace.root
    let variables = ["PATH": "/usr/bin:/bin", "CANARY": Self.canary, "EMPTY": ""]
    func said(_ password: String) throws -> String {
      try failure(password, variables, in: workspace)
    }
    #expect(
      try said("{ env = \"PASSWORD\" }")
        == "4:12 missing_variable the variable PASSWORD is not set "
        + "(set it before the call: export PASSWORD=…)")
    #expect(
      try said("{ env = \"EMPTY\" }") == "4:12 password_unavailable the password is empty")
    #expect(
      try said("{ file = \"open\" }")
        == "4:12 password_unavailable the password file \(root)/open can be read by others "
        + "(run chmod 600 \(root)/open)")
    #expect(
      try said("{ file = \"nowhere\" }")
        == "4:12 password_unavailable the password file \(root)/nowhere cannot be read: "
        + "no such file or directory")
    #expect(
      try said("{ file = \"versions\" }")
        == "4:12 password_unavailable the password file cannot be used: "
        + "\(root)/versions is not a regular file")
    #expect(
      try said("{ file = \"empty\" }") == "4:12 password_unavailable the password is empty")
    #expect(
      try said("{ command = [\"false\"] }")
        == "4:12 password_unavailable the password command false ended with status 1")
    #expect(
      try said("{ command = [\"sh\", \"-c\", \"echo $CANARY; echo not\\tthere >&2; exit 3\"] }")
        == "4:12 password_unavailable the password command sh ended with status 3 "
        + "and said: not there")
    #expect(
      try said("{ command = [\"sh\", \"-c\", \"kill -9 $$\"] }")
        == "4:12 password_unavailable the password command sh ended with status 137")
    #expect(
      try said("{ command = [\"./no-such-program\"] }")
        == "4:12 password_unavailable the password command cannot be run: "
        + "./no-such-program cannot be run: no such file or directory")
    #expect(
      try said("{ command = [\"true\"] }") == "4:12 password_unavailable the password is empty")
    #expect(
      try said("{ command = [\"printf\", \"\\\\377\"] }")
        == "4:12 password_unavailable the password command printf did not write UTF-8 text")
  }
}

@Suite("running programs")
struct SubprocessTests {
  func run(_ script: String, limit: Int = 1 << 20) throws -> Subprocess.Outcome {
    try Subprocess.run(
      ["sh", "-c", script], in: "/", environment: ["PATH": "/usr/bin:/bin", "A": "b c"],
      limit: limit)
  }

  @Test func givesNothingToReadAndOneFolder() throws {
    let outcome = try run("cat; pwd; echo $A")
    #expect(String(decoding: outcome.output, as: UTF8.self) == "/\nb c\n")
    #expect(outcome.status == 0)
  }

  @Test func readsMoreThanPipesHold() throws {
    let outcome = try run("head -c 300000 /dev/zero >&2; head -c 300000 /dev/zero")
    #expect(outcome.output.count == 300_000)
    #expect(!outcome.isCutOff)
    let short = try run("head -c 300000 /dev/zero", limit: 1000)
    #expect(short.output.count == 1000)
    #expect(short.isCutOff)
  }
}
