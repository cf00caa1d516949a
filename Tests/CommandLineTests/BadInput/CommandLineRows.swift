/// Arguments that cannot be meant.
extension BadInput {
  static let commandLines: [BadInput] = [
    BadInput(
      "no command", [], "--quiet", "64 usage"),
    BadInput(
      "a command that is not there", [], "upgrad", "64 usage"),
    BadInput(
      "a command of another tool", [], "makemigrations", "64 usage"),
    BadInput(
      "an option that is not there", [], "upgrade --forse", "64 usage"),
    BadInput(
      "an option without its value", [], "upgrade --jobs", "64 usage"),
    BadInput(
      "a number that is none", [], "upgrade --jobs many", "64 usage"),
    BadInput(
      "no jobs", [], "upgrade --jobs 0", "64 usage"),
    BadInput(
      "jobs below zero", [], "upgrade --jobs -3", "64 usage"),
    BadInput(
      "more jobs than numbers", [], "upgrade --jobs 99999999999999999999", "64 usage"),
    BadInput(
      "a duration that is none", [], "upgrade --lock-timeout soon", "64 usage"),
    BadInput(
      "a duration below zero", [], "upgrade --lock-timeout -5s", "64 usage"),
    BadInput(
      "no time for statements", [], "upgrade --statement-timeout 0s", "64 usage"),
    BadInput(
      "retries below zero", [], "upgrade --lock-retries -1", "64 usage"),
    BadInput(
      "both policies", [], "upgrade --keep-going --fail-fast", "64 usage"),
    BadInput(
      "a plan and a target", [], "upgrade --plan p.json heads", "64 usage"),
    BadInput(
      "a plan and a name", [], "upgrade --plan p.json -n main", "64 usage"),
    BadInput(
      "a script and a dry run", [], "upgrade --sql --dry-run", "64 usage"),
    BadInput(
      "an output without a script", [], "upgrade -o sql", "64 usage"),
    BadInput(
      "a variable without a name", [], "upgrade -x =1", "64 usage"),
    BadInput(
      "a variable without a value", [], "upgrade -x A", "64 usage"),
    BadInput(
      "a colour that is none", [], "upgrade --color sometimes", "64 usage"),
    BadInput(
      "a tag of nothing", [], "upgrade --tag=", "64 usage"),
    BadInput(
      "a database that is not there", [], "upgrade -n mian", "1 unknown_database"),
    BadInput(
      "a pattern that nothing matches", [], "upgrade -n x*", "1 unknown_database"),
    BadInput(
      "a pattern that is broken", [], "upgrade -n [a", "1 unknown_database"),
    BadInput(
      "an empty pattern", [], "upgrade -n=", "1 unknown_database"),
    BadInput(
      "a revision that is not there", [], "upgrade zz", "1 unknown_revision"),
    BadInput(
      "a revision of another database", [], "upgrade other/a1", "1 unknown_database"),
    BadInput(
      "a target of signs", [], "upgrade a1@@b2", "1 invalid_target"),
    BadInput(
      "a target of slashes", [], "upgrade main/a1/b2", "1 unknown_database"),
    BadInput(
      "a target of nothing", [], "upgrade main/", "1 invalid_target"),
    BadInput(
      "a step of nothing", [], "upgrade +", "1 invalid_target"),
    BadInput(
      "more steps than there are", [], "upgrade +9", "1 walked_too_far main"),
    BadInput(
      "more steps than numbers", [], "upgrade +99999999999999999999", "1 walked_too_far main"),
    BadInput(
      "a way down that is none", [], "downgrade b2", "1 invalid_downgrade_target main"),
    BadInput(
      "a way up that is none", [], "downgrade +1", "1 walked_too_far main"),
    BadInput(
      "no way down", [], "downgrade", "64 usage"),
    BadInput(
      "down to the head", [], "downgrade heads", "1 invalid_downgrade_target main"),
    BadInput(
      "further down than there is", [], "downgrade -9", "1 walked_too_far main"),
    BadInput(
      "a range for a run", [], "upgrade a1:b2", "1 invalid_target"),
    BadInput(
      "a range of nothing", [], "downgrade --sql", "64 usage"),
    BadInput(
      "a stamp of nothing", [], "stamp", "64 usage"),
    BadInput(
      "a stamp that is not there", [], "stamp zz", "1 unknown_revision"),
    BadInput(
      "a history that ends before it begins", [], "history -r b2:a1", "1 invalid_range main"),
    BadInput(
      "a history of a broken range", [], "history -r a1", "1 invalid_target"),
    BadInput(
      "a history that nobody knows", [], "history -r zz:", "1 unknown_revision"),
    BadInput(
      "a picture of no kind", [], "history --format png", "64 usage"),
    BadInput(
      "a revision to show that is not there", [], "show zz", "1 unknown_revision"),
    BadInput(
      "nothing to show", [], "show", "64 usage"),
    BadInput(
      "an id that is taken", [], "revision -m x --rev-id a1", "1 duplicate_revision main"),
    BadInput(
      "an id that is a path", [], "revision -m x --rev-id ../../x", "1 invalid_revision_id"),
    BadInput(
      "an id that is reserved", [], "revision -m x --rev-id heads", "1 invalid_revision_id"),
    BadInput(
      "an id that is too long", [],
      "revision -m x --rev-id aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      "1 invalid_revision_id"),
    BadInput(
      "a head that is none", [], "revision -m x --head a1", "1 not_a_head main"),
    BadInput(
      "a head that is not there", [], "revision -m x --head zz", "1 unknown_revision"),
    BadInput(
      "a folder outside", [], "revision -m x --version-path ../elsewhere", "1 unknown_folder main"),
    BadInput(
      "a folder from the root", [], "revision -m x --version-path /etc", "1 unknown_folder main"),
    BadInput(
      "a folder that is not one of ours", [], "revision -m x --version-path other",
      "1 unknown_folder main"),
    BadInput(
      "a label that cannot be", [], "revision -m x --branch-label a@b", "1 invalid_branch_label"),
    BadInput(
      "a dependency that is not there", [], "revision -m x --depends-on zz",
      "1 unknown_revision main"),
    BadInput(
      "a merge of one", [], "merge a1", "1 too_few_revisions main"),
    BadInput(
      "a merge of what is merged", [], "merge a1 b2", "1 already_merged main"),
    BadInput(
      "a merge of nothing", [], "merge", "64 usage"),
    BadInput(
      "a merge of what is not there", [], "merge zz b2", "1 unknown_revision"),
    BadInput(
      "a decision that is none", [], "resume --statement perhaps", "64 usage"),
    BadInput(
      "no decision", [], "resume", "64 usage"),
    BadInput(
      "a template that is not there", [], "init elsewhere -t nope", "1 unknown_template"),
    BadInput(
      "a template that is a path", [], "init elsewhere -t ../../etc", "1 unknown_template"),
    BadInput(
      "a template that is a path from the root", [], "init elsewhere -t /etc", "1 unknown_template"),
    BadInput(
      "an id that is a path from the root", [], "revision -m x --rev-id /tmp/x",
      "1 invalid_revision_id"),
    BadInput(
      "a folder that a link leads outside", [.link("versions/link", to: "/tmp")],
      "revision -m x --version-path versions/link", "1 unknown_folder main"),
    BadInput(
      "a database without an url", [], "init elsewhere --database main", "1 usage"),
    BadInput(
      "a database of no dialect", [], "init elsewhere --database main=oracle://h/d",
      "1 invalid_config main"),
    BadInput(
      "a database of no name", [], "init elsewhere --database =sqlite:///x.db", "1 usage"),
    BadInput(
      "a database that is there already", [], "init --database main=sqlite:///x.db",
      "1 invalid_config main"),
    BadInput(
      "a folder that is a file", [], "init aludel.toml", "1 filesystem aludel.toml"),
    BadInput(
      "a folder below a file", [], "init aludel.toml/x", "1 filesystem aludel.toml/x"),
    BadInput(
      "a workspace file that is not there", [], "upgrade -c nowhere.toml",
      "1 invalid_config nowhere.toml"),
    BadInput(
      "a workspace file that is a folder of ours", [], "upgrade -c versions",
      "1 invalid_config versions"),
    BadInput(
      "help for nothing", [], "help nope", "64 usage"),
    BadInput(
      "an option of control characters", [], arguments: ["upgrade", "--a\u{1b}[31m"], "64 usage"),
    BadInput(
      "a target of control characters", [], arguments: ["upgrade", "a\u{1b}[31m\n"],
      "1 invalid_target"),
    BadInput(
      "a name of control characters", [], arguments: ["upgrade", "-n", "a\u{1b}[31m\n"],
      "1 unknown_database"),
    BadInput(
      "a target of nothing at all", [], arguments: ["upgrade", ""], "1 invalid_target"),
    BadInput(
      "a target that is very long", [],
      arguments: ["upgrade", String(repeating: "a", count: 100_000)], "1 invalid_target"),
  ]
}
