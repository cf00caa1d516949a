/// Malformed workspaces.
extension BadInput {
  static let workspaceFiles: [BadInput] = [
    BadInput(
      "an empty workspace file", [.text("aludel.toml", "")], "upgrade",
      "1 invalid_config aludel.toml"),
    BadInput(
      "a workspace file of spaces", [.text("aludel.toml", "   \n\n")], "upgrade",
      "1 invalid_config aludel.toml"),
    BadInput(
      "not TOML", [.text("aludel.toml", "databases: main\n")], "upgrade",
      "1 invalid_config aludel.toml:1:10"),
    BadInput(
      "a comment that ends it all", [.text("aludel.toml", "[databases.main\n")], "upgrade",
      "1 invalid_config aludel.toml:1:16"),
    BadInput(
      "a NUL in the workspace file", [.text("aludel.toml", "[databases.main]\nurl = \"a\0b\"\n")],
      "upgrade", "1 invalid_config aludel.toml:2:9"),
    BadInput(
      "a workspace file that is not UTF-8",
      [.bytes("aludel.toml", Array("name = \"".utf8) + [0xff, 0xfe])], "upgrade",
      "1 invalid_config aludel.toml:1:9"),
    BadInput(
      "a workspace file of UTF-16", [.bytes("aludel.toml", [0xff, 0xfe] + "[\u{0}d\u{0}".utf8)],
      "upgrade", "1 invalid_config aludel.toml:1:4"),
    BadInput(
      "an unknown section of the workspace",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"sqlite:///main.db\"\nversions = \"versions\"\n[database]\nx = 1\n"
        )
      ], "upgrade", "1 invalid_config aludel.toml:4:2"),
    BadInput(
      "an unknown key",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"sqlite:///main.db\"\nversions = \"versions\"\nlock_timout = \"1s\"\n"
        )
      ], "upgrade", "1 invalid_config aludel.toml:4:1"),
    BadInput(
      "a key of the wrong type",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"sqlite:///main.db\"\nversions = \"versions\"\nlock_timeout = 10\n"
        )
      ], "upgrade", "1 invalid_config aludel.toml:4:16"),
    BadInput(
      "a duration of no unit",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"sqlite:///main.db\"\nversions = \"versions\"\nlock_timeout = \"10\"\n"
        )
      ], "upgrade", "1 invalid_config aludel.toml:4:16"),
    BadInput(
      "a duration that is negative",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"sqlite:///main.db\"\nversions = \"versions\"\nlock_timeout = \"-1s\"\n"
        )
      ], "upgrade", "1 invalid_config aludel.toml:4:16"),
    BadInput(
      "a duration of an age",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"sqlite:///main.db\"\nversions = \"versions\"\nstatement_timeout = \"99999999999999999999h\"\n"
        )
      ], "upgrade", "1 invalid_config aludel.toml:4:21"),
    BadInput(
      "a key given twice",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"sqlite:///main.db\"\nversions = \"versions\"\nurl = \"sqlite:///other.db\"\n"
        )
      ], "upgrade", "1 invalid_config aludel.toml:4:7"),
    BadInput(
      "a database given twice",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"sqlite:///main.db\"\nversions = \"versions\"\n[databases.main]\nurl = \"sqlite:///main.db\"\nversions = \"versions\"\n"
        )
      ], "upgrade", "1 invalid_config aludel.toml:4:1"),
    BadInput(
      "a database without url",
      [.text("aludel.toml", "[databases.main]\nversions = \"versions\"\n")], "upgrade",
      "1 invalid_config aludel.toml:1:12"),
    BadInput(
      "a database without versions",
      [.text("aludel.toml", "[databases.main]\nurl = \"sqlite:///main.db\"\n")], "upgrade",
      "1 invalid_config aludel.toml:1:12"),
    BadInput(
      "a database without a name",
      [
        .text(
          "aludel.toml", "[databases.\"\"]\nurl = \"sqlite:///main.db\"\nversions = \"versions\"\n")
      ], "upgrade", "1 invalid_config aludel.toml:1:12"),
    BadInput(
      "a database called by a space",
      [
        .text(
          "aludel.toml",
          "[databases.\"a b\"]\nurl = \"sqlite:///main.db\"\nversions = \"versions\"\n")
      ], "upgrade", "1 invalid_config aludel.toml:1:12"),
    BadInput(
      "a database called heads",
      [
        .text(
          "aludel.toml", "[databases.heads]\nurl = \"sqlite:///main.db\"\nversions = \"versions\"\n"
        )
      ], "upgrade", "1 invalid_config aludel.toml:1:12"),
    BadInput(
      "a database called by a path",
      [
        .text(
          "aludel.toml",
          "[databases.\"../x\"]\nurl = \"sqlite:///main.db\"\nversions = \"versions\"\n")
      ], "upgrade", "1 invalid_config aludel.toml:1:12"),
    BadInput(
      "databases that are a list", [.text("aludel.toml", "databases = [\"main\"]\n")], "upgrade",
      "1 invalid_config aludel.toml:1:13"),
    BadInput(
      "a database that is a text",
      [.text("aludel.toml", "[databases]\nmain = \"sqlite:///main.db\"\n")], "upgrade",
      "1 invalid_config aludel.toml:2:8"),
    BadInput(
      "an url that is a number",
      [.text("aludel.toml", "[databases.main]\nurl = 5432\nversions = \"versions\"\n")], "upgrade",
      "1 invalid_config aludel.toml:2:7"),
    BadInput(
      "an url that is empty",
      [.text("aludel.toml", "[databases.main]\nurl = \"\"\nversions = \"versions\"\n")], "upgrade",
      "1 invalid_config aludel.toml:1:12"),
    BadInput(
      "an url of no scheme",
      [.text("aludel.toml", "[databases.main]\nurl = \"main.db\"\nversions = \"versions\"\n")],
      "upgrade", "1 invalid_config aludel.toml:2:7"),
    BadInput(
      "an url of an unknown scheme",
      [
        .text(
          "aludel.toml", "[databases.main]\nurl = \"oracle://host/db\"\nversions = \"versions\"\n")
      ], "upgrade", "1 invalid_config aludel.toml:2:7"),
    BadInput(
      "an url that ends early",
      [.text("aludel.toml", "[databases.main]\nurl = \"sqlite://\"\nversions = \"versions\"\n")],
      "upgrade", "1 invalid_config aludel.toml:2:7"),
    BadInput(
      "an url with a broken escape",
      [
        .text(
          "aludel.toml", "[databases.main]\nurl = \"sqlite:///%zz.db\"\nversions = \"versions\"\n")
      ], "upgrade", "1 invalid_config aludel.toml:2:7"),
    BadInput(
      "an url with a NUL",
      [
        .text(
          "aludel.toml", "[databases.main]\nurl = \"sqlite:///a%00b.db\"\nversions = \"versions\"\n"
        )
      ], "upgrade", "1 invalid_config aludel.toml:2:7"),
    BadInput(
      "an url with a bad port",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"postgresql://u@h:99999/d\"\nversions = \"versions\"\n")
      ], "upgrade", "1 invalid_config aludel.toml:2:7"),
    BadInput(
      "an url with an unknown parameter",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"postgresql://u@h/d?sslmod=disable\"\nversions = \"versions\"\n"
        )
      ], "upgrade", "1 invalid_config aludel.toml:2:7"),
    BadInput(
      "an url with a bad TLS mode",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"mysql://u@h/d?ssl-mode=maybe\"\nversions = \"versions\"\n")
      ], "upgrade", "1 invalid_config aludel.toml:2:7"),
    BadInput(
      "a dialect that is not there",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"sqlite:///main.db\"\nversions = \"versions\"\ndialect = \"oracle\"\n"
        )
      ], "upgrade", "1 invalid_config aludel.toml:4:11"),
    BadInput(
      "a dialect and an url that disagree",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"sqlite:///main.db\"\nversions = \"versions\"\ndialect = \"mysql\"\n"
        )
      ], "upgrade", "1 invalid_config aludel.toml:2:7"),
    BadInput(
      "a variable that is not set",
      [.text("aludel.toml", "[databases.main]\nurl = \"${NOWHERE}\"\nversions = \"versions\"\n")],
      "upgrade", "1 invalid_config aludel.toml:1:12, invalid_config aludel.toml:2:7"),
    BadInput(
      "a variable that is not closed",
      [.text("aludel.toml", "[databases.main]\nurl = \"${NOWHERE\"\nversions = \"versions\"\n")],
      "upgrade", "1 invalid_config aludel.toml:2:7"),
    BadInput(
      "a variable of no name",
      [.text("aludel.toml", "[databases.main]\nurl = \"${}\"\nversions = \"versions\"\n")],
      "upgrade", "1 invalid_config aludel.toml:2:7"),
    BadInput(
      "a variable in a folder that is not set",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"sqlite:///main.db\"\nversions = \"${NOWHERE}/versions\"\n")
      ], "upgrade", "1 invalid_config aludel.toml:3:12"),
    BadInput(
      "a password in the file",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"postgresql://u@h/d\"\nversions = \"versions\"\npassword = \"hunter2\"\n"
        )
      ], "upgrade", "1 invalid_config aludel.toml:4:12"),
    BadInput(
      "a password of an unknown kind",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"postgresql://u@h/d\"\nversions = \"versions\"\npassword = { vault = \"x\" }\n"
        )
      ], "upgrade", "1 invalid_config aludel.toml:4:14"),
    BadInput(
      "a password of two kinds",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"postgresql://u@h/d\"\nversions = \"versions\"\npassword = { env = \"X\", file = \"y\" }\n"
        )
      ], "upgrade", "1 invalid_config aludel.toml:4:12"),
    BadInput(
      "a password file that is not there",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"postgresql://u@h/d\"\nversions = \"versions\"\npassword = { file = \"y\" }\n"
        )
      ], "upgrade", "1 invalid_config aludel.toml:4:12"),
    BadInput(
      "a password command that fails",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"postgresql://u@h/d\"\nversions = \"versions\"\npassword = { command = [\"/bin/false\"] }\n"
        )
      ], "upgrade", "1 invalid_config aludel.toml:4:12"),
    BadInput(
      "a password command that is not there",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"postgresql://u@h/d\"\nversions = \"versions\"\npassword = { command = [\"./nothing\"] }\n"
        )
      ], "upgrade", "1 invalid_config aludel.toml:4:12"),
    BadInput(
      "a versions folder that is not there",
      [
        .text(
          "aludel.toml", "[databases.main]\nurl = \"sqlite:///main.db\"\nversions = \"nowhere\"\n")
      ], "upgrade", "1 invalid_config aludel.toml:3:12"),
    BadInput(
      "a versions folder that is a file",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"sqlite:///main.db\"\nversions = \"aludel.toml\"\n")
      ], "upgrade", "1 invalid_config aludel.toml:3:12"),
    BadInput(
      "a versions folder outside",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"sqlite:///main.db\"\nversions = \"../versions\"\n")
      ], "upgrade", "1 invalid_config aludel.toml:3:12"),
    BadInput(
      "a versions folder from the root",
      [
        .text("aludel.toml", "[databases.main]\nurl = \"sqlite:///main.db\"\nversions = \"/etc\"\n")
      ], "upgrade", "1 invalid_config aludel.toml:3:12"),
    BadInput(
      "a versions folder that a link leads outside",
      [
        .text(
          "aludel.toml", "[databases.main]\nurl = \"sqlite:///main.db\"\nversions = \"link\"\n"),
        .link("link", to: "/etc"),
      ], "upgrade", "1 invalid_config aludel.toml:3:12"),
    BadInput(
      "a versions folder that a link leads round",
      [
        .text(
          "aludel.toml", "[databases.main]\nurl = \"sqlite:///main.db\"\nversions = \"link\"\n"),
        .link("link", to: "link"),
      ], "upgrade", "1 invalid_config aludel.toml:3:12"),
    BadInput(
      "two databases in one file",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"sqlite:///main.db\"\nversions = \"versions\"\n[databases.other]\nurl = \"sqlite:///main.db\"\nversions = \"other\"\n"
        ), .folder("other"),
      ], "upgrade", "1 invalid_config aludel.toml:1:12, invalid_config aludel.toml:4:12"),
    BadInput(
      "two databases with one label",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"sqlite:///main.db\"\nversions = \"versions\"\n[databases.other]\nurl = \"sqlite:///other.db\"\nversions = \"other\"\nbranch_label = \"main\"\n"
        ), .folder("other"),
      ], "upgrade", "1 invalid_config aludel.toml:7:16"),
    BadInput(
      "after a database that is not there",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"sqlite:///main.db\"\nversions = \"versions\"\nafter = [\"nobody\"]\n"
        )
      ], "upgrade", "1 invalid_config aludel.toml:4:10"),
    BadInput(
      "after itself",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"sqlite:///main.db\"\nversions = \"versions\"\nafter = [\"main\"]\n"
        )
      ], "upgrade", "1 invalid_config aludel.toml:4:10"),
    BadInput(
      "after each other",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"sqlite:///main.db\"\nversions = \"versions\"\nafter = [\"other\"]\n[databases.other]\nurl = \"sqlite:///other.db\"\nversions = \"other\"\nafter = [\"main\"]\n"
        ), .folder("other"),
      ], "upgrade", "1 invalid_config aludel.toml:4:10"),
    BadInput(
      "a version table without a name",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"sqlite:///main.db\"\nversions = \"versions\"\nversion_table = \"\"\n"
        )
      ], "upgrade", "1 invalid_config aludel.toml:4:17"),
    BadInput(
      "a version table with a NUL",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"sqlite:///main.db\"\nversions = \"versions\"\nversion_table = \"a\\u0000b\"\n"
        )
      ], "upgrade", "1 invalid_config aludel.toml:4:17"),
    BadInput(
      "a version table called like a table of SQLite",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"sqlite:///main.db\"\nversions = \"versions\"\nversion_table = \"sqlite_master\"\n"
        )
      ], "upgrade", "1 invalid_config aludel.toml:4:17"),
    BadInput(
      "a version table that is too long for its history",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"postgresql://u@localhost:1/d\"\nversions = \"versions\"\nversion_table = \"tttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt\"\n"
        )
      ], "upgrade", "1 invalid_config aludel.toml:4:17"),
    BadInput(
      "a version table of emoji on MySQL",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"mysql://u@127.0.0.1:1/d\"\nversions = \"versions\"\nversion_table = \"🐟\"\n"
        )
      ], "upgrade", "1 invalid_config aludel.toml:4:17"),
    BadInput(
      "a schema where there are none",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"sqlite:///main.db\"\nversions = \"versions\"\nversion_table_schema = \"ops\"\n"
        )
      ], "upgrade", "1 invalid_config aludel.toml:4:24"),
    BadInput(
      "a transaction mode that is none of them",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"sqlite:///main.db\"\nversions = \"versions\"\ntransaction = \"maybe\"\n"
        )
      ], "upgrade", "1 invalid_config aludel.toml:4:15"),
    BadInput(
      "a time zone that is none",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"sqlite:///main.db\"\nversions = \"versions\"\ntimezone = \"Mars/Olympus\"\n"
        )
      ], "upgrade", "1 invalid_config aludel.toml:4:12"),
    BadInput(
      "a file name with an unknown word",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"sqlite:///main.db\"\nversions = \"versions\"\nfile_template = \"{rev}_{nope}.sql\"\n"
        )
      ], "upgrade", "1 invalid_config aludel.toml:4:17"),
    BadInput(
      "a file name that leaves the folder",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"sqlite:///main.db\"\nversions = \"versions\"\nfile_template = \"../{rev}.sql\"\n"
        )
      ], "upgrade", "1 invalid_config aludel.toml:4:17"),
    BadInput(
      "a label with a space",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"sqlite:///main.db\"\nversions = \"versions\"\nbranch_label = \"a b\"\n"
        )
      ], "upgrade", "1 invalid_config aludel.toml:4:16"),
    BadInput(
      "a label that is reserved",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"sqlite:///main.db\"\nversions = \"versions\"\nbranch_label = \"heads\"\n"
        )
      ], "upgrade", "1 invalid_config aludel.toml:4:16"),
    BadInput(
      "an environment that is not there",
      [
        .text(
          "aludel.toml", "[databases.main]\nurl = \"sqlite:///main.db\"\nversions = \"versions\"\n")
      ], "upgrade -e production", "1 invalid_config aludel.toml"),
    BadInput(
      "an environment with a database of its own",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"sqlite:///main.db\"\nversions = \"versions\"\n[environments.production.databases.other]\nurl = \"sqlite:///x.db\"\n"
        )
      ], "upgrade -e production", "1 invalid_config aludel.toml:4:36"),
    BadInput(
      "an environment with an unknown key",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"sqlite:///main.db\"\nversions = \"versions\"\n[environments.production.databases.main]\nurk = \"sqlite:///x.db\"\n"
        )
      ], "upgrade -e production", "1 invalid_config aludel.toml:5:1"),
    BadInput(
      "lock retries without measure",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"sqlite:///main.db\"\nversions = \"versions\"\nlock_retries = 99999999\n"
        )
      ], "upgrade", "1 invalid_config aludel.toml:4:16"),
    BadInput(
      "a SQLite folder that is not there",
      [
        .text(
          "aludel.toml",
          "[databases.main]\nurl = \"sqlite:///data/main.db\"\nversions = \"versions\"\n")
      ], "upgrade", "1 missing_database main"),
    BadInput(
      "a SQLite file that is a folder",
      [
        .text(
          "aludel.toml", "[databases.main]\nurl = \"sqlite:///versions\"\nversions = \"versions\"\n"
        )
      ], "upgrade", "1 connection_failed main"),
    BadInput(
      "no workspace at all", [.remove("aludel.toml")], "upgrade", "1 invalid_config aludel.toml"),
    BadInput(
      "a workspace file that is a folder", [.remove("aludel.toml"), .folder("aludel.toml")],
      "upgrade", "1 invalid_config aludel.toml"),
    BadInput(
      "a workspace file that is a broken link",
      [.remove("aludel.toml"), .link("aludel.toml", to: "nowhere")], "upgrade",
      "1 invalid_config aludel.toml"),
    BadInput(
      "a workspace file that is a device", [], "upgrade -c /dev/null", "1 invalid_config /dev/null"),
    BadInput(
      "a workspace file that never ends", [], "upgrade -c /dev/zero", "1 invalid_config /dev/zero"),
  ]
}
