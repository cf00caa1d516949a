/// Single keys.
extension ProblemCase {
  static let values: [ProblemCase] = [
    ProblemCase(
      "schema as a number", main + "schema = 1\n",
      [
        "5:10 wrong_type schema must be a path or { command = […] }, not an integer"
      ]),
    ProblemCase(
      "schema with an unknown key", main + "schema = { comand = [\"x\"] }\n",
      [
        "5:12 unknown_key unknown key \"comand\" in schema (did you mean \"command\"? valid keys: command)"
      ]),
    ProblemCase(
      "an empty schema command", main + "schema = { command = [] }\n",
      [
        "5:22 bad_value schema.command must name a program"
      ]),
    ProblemCase(
      "a schema command that is a string", main + "schema = { command = \"python x.py\" }\n",
      [
        "5:22 wrong_type schema.command must be an array of strings, not a string"
      ]),
    ProblemCase(
      "a schema command with a number", main + "schema = { command = [\"python\", 3] }\n",
      [
        "5:33 wrong_type an element of schema.command must be a string, not an integer"
      ]),
    ProblemCase(
      "a bad branch label", main + "branch_label = \"a b\"\n",
      [
        "5:16 bad_name branch_label cannot be used: use letters, digits, _ and -"
      ]),
    ProblemCase(
      "a reserved branch label", main + "branch_label = \"head\"\n",
      [
        "5:16 bad_name branch_label cannot be used: the word has a meaning of its own"
      ]),
    ProblemCase(
      "two equal branch labels",
      main + "branch_label = \"x\"\n" + analytics + "branch_label = \"x\"\n",
      [
        "10:16 duplicate_name databases \"main\" and \"analytics\" have the same branch label \"x\" (give one of them a branch_label of its own)"
      ]),
    ProblemCase(
      "a branch label that is another database's default",
      main + analytics + "branch_label = \"main\"\n",
      [
        "9:16 duplicate_name databases \"main\" and \"analytics\" have the same branch label \"main\" (give one of them a branch_label of its own)"
      ]),
    ProblemCase(
      "a bad transaction mode", main + "transaction = \"per-revision\"\n",
      [
        "5:15 bad_value transaction must be per_revision, per_run or none (did you mean \"per_revision\"?)"
      ]),
    ProblemCase(
      "a transaction mode like no other", main + "transaction = \"always\"\n",
      [
        "5:15 bad_value transaction must be per_revision, per_run or none"
      ]),
    ProblemCase(
      "transactional_ddl as a string", main + "transactional_ddl = \"yes\"\n",
      [
        "5:21 wrong_type transactional_ddl must be true or false, not a string"
      ]),
    ProblemCase(
      "recursive as a number", main + "recursive = 1\n",
      [
        "5:13 wrong_type recursive must be true or false, not an integer"
      ]),
    ProblemCase(
      "retries as a string", main + "lock_retries = \"3\"\n",
      ["5:16 wrong_type lock_retries must be a whole number, not a string"]),
    ProblemCase(
      "fewer retries than none", main + "lock_retries = -1\n",
      ["5:16 bad_value lock_retries must be a number from 0 to 1000"]),
    ProblemCase(
      "too many retries", main + "lock_retries = 1001\n",
      ["5:16 bad_value lock_retries must be a number from 0 to 1000"]),
    ProblemCase(
      "a wish for what the engine cannot", analytics + "transactional_ddl = true\n",
      [
        "5:21 bad_value MySQL commits at every DDL statement, so transactional_ddl cannot be true (remove it)"
      ]),
    ProblemCase(
      "a duration as a number", main + "lock_timeout = 10\n",
      [
        "5:16 wrong_type lock_timeout must be a duration such as \"10s\", not an integer"
      ]),
    ProblemCase(
      "a duration as a float", main + "lock_timeout = 1.5\n",
      [
        "5:16 wrong_type lock_timeout must be a duration such as \"10s\", not a floating-point number"
      ]),
    ProblemCase(
      "a duration without a unit", main + "lock_timeout = \"10\"\n",
      [
        "5:16 bad_value lock_timeout is not a duration of at most 24 days (write a whole number and a unit: \"500ms\", \"10s\", \"5m\" or \"1h\")"
      ]),
    ProblemCase(
      "a duration with an unknown unit", main + "statement_timeout = \"10d\"\n",
      [
        "5:21 bad_value statement_timeout is not a duration of at most 24 days (write a whole number and a unit: \"500ms\", \"10s\", \"5m\" or \"1h\")"
      ]),
    ProblemCase(
      "a negative duration", main + "statement_timeout = \"-1s\"\n",
      [
        "5:21 bad_value statement_timeout is not a duration of at most 24 days (write a whole number and a unit: \"500ms\", \"10s\", \"5m\" or \"1h\")"
      ]),
    ProblemCase(
      "a duration that overflows", main + "statement_timeout = \"99999999999999999999s\"\n",
      [
        "5:21 bad_value statement_timeout is not a duration of at most 24 days (write a whole number and a unit: \"500ms\", \"10s\", \"5m\" or \"1h\")"
      ]),
    ProblemCase(
      "a duration of more than 24 days", main + "statement_timeout = \"600h\"\n",
      [
        "5:21 bad_value statement_timeout is not a duration of at most 24 days (write a whole number and a unit: \"500ms\", \"10s\", \"5m\" or \"1h\")"
      ]),
    ProblemCase(
      "no statement timeout at all", main + "statement_timeout = \"0s\"\n",
      [
        "5:21 bad_value statement_timeout must be longer than nothing"
      ]),
    ProblemCase(
      "no connect timeout at all", main + "connect_timeout = \"0ms\"\n",
      [
        "5:19 bad_value connect_timeout must be longer than nothing"
      ]),
    ProblemCase(
      "a date for a duration", main + "lock_timeout = 2026-11-21\n",
      [
        "5:16 wrong_type lock_timeout must be a duration such as \"10s\", not a date or time"
      ]),
    ProblemCase(
      "include as a string", main + "include = \"public.*\"\n",
      [
        "5:11 wrong_type include must be an array of strings, not a string"
      ]),
    ProblemCase(
      "bad globs",
      main + "include = [\"public.[a\", \"a.*\"]\nexclude = [\"{a,b\", \"[z-a]\", \"\\\\\"]\n",
      [
        "5:12 bad_glob include: the pattern has a [ that is not closed",
        "6:12 bad_glob exclude: the pattern has a { that is not closed",
        "6:20 bad_glob exclude: the pattern has a range that runs backwards",
        "6:29 bad_glob exclude: the pattern ends in a backslash",
      ]),
    ProblemCase(
      "include_schemas with a number", main + "include_schemas = [\"public\", 1]\n",
      [
        "5:30 wrong_type an element of include_schemas must be a string, not an integer"
      ]),
    ProblemCase(
      "a template without .sql", main + "file_template = \"{rev}.txt\"\n",
      [
        "5:17 bad_value file_template: the template must end in .sql"
      ]),
    ProblemCase(
      "a template without a name", main + "file_template = \"{year}.sql\"\n",
      [
        "5:17 bad_value file_template: the template must contain {rev} or {slug}"
      ]),
    ProblemCase(
      "a template with an unknown token", main + "file_template = \"{revision}_{slugg}.sql\"\n",
      [
        "5:17 bad_value file_template: the template has an unknown {revision} (valid tokens: rev, slug, epoch, year, month, day, hour, minute, second)"
      ]),
    ProblemCase(
      "a template with an open brace", main + "file_template = \"{rev.sql\"\n",
      [
        "5:17 bad_value file_template: the template has a brace without its partner"
      ]),
    ProblemCase(
      "a template that climbs", main + "recursive = true\nfile_template = \"../{rev}.sql\"\n",
      [
        "6:17 bad_value file_template: the template must be a relative path without .. and without hidden or empty parts"
      ]),
    ProblemCase(
      "a hidden template", main + "file_template = \".{rev}.sql\"\n",
      [
        "5:17 bad_value file_template: the template must be a relative path without .. and without hidden or empty parts"
      ]),
    ProblemCase(
      "an absolute template", main + "recursive = true\nfile_template = \"/{rev}.sql\"\n",
      [
        "6:17 bad_value file_template: the template must be a relative path without .. and without hidden or empty parts"
      ]),
    ProblemCase(
      "a template with folders", main + "file_template = \"{year}/{rev}.sql\"\n",
      [
        "5:17 bad_value file_template makes folders, which database \"main\" does not read (add recursive = true)"
      ]),
    ProblemCase(
      "an unknown zone", main + "timezone = \"Europe/Atlantis\"\n",
      [
        "5:12 bad_value timezone names a zone that this machine does not know (zones are named as in \"Europe/Berlin\")"
      ]),
    ProblemCase(
      "a zone that is a path", main + "timezone = \"../../etc/passwd\"\n",
      [
        "5:12 bad_value timezone is not a time zone (write \"UTC\", \"local\", \"Europe/Berlin\" or \"+02:00\")"
      ]),
    ProblemCase(
      "a zone that is an offset too far", main + "timezone = \"+25:00\"\n",
      [
        "5:12 bad_value timezone is not a time zone (write \"UTC\", \"local\", \"Europe/Berlin\" or \"+02:00\")"
      ]),
    ProblemCase(
      "after an unknown database", main + "after = [\"anlytics\"]\n" + analytics,
      [
        "5:10 unknown_database after names an unknown database \"anlytics\" (did you mean \"analytics\"? databases: main, analytics)"
      ]),
    ProblemCase(
      "after itself", main + "after = [\"main\"]\n",
      [
        "5:10 cycle database \"main\" cannot run after itself"
      ]),
    ProblemCase(
      "after the same twice", main + "after = [\"analytics\", \"analytics\"]\n" + analytics,
      [
        "5:23 duplicate_name after names the database \"analytics\" twice"
      ]),
    ProblemCase(
      "a cycle of two", main + "after = [\"analytics\"]\n" + analytics + "after = [\"main\"]\n",
      [
        "5:10 cycle after makes a cycle: main -> analytics -> main"
      ]),
    ProblemCase(
      "a cycle of three with a tail",
      "[defaults]\ndialect = \"sqlite\"\nversions = \"versions\"\n[databases.a]\nafter = [\"b\"]\n[databases.b]\nafter = [\"c\"]\n[databases.c]\nafter = [\"a\"]\n[databases.d]\nafter = [\"a\"]\n",
      [
        "5:10 cycle after makes a cycle: a -> b -> c -> a"
      ]),
    ProblemCase(
      "after as a string", main + "after = \"analytics\"\n" + analytics,
      [
        "5:9 wrong_type after must be an array of strings, not a string"
      ]),
  ]
}
