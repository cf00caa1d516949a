/// Syntax and sections.
extension ProblemCase {
  static let structure: [ProblemCase] = [
    ProblemCase(
      "a key without a value", main + "schema =\n",
      [
        "5:9 syntax error while parsing key-value pair: expected value, saw '\\n'"
      ]),
    ProblemCase(
      "an unclosed string", main + "schema = \"a.sql\n",
      [
        "5:16 syntax error while parsing string: unescaped control characters other than TAB (U+0009) are explicitly prohibited"
      ]),
    ProblemCase(
      "a key given twice", main + "dialect = \"mysql\"\n",
      [
        "5:11 syntax error while parsing key-value pair: cannot redefine existing string 'dialect'"
      ]),
    ProblemCase(
      "a table given twice", main + "\n[databases.main]\n",
      [
        "6:1 syntax error while parsing table header: cannot redefine existing table 'databases.main'"
      ]),
    ProblemCase(
      "a table and a value of one name", "[databases]\nmain = 1\n[databases.main]\n",
      [
        "3:1 syntax error while parsing table header: cannot redefine existing integer 'databases.main' as table"
      ]),
    ProblemCase(
      "a password without quotes", main + "password = hunter2\n",
      [
        "5:12 syntax error while parsing value: could not determine value type"
      ]),
    ProblemCase(
      "a password that is too big a number", main + "password = 99999999999999999999999\n",
      [
        "5:35 syntax error while parsing decimal integer"
      ]),
    ProblemCase(
      "an unfinished header", "[databases.main\n",
      [
        "1:16 syntax error while parsing table header: expected ']', saw '\\n'"
      ]),
    ProblemCase(
      "a NUL in the file", "[workspace]\nname = \"a\0b\"\n",
      [
        "2:10 syntax the file holds a NUL byte"
      ]),
    ProblemCase(
      "an escaped NUL in a string", main + "schema = \"a\\u0000b\"\n",
      [
        "5:10 syntax a string holds a NUL"
      ]),
    ProblemCase(
      "an escaped NUL in a key", "[workspace]\n\"a\\u0000b\" = 1\n" + main,
      [
        "1:2 syntax a key holds a NUL"
      ]),
    ProblemCase(
      "text after a value", main + "recursive = true false\n",
      [
        "5:18 syntax error while parsing key-value pair: expected a comment or whitespace, saw 'f'"
      ]),
    ProblemCase(
      "an empty file", "",
      [
        "0:0 no_databases the file has no databases (add a table [databases.main])"
      ]),
    ProblemCase(
      "only comments", "# nothing\n",
      [
        "0:0 no_databases the file has no databases (add a table [databases.main])"
      ]),
    ProblemCase(
      "an empty table of databases", "[databases]\n",
      [
        "1:2 no_databases the file has no databases (add a table [databases.main])"
      ]),
    ProblemCase(
      "databases as a string", "databases = \"main\"\n",
      [
        "1:13 wrong_type databases must be a table, not a string"
      ]),
    ProblemCase(
      "databases as an array of tables", "[[databases]]\nname = \"main\"\n",
      [
        "1:3 wrong_type databases must be a table, not an array"
      ]),
    ProblemCase(
      "a database as a string", "[databases]\nmain = \"sqlite:///a.db\"\n",
      [
        "2:8 wrong_type databases.main must be a table, not a string"
      ]),
    ProblemCase(
      "an unknown section", "[database.main]\nurl = \"x\"\n" + main,
      [
        "1:2 unknown_key unknown key \"database\" in the file (did you mean \"databases\"? valid keys: workspace, defaults, databases, environments)"
      ]),
    ProblemCase(
      "an unknown key of the workspace", "[workspace]\nnam = \"shop\"\n" + main,
      [
        "2:1 unknown_key unknown key \"nam\" in [workspace] (did you mean \"name\"? valid keys: name)"
      ]),
    ProblemCase(
      "workspace as a string", "workspace = \"shop\"\n" + main,
      [
        "1:13 wrong_type workspace must be a table, not a string"
      ]),
    ProblemCase(
      "a name that is a number", "[workspace]\nname = 7\n" + main,
      [
        "2:8 wrong_type name must be a string, not an integer"
      ]),
    ProblemCase(
      "an empty name", "[workspace]\nname = \"\"\n" + main,
      [
        "2:8 bad_value name must not be empty"
      ]),
    ProblemCase(
      "an unknown key in the defaults", "[defaults]\nlock_timout = \"5s\"\n" + main,
      [
        "2:1 unknown_key unknown key \"lock_timout\" in [defaults] (did you mean \"lock_timeout\"? valid keys: dialect, url, password, versions, version_table, version_table_schema, schema, branch_label, transaction, transactional_ddl, lock_timeout, lock_retries, statement_timeout, connect_timeout, include_schemas, include, exclude, file_template, timezone, recursive, after, scratch_url)"
      ]),
    ProblemCase(
      "defaults as an array", "defaults = []\n" + main,
      [
        "1:12 wrong_type defaults must be a table, not an array"
      ]),
    ProblemCase(
      "an unknown key of a database", main + "verions = \"x\"\n",
      [
        "5:1 unknown_key unknown key \"verions\" in [databases.main] (did you mean \"versions\"? valid keys: dialect, url, password, versions, version_table, version_table_schema, schema, branch_label, transaction, transactional_ddl, lock_timeout, lock_retries, statement_timeout, connect_timeout, include_schemas, include, exclude, file_template, timezone, recursive, after, scratch_url)"
      ]),
    ProblemCase(
      "an unknown key nothing like a known one", main + "zzzzzzzzzz = 1\n",
      [
        "5:1 unknown_key unknown key \"zzzzzzzzzz\" in [databases.main] (valid keys: dialect, url, password, versions, version_table, version_table_schema, schema, branch_label, transaction, transactional_ddl, lock_timeout, lock_retries, statement_timeout, connect_timeout, include_schemas, include, exclude, file_template, timezone, recursive, after, scratch_url)"
      ]),
    ProblemCase(
      "a dotted unknown key", main + "schema_options.file = \"x\"\n",
      [
        "5:1 unknown_key unknown key \"schema_options\" in [databases.main] (valid keys: dialect, url, password, versions, version_table, version_table_schema, schema, branch_label, transaction, transactional_ddl, lock_timeout, lock_retries, statement_timeout, connect_timeout, include_schemas, include, exclude, file_template, timezone, recursive, after, scratch_url)"
      ]),
    ProblemCase(
      "a dash for an underscore", main + "lock-timeout = \"1s\"\n",
      [
        "5:1 unknown_key unknown key \"lock-timeout\" in [databases.main] (did you mean \"lock_timeout\"? valid keys: dialect, url, password, versions, version_table, version_table_schema, schema, branch_label, transaction, transactional_ddl, lock_timeout, lock_retries, statement_timeout, connect_timeout, include_schemas, include, exclude, file_template, timezone, recursive, after, scratch_url)"
      ]),
  ]
}
