/// Names, URLs, folders and version tables.
extension ProblemCase {
  static let connections: [ProblemCase] = [
    ProblemCase(
      "a database's name with a space",
      "[databases.\"my db\"]\ndialect = \"sqlite\"\nversions = \"versions\"\n",
      [
        "1:12 bad_name a database cannot be called \"my db\": use letters, digits, _ and -"
      ]),
    ProblemCase(
      "a database's name with a dot",
      "[databases.\"a.b\"]\ndialect = \"sqlite\"\nversions = \"versions\"\n",
      [
        "1:12 bad_name a database cannot be called \"a.b\": use letters, digits, _ and -"
      ]),
    ProblemCase(
      "a database's name with a dash before a digit",
      "[databases.main-2]\ndialect = \"sqlite\"\nversions = \"versions\"\n",
      [
        "1:12 bad_name a database cannot be called \"main-2\": a - must not stand before a digit"
      ]),
    ProblemCase(
      "a database called heads",
      "[databases.heads]\ndialect = \"sqlite\"\nversions = \"versions\"\n",
      [
        "1:12 bad_name a database cannot be called \"heads\": the word has a meaning of its own"
      ]),
    ProblemCase(
      "a database without a name",
      "[databases.\"\"]\ndialect = \"sqlite\"\nversions = \"versions\"\n",
      [
        "1:12 bad_name a database cannot be called \"\": it is empty"
      ]),
    ProblemCase(
      "an unknown dialect", "[databases.main]\ndialect = \"postgrsql\"\nversions = \"versions\"\n",
      [
        "2:11 unknown_dialect there is no dialect \"postgrsql\" (did you mean \"postgresql\"? dialects: postgresql, mysql, mariadb, sqlite)"
      ]),
    ProblemCase(
      "neither dialect nor url", "[databases.main]\nversions = \"versions\"\n",
      [
        "1:12 missing_key database \"main\" has neither a dialect nor a URL that tells one (add dialect = \"…\", one of postgresql, mysql, mariadb, sqlite)"
      ]),
    ProblemCase(
      "a url of another dialect",
      "[databases.main]\ndialect = \"mysql\"\nurl = \"postgresql://localhost/shop\"\nversions = \"versions\"\n",
      [
        "3:7 dialect_mismatch the URL is not one of the dialect mysql (begin the URL with mysql:// or change the dialect)"
      ]),
    ProblemCase(
      "a url of an unknown scheme",
      "[databases.main]\nurl = \"oracle://localhost/shop\"\nversions = \"versions\"\n",
      [
        "2:7 unknown_dialect the URL's scheme names no dialect (dialects: postgresql, mysql, mariadb, sqlite)"
      ]),
    ProblemCase(
      "a url of an unknown scheme beside a dialect",
      "[databases.main]\ndialect = \"mysql\"\nurl = \"oracle://localhost/shop\"\nversions = \"versions\"\n",
      [
        "3:7 dialect_mismatch the URL is not one of the dialect mysql (begin the URL with mysql:// or change the dialect)"
      ]),
    ProblemCase(
      "a url without a scheme",
      "[databases.main]\ndialect = \"mysql\"\nurl = \"localhost/shop\"\nversions = \"versions\"\n",
      [
        "3:7 bad_url url: the URL has no scheme (write it as scheme://user@host/database)"
      ]),
    ProblemCase(
      "a url without a database",
      "[databases.main]\nurl = \"mysql://root:canary@localhost\"\nversions = \"versions\"\n",
      [
        "2:7 bad_url url: the URL names no database (add it: mysql://host/database)"
      ]),
    ProblemCase(
      "a url with a bad port",
      "[databases.main]\nurl = \"mysql://root:canary@localhost:x/y\"\nversions = \"versions\"\n",
      [
        "2:7 bad_url url: the URL's port is not a number from 1 to 65535 (percent-encode @ : / ? # and % in a user or password, or give the password apart)"
      ]),
    ProblemCase(
      "a url with a bad escape",
      "[databases.main]\nurl = \"mysql://root:can%zz@localhost/y\"\nversions = \"versions\"\n",
      [
        "2:7 bad_url url: the URL holds a % that is not followed by two hexadecimal digits (write a literal % as %25)"
      ]),
    ProblemCase(
      "an empty url",
      "[databases.main]\ndialect = \"mysql\"\nurl = \"\"\nversions = \"versions\"\n",
      [
        "3:7 bad_url url: the URL is empty"
      ]),
    ProblemCase(
      "a host and port instead of a url",
      "[databases.main]\ndialect = \"mysql\"\nurl = \"localhost:3306/shop\"\nversions = \"versions\"\n",
      [
        "3:7 bad_url url: the URL has no scheme (write it as scheme://user@host/database)"
      ]),
    ProblemCase(
      "a url that is a number",
      "[databases.main]\ndialect = \"mysql\"\nurl = 5\nversions = \"versions\"\n",
      [
        "3:7 wrong_type url must be a string, not an integer"
      ]),
    ProblemCase(
      "a missing variable hides the dialect",
      "[databases.main]\nurl = \"${MISSING}\"\nversions = \"versions\"\n",
      [
        "1:12 missing_key database \"main\" has no dialect, and its URL cannot tell one (add dialect = \"…\", one of postgresql, mysql, mariadb, sqlite)",
        "2:7 missing_variable url needs the variable MISSING, which is not set (set it before the call, or give a default: ${MISSING:-…})",
      ]),
    ProblemCase(
      "an empty url without a dialect",
      "[databases.main]\nurl = \"${EMPTY}\"\nversions = \"versions\"\n",
      [
        "1:12 missing_key database \"main\" has neither a dialect nor a URL that tells one (add dialect = \"…\", one of postgresql, mysql, mariadb, sqlite)"
      ]),
    ProblemCase(
      "a scratch url of another dialect", main + "scratch_url = \"mysql://localhost/scratch\"\n",
      [
        "5:15 dialect_mismatch the URL is not one of the dialect postgresql (begin the URL with postgresql:// or change the dialect)"
      ]),
    ProblemCase(
      "a scratch url without a scheme", main + "scratch_url = \"scratch\"\n",
      [
        "5:15 bad_url scratch_url: the URL has no scheme (write it as scheme://user@host/database)"
      ]),
    ProblemCase(
      "no versions", "[databases.main]\ndialect = \"sqlite\"\n",
      [
        "1:12 missing_key database \"main\" has no versions (add versions = \"databases/main/versions\")"
      ]),
    ProblemCase(
      "versions as a number", "[databases.main]\ndialect = \"sqlite\"\nversions = 3\n",
      [
        "3:12 wrong_type versions must be a string or an array of strings, not an integer"
      ]),
    ProblemCase(
      "an empty list of versions", "[databases.main]\ndialect = \"sqlite\"\nversions = []\n",
      [
        "3:12 bad_value versions must name a folder at least"
      ]),
    ProblemCase(
      "a number among the versions",
      "[databases.main]\ndialect = \"sqlite\"\nversions = [\"versions\", 3]\n",
      [
        "3:25 wrong_type an element of versions must be a string, not an integer"
      ]),
    ProblemCase(
      "a missing versions folder",
      "[databases.main]\ndialect = \"sqlite\"\nversions = \"migrations\"\n",
      [
        "3:12 missing_folder the versions folder migrations does not exist"
      ]),
    ProblemCase(
      "one of several versions folders is missing",
      "[databases.main]\ndialect = \"sqlite\"\nversions = [\"versions\",\n  \"migrations\"]\n",
      [
        "4:3 missing_folder the versions folder migrations does not exist"
      ]),
    ProblemCase(
      "a versions folder that is a file",
      "[databases.main]\ndialect = \"sqlite\"\nversions = \"file.sql\"\n",
      [
        "3:12 not_a_folder the versions folder file.sql is not a folder"
      ]),
    ProblemCase(
      "a versions folder outside",
      "[databases.main]\ndialect = \"sqlite\"\nversions = \"../elsewhere\"\n",
      [
        "3:12 outside_workspace the versions folder ../elsewhere is outside the workspace's folder (put the workspace file into a folder that holds all of its migrations)"
      ]),
    ProblemCase(
      "a versions folder linked to the outside",
      "[databases.main]\ndialect = \"sqlite\"\nversions = \"outside\"\n",
      [
        "3:12 outside_workspace the versions folder outside is outside the workspace's folder (put the workspace file into a folder that holds all of its migrations)"
      ]),
    ProblemCase(
      "a versions folder twice",
      "[databases.main]\ndialect = \"sqlite\"\nversions = [\"versions\", \"./versions/\"]\n",
      [
        "3:25 duplicate_name the versions folder versions is named twice"
      ]),
    ProblemCase(
      "an empty versions folder", "[databases.main]\ndialect = \"sqlite\"\nversions = \"\"\n",
      [
        "3:12 bad_value versions must not be empty"
      ]),
    ProblemCase(
      "a version table with a dot", main + "version_table = \"ops.version\"\n",
      [
        "5:17 bad_name version_table must be a name without a dot (give the schema as version_table_schema)"
      ]),
    ProblemCase(
      "an empty version table", main + "version_table = \"\"\n",
      [
        "5:17 bad_value version_table must not be empty"
      ]),
    ProblemCase(
      "a version table that is too long",
      main + "version_table = \"vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv\"\n",
      [
        "5:17 bad_name version_table is longer than 55 bytes, too long for PostgreSQL"
      ]),
    ProblemCase(
      "a version table schema that is too long",
      main
        + "version_table_schema = \"vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv\"\n",
      [
        "5:24 bad_name version_table_schema is longer than 63 bytes, too long for PostgreSQL"
      ]),
    ProblemCase(
      "a schema where there are none",
      "[databases.main]\nurl = \"sqlite:///a.db\"\nversions = \"versions\"\nversion_table_schema = \"ops\"\n",
      [
        "4:24 bad_value version_table_schema has no meaning for database \"main\": SQLite has no schemas (give it only to the databases that have schemas)"
      ]),
    ProblemCase(
      "two databases with one version table",
      "[databases.a]\nurl = \"postgresql://one@localhost/shop\"\nversions = \"versions\"\n[databases.b]\nurl = \"postgres://two@localhost/shop\"\nversions = \"versions\"\n",
      [
        "1:12 shared_version_table databases \"a\" and \"b\" would share the version table aludel_version (the other is at line 4) (give one of them a version_table of its own)",
        "4:12 shared_version_table databases \"a\" and \"b\" would share the version table aludel_version (the other is at line 1) (give one of them a version_table of its own)",
      ]),
    ProblemCase(
      "one version table, given",
      "[databases.a]\nurl = \"postgresql://localhost/shop\"\nversions = \"versions\"\nversion_table = \"v\"\n[databases.b]\nurl = \"postgresql://localhost/shop\"\nversions = \"versions\"\nversion_table = \"V\"\n",
      [
        "4:17 shared_version_table databases \"a\" and \"b\" would share the version table V (the other is at line 8) (give one of them a version_table of its own)",
        "8:17 shared_version_table databases \"a\" and \"b\" would share the version table V (the other is at line 4) (give one of them a version_table of its own)",
      ]),
    ProblemCase(
      "a version table that is the other's history",
      "[databases.a]\nurl = \"postgresql://localhost/shop\"\nversions = \"versions\"\nversion_table = \"v\"\n[databases.b]\nurl = \"postgresql://localhost/shop\"\nversions = \"versions\"\nversion_table = \"v_history\"\n",
      [
        "4:17 shared_version_table databases \"a\" and \"b\" would share a table: the version table of one is the history of the other (the other is at line 8) (give one of them a version_table of its own)",
        "8:17 shared_version_table databases \"a\" and \"b\" would share a table: the version table of one is the history of the other (the other is at line 4) (give one of them a version_table of its own)",
      ]),
    ProblemCase(
      "one version table, by the default schema's name",
      "[databases.a]\nurl = \"postgresql://localhost/shop\"\nversions = \"versions\"\n[databases.b]\nurl = \"postgresql://localhost/shop\"\nversions = \"versions\"\nversion_table_schema = \"public\"\n",
      [
        "1:12 shared_version_table databases \"a\" and \"b\" would share the version table public.aludel_version (the other is at line 4) (give one of them a version_table of its own)",
        "4:12 shared_version_table databases \"a\" and \"b\" would share the version table public.aludel_version (the other is at line 1) (give one of them a version_table of its own)",
      ]),
    ProblemCase(
      "one version table, by the database's name as its schema",
      "[databases.a]\nurl = \"mysql://localhost/shop\"\nversions = \"versions\"\nversion_table_schema = \"shop\"\n[databases.b]\nurl = \"mysql://localhost/shop\"\nversions = \"versions\"\n",
      [
        "1:12 shared_version_table databases \"a\" and \"b\" would share the version table aludel_version (the other is at line 5) (give one of them a version_table of its own)",
        "5:12 shared_version_table databases \"a\" and \"b\" would share the version table aludel_version (the other is at line 1) (give one of them a version_table of its own)",
      ]),
    ProblemCase(
      "one version table by an environment",
      main + analytics
        + "[environments.test.databases.analytics]\ndialect = \"postgresql\"\nurl = \"postgresql://localhost/shop\"\n",
      environment: "test",
      [
        "1:12 shared_version_table databases \"main\" and \"analytics\" would share the version table aludel_version (the other is at line 5) (give one of them a version_table of its own)",
        "5:12 shared_version_table databases \"main\" and \"analytics\" would share the version table aludel_version (the other is at line 1) (give one of them a version_table of its own)",
      ]),
  ]
}
