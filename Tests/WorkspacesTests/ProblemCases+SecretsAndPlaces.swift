/// Passwords, variables, environments, and where messages point.
extension ProblemCase {
  static let secretsAndPlaces: [ProblemCase] = [
    ProblemCase(
      "a literal password", main + "password = \"canary\"\n",
      [
        "5:12 literal_password password must not stand in the file itself (write { env = \"VARIABLE\" }, { file = \"path\" } or { command = [\"program\", \"argument\"] })"
      ]),
    ProblemCase(
      "an empty password table", main + "password = {}\n",
      [
        "5:12 missing_key password must have one of env, file and command (write { env = \"VARIABLE\" }, { file = \"path\" } or { command = [\"program\", \"argument\"] })"
      ]),
    ProblemCase(
      "two sources of a password", main + "password = { env = \"A\", file = \"b\" }\n",
      [
        "5:12 bad_value password must have one of env, file and command (write { env = \"VARIABLE\" }, { file = \"path\" } or { command = [\"program\", \"argument\"] })"
      ]),
    ProblemCase(
      "an unknown source of a password", main + "password = { enviroment = \"A\" }\n",
      [
        "5:14 unknown_key unknown key \"enviroment\" in password (valid keys: env, file, command)"
      ]),
    ProblemCase(
      "a password as a number", main + "password = 123456\n",
      [
        "5:12 wrong_type password must be a table or a string with ${VAR}, not an integer (write { env = \"VARIABLE\" }, { file = \"path\" } or { command = [\"program\", \"argument\"] })"
      ]),
    ProblemCase(
      "a password command as a string", main + "password = { command = \"pass show\" }\n",
      [
        "5:24 wrong_type password.command must be an array of strings, not a string"
      ]),
    ProblemCase(
      "an empty password command", main + "password = { command = [] }\n",
      [
        "5:24 bad_value password.command must name a program"
      ]),
    ProblemCase(
      "a password table of its own", main + "[databases.main.password]\nenv = 3\n",
      [
        "6:7 wrong_type password.env must be a string, not an integer"
      ]),
    ProblemCase(
      "a missing variable", main + "schema = \"${SCHEMA_DIR}/schema.sql\"\n",
      [
        "5:10 missing_variable schema needs the variable SCHEMA_DIR, which is not set (set it before the call, or give a default: ${SCHEMA_DIR:-…})"
      ]),
    ProblemCase(
      "several missing variables", main + "schema = \"${ONE}/${TWO}/${ONE}\"\n",
      [
        "5:10 missing_variable schema needs the variable ONE, which is not set (set it before the call, or give a default: ${ONE:-…})",
        "5:10 missing_variable schema needs the variable TWO, which is not set (set it before the call, or give a default: ${TWO:-…})",
      ]),
    ProblemCase(
      "a missing variable in a list", main + "include = [\"a.*\", \"${ONE}.*\"]\n",
      [
        "5:19 missing_variable an element of include needs the variable ONE, which is not set (set it before the call, or give a default: ${ONE:-…})"
      ]),
    ProblemCase(
      "a missing variable in a command", main + "schema = { command = [\"sh\", \"${ONE}\"] }\n",
      [
        "5:29 missing_variable an element of schema.command needs the variable ONE, which is not set (set it before the call, or give a default: ${ONE:-…})"
      ]),
    ProblemCase(
      "an unclosed variable", main + "schema = \"${ONE\"\n",
      [
        "5:10 bad_value schema has a ${ that is not closed (write a literal ${ as $${)"
      ]),
    ProblemCase(
      "a variable with a bad name", main + "schema = \"${1X} ${}\"\n",
      [
        "5:10 bad_value schema has a ${…} that is neither ${VAR} nor ${VAR:-default} (write a literal ${ as $${)"
      ]),
    ProblemCase(
      "a variable with a bad default", main + "schema = \"${ONE:=x}\"\n",
      [
        "5:10 bad_value schema has a ${…} that is neither ${VAR} nor ${VAR:-default} (write a literal ${ as $${)"
      ]),
    ProblemCase(
      "a variable that makes a bad value", main + "lock_timeout = \"${CANARY}\"\n",
      [
        "5:16 bad_value lock_timeout is not a duration of at most 24 days (write a whole number and a unit: \"500ms\", \"10s\", \"5m\" or \"1h\")"
      ]),
    ProblemCase(
      "an empty variable", main + "schema = \"${EMPTY}\"\n",
      [
        "5:10 bad_value schema must not be empty"
      ]),
    ProblemCase(
      "a missing variable in the defaults", "[defaults]\nschema = \"${ONE}\"\n" + main + analytics,
      [
        "2:10 missing_variable schema needs the variable ONE, which is not set (set it before the call, or give a default: ${ONE:-…})"
      ]),
    ProblemCase(
      "one that a database overrides",
      "[defaults]\nschema = \"${ONE}\"\nlock_timeout = 1\n" + main + "schema = \"x.sql\"\n",
      [
        "3:16 wrong_type lock_timeout must be a duration such as \"10s\", not an integer"
      ]),
    ProblemCase(
      "an unknown environment", main + "[environments.production]\n[environments.staging]\n",
      environment: "prod",
      [
        "5:2 unknown_environment there is no environment \"prod\" in the file (did you mean \"production\"? environments: production, staging)"
      ]),
    ProblemCase(
      "an unknown environment where there are none", main, environment: "production",
      [
        "0:0 unknown_environment there is no environment \"production\" in the file (environments: none)"
      ]),
    ProblemCase(
      "an environment with an unknown key", main + "[environments.production]\nurl = \"canary\"\n",
      [
        "6:1 unknown_key unknown key \"url\" in [environments.production] (valid keys: databases)"
      ]),
    ProblemCase(
      "an environment with an unknown database",
      main + "[environments.production.databases.mian]\nurl = \"postgresql://h/d\"\n",
      [
        "5:36 unknown_database environment \"production\" has settings for an unknown database \"mian\" (did you mean \"main\"? databases: main)"
      ]),
    ProblemCase(
      "a bad value in an environment not asked for",
      main + "[environments.production.databases.main]\nlock_timeout = 5\n",
      [
        "6:16 wrong_type lock_timeout must be a duration such as \"10s\", not an integer"
      ]),
    ProblemCase(
      "a missing variable in the environment asked for",
      main + "[environments.production.databases.main]\nschema = \"${ONE}\"\n",
      environment: "production",
      [
        "6:10 missing_variable schema needs the variable ONE, which is not set (set it before the call, or give a default: ${ONE:-…})"
      ]),
    ProblemCase(
      "environments as a string", "environments = \"production\"\n" + main,
      [
        "1:16 wrong_type environments must be a table, not a string"
      ]),
    ProblemCase(
      "an environment as a string", main + "[environments]\nproduction = \"x\"\n",
      [
        "6:14 wrong_type environments.production must be a table, not a string"
      ]),
    ProblemCase(
      "an inline table",
      "databases = { main = { dialect = \"sqlite\", versions = \"versions\", recursive = \"no\" } }\n",
      [
        "1:79 wrong_type recursive must be true or false, not a string"
      ]),
    ProblemCase(
      "dotted keys",
      "databases.main.dialect = \"sqlite\"\ndatabases.main.versions = \"versions\"\ndatabases.main.recursive = \"no\"\n",
      [
        "3:28 wrong_type recursive must be true or false, not a string"
      ]),
    ProblemCase(
      "quoted keys",
      "[\"databases\".'main']\n\"dialect\" = \"sqlite\"\n'versions' = \"versions\"\n\"re\\u0063ursive\" = \"no\"\n",
      [
        "4:20 wrong_type recursive must be true or false, not a string"
      ]),
    ProblemCase(
      "columns count characters",
      "[\"databases\".\"main\"]\ndialect = \"sqlite\" # käse\nversions = [\"versions\", \"äöü\", 3]\n",
      [
        "3:32 wrong_type an element of versions must be a string, not an integer"
      ]),
    ProblemCase(
      "a multi-line string before",
      main + "schema = \"\"\"\na = 1\n[b]\n\\\"\"\"\n\"\"\"\nrecursive = \"no\"\n",
      [
        "10:13 wrong_type recursive must be true or false, not a string"
      ]),
    ProblemCase(
      "a literal multi-line string before", main + "schema = '''\n[b] '' \\\n''''\nrecursive = 5\n",
      [
        "8:13 wrong_type recursive must be true or false, not an integer"
      ]),
    ProblemCase(
      "an array over lines with comments",
      main + "include = [ # first ]\n  \"a.*\", # \"b\"\n\n  7,\n]\n",
      [
        "8:3 wrong_type an element of include must be a string, not an integer"
      ]),
    ProblemCase(
      "carriage returns",
      "[databases.main]\r\ndialect = \"postgresql\"\r\nurl = \"postgresql://localhost/shop\"\r\nversions = \"versions\"\r\nrecursive = 5\r\n",
      [
        "5:13 wrong_type recursive must be true or false, not an integer"
      ]),
    ProblemCase(
      "a byte-order mark", "\u{FEFF}lock = 1\n" + main,
      [
        "1:1 unknown_key unknown key \"lock\" in the file (valid keys: workspace, defaults, databases, environments)"
      ]),
    ProblemCase(
      "many problems in the file's order",
      "[databases.main]\nrecursive = 1\nversions = \"nowhere\"\nlock_timeout = 3\ndialect = \"postgres\"\nfoo = 1\n",
      [
        "2:13 wrong_type recursive must be true or false, not an integer",
        "3:12 missing_folder the versions folder nowhere does not exist",
        "4:16 wrong_type lock_timeout must be a duration such as \"10s\", not an integer",
        "6:1 unknown_key unknown key \"foo\" in [databases.main] (valid keys: dialect, url, password, versions, version_table, version_table_schema, schema, branch_label, transaction, transactional_ddl, lock_timeout, lock_retries, statement_timeout, connect_timeout, include_schemas, include, exclude, file_template, timezone, recursive, after, scratch_url)",
      ]),
  ]
}
