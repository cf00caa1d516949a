/// An environment that does not fit: files, servers, programs.
extension BadInput {
  static let surroundings: [BadInput] = [
    BadInput(
      "a workspace file of the environment that is not there",
      [.variable("ALUDEL_CONFIG", "nowhere.toml")], "upgrade", "1 invalid_config nowhere.toml"),
    BadInput(
      "an empty workspace file of the environment, and none here",
      [.variable("ALUDEL_CONFIG", ""), .remove("aludel.toml")], "upgrade",
      "1 invalid_config aludel.toml"),
    BadInput(
      "a read-only database", [.command(["upgrade", "a1"]), .readOnly("main.db")], "upgrade",
      "1 missing_privileges main"),
    BadInput(
      "a read-only database, stamped", [.command(["upgrade", "a1"]), .readOnly("main.db")],
      "stamp heads", "1 missing_privileges main"),
    BadInput(
      "a read-only database, prepared",
      [
        .command(["upgrade", "a1"]), .sql("DROP TABLE aludel_version_history"),
        .readOnly("main.db"),
      ], "ensure-version", "1 missing_privileges main"),
    BadInput(
      "a lock file that is a folder",
      [.command(["upgrade", "a1"]), .folder("main.db.aludel_version.aludel-lock")], "upgrade",
      "1 query_failed main"),
    BadInput(
      "a lock file that is a link",
      [
        .command(["upgrade", "a1"]), .link("main.db.aludel_version.aludel-lock", to: "aludel.toml"),
      ], "upgrade", "1 query_failed main"),
    BadInput(
      "a journal that is a folder", [.command(["upgrade", "a1"]), .folder("main.db-journal")],
      "upgrade", "1 connection_failed main"),
    BadInput(
      "no editor", [], "edit a1", "1 no_editor"),
    BadInput(
      "an editor that is not there", [.variable("EDITOR", "./no-such-editor")], "edit a1",
      "1 editor_failed"),
    BadInput(
      "an editor that fails", [.variable("EDITOR", "/bin/false")], "edit a1", "1 editor_failed"),
    BadInput(
      "an editor of an unclosed quote", [.variable("EDITOR", "vi '")], "edit a1", "1 editor_failed"),
    BadInput(
      "an output folder that is a file", [], "upgrade --sql -o aludel.toml",
      "1 filesystem aludel.toml"),
    BadInput(
      "an output folder below a file", [], "upgrade --sql -o aludel.toml/sql",
      "1 filesystem aludel.toml/sql"),
    BadInput(
      "a plan that goes into a folder that is not there", [], "plan -o nowhere/plan.json",
      "1 filesystem nowhere/plan.json"),
    BadInput(
      "a plan over a file that is none", [], "plan -o aludel.toml", "1 filesystem aludel.toml"),
    BadInput(
      "a plan over a folder", [], "plan -o versions", "1 filesystem versions"),
    BadInput(
      "a plan that is not there", [], "upgrade --plan nowhere.json", "1 invalid_plan nowhere.json"),
    BadInput(
      "a plan that is no JSON", [.text("plan.json", "{")], "upgrade --plan plan.json",
      "1 invalid_plan plan.json"),
    BadInput(
      "a plan that is another object", [.text("plan.json", "{\"type\": \"status\"}")],
      "upgrade --plan plan.json", "1 invalid_plan plan.json"),
    BadInput(
      "a plan that is a list", [.text("plan.json", "[]")], "upgrade --plan plan.json",
      "1 invalid_plan plan.json"),
    BadInput(
      "a plan of next year", [.text("plan.json", "{\"type\": \"plan\", \"format_version\": 2}")],
      "upgrade --plan plan.json", "1 invalid_plan plan.json"),
    BadInput(
      "a plan that is a folder", [], "upgrade --plan versions", "1 filesystem versions"),
    BadInput(
      "a plan that never ends", [], "upgrade --plan /dev/zero", "1 filesystem /dev/zero"),
    BadInput(
      "a plan that was edited",
      [.command(["plan", "-o", "plan.json"]), .edit("plan.json", "b2", "c3")],
      "upgrade --plan plan.json", "1 invalid_plan plan.json"),
    BadInput(
      "a plan that was overtaken",
      [.command(["plan", "-o", "plan.json"]), .command(["upgrade", "a1"])],
      "upgrade --plan plan.json", "1 plan_changed plan.json"),
    BadInput(
      "a plan the other way", [.command(["plan", "-o", "plan.json"])], "downgrade --plan plan.json",
      "1 invalid_plan plan.json"),
    BadInput(
      "a template that is broken", [.text("templates/revision.sql", "-- {nope}")], "revision -m x",
      "1 invalid_template templates/revision.sql"),
    BadInput(
      "a template that makes nothing readable", [.text("templates/revision.sql", "SELECT 1;")],
      "revision -m x", "1 invalid_template templates/revision.sql"),
    BadInput(
      "a template that is a folder", [.folder("templates/revision.sql")], "revision -m x",
      "1 filesystem templates/revision.sql"),
    BadInput(
      "a template that is not UTF-8", [.bytes("templates/revision.sql", [0xff])], "revision -m x",
      "1 invalid_template templates/revision.sql"),
    BadInput(
      "a server that is not there",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"postgresql://u@127.0.0.1:1/d\"\nversions = \"versions\"\n")
      ], "upgrade", "1 connection_failed main"),
    BadInput(
      "a socket that is not there",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"postgresql://u@/d?host=/nowhere\"\nversions = \"versions\"\n")
      ], "upgrade", "1 connection_failed main"),
    BadInput(
      "a MariaDB server that is not there",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"mysql://u@127.0.0.1:1/d\"\nversions = \"versions\"\n")
      ], "upgrade", "1 connection_failed main"),
    BadInput(
      "a certificate that is not there",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"mysql://u@127.0.0.1:1/d?ssl-mode=verify_ca&ssl-ca=nowhere.pem\"\nversions = \"versions\"\n"
        )
      ], "upgrade", "1 connection_failed main"),
  ]
}
