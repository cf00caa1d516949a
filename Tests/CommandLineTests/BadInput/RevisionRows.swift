/// Malformed revision files.
extension BadInput {
  static let revisionFiles: [BadInput] = [
    BadInput(
      "an empty revision", [.text("versions/c3.sql", "")], "upgrade",
      "1 invalid_revision_file versions/c3.sql:1:1"),
    BadInput(
      "a revision without a header", [.text("versions/c3.sql", "CREATE TABLE t (id int);\n")],
      "upgrade", "1 invalid_revision_file versions/c3.sql:1:1"),
    BadInput(
      "a revision without an id",
      [.text("versions/c3.sql", "-- message\n-- down_revision: b2\n\n-- migrate: upgrade\n")],
      "upgrade", "1 invalid_revision_file versions/c3.sql:1:1"),
    BadInput(
      "a revision with an empty id",
      [
        .text(
          "versions/c3.sql",
          "-- message\n-- revision:\n-- down_revision: b2\n\n-- migrate: upgrade\n")
      ], "upgrade", "1 invalid_revision_file versions/c3.sql:2:13"),
    BadInput(
      "a revision with an id of spaces",
      [
        .text(
          "versions/c3.sql",
          "-- C\n-- revision: c 3\n-- down_revision: b2\n\n-- migrate: upgrade\nSELECT 1;\n\n-- migrate: downgrade\n"
        )
      ], "upgrade", "1 invalid_revision_file versions/c3.sql:2:15"),
    BadInput(
      "a revision with an id that is a path",
      [
        .text(
          "versions/c3.sql",
          "-- C\n-- revision: ../c3\n-- down_revision: b2\n\n-- migrate: upgrade\nSELECT 1;\n\n-- migrate: downgrade\n"
        )
      ], "upgrade", "1 invalid_revision_file versions/c3.sql:2:16"),
    BadInput(
      "a revision called head",
      [
        .text(
          "versions/c3.sql",
          "-- C\n-- revision: head\n-- down_revision: b2\n\n-- migrate: upgrade\nSELECT 1;\n\n-- migrate: downgrade\n"
        )
      ], "upgrade", "1 invalid_revision_file versions/c3.sql:2:14"),
    BadInput(
      "a revision with an id of emoji",
      [
        .text(
          "versions/c3.sql",
          "-- C\n-- revision: 🦉\n-- down_revision: b2\n\n-- migrate: upgrade\nSELECT 1;\n\n-- migrate: downgrade\n"
        )
      ], "upgrade", "1 invalid_revision_file versions/c3.sql:2:14"),
    BadInput(
      "a revision with an endless id",
      [
        .text(
          "versions/c3.sql",
          "-- C\n-- revision: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n-- down_revision: b2\n\n-- migrate: upgrade\nSELECT 1;\n\n-- migrate: downgrade\n"
        )
      ], "upgrade", "1 invalid_revision_file versions/c3.sql:2:14"),
    BadInput(
      "a revision with an id of another",
      [
        .text(
          "versions/c3.sql",
          "-- C\n-- revision: b2\n-- down_revision: a1\n\n-- migrate: upgrade\nSELECT 1;\n\n-- migrate: downgrade\n"
        )
      ], "upgrade", "1 duplicate_revision versions/b2.sql"),
    BadInput(
      "a revision after itself",
      [
        .text(
          "versions/c3.sql",
          "-- C\n-- revision: c3\n-- down_revision: c3\n\n-- migrate: upgrade\nSELECT 1;\n\n-- migrate: downgrade\n"
        )
      ], "upgrade", "1 invalid_revision_file versions/c3.sql:3:19"),
    BadInput(
      "a revision after one that is not there",
      [
        .text(
          "versions/c3.sql",
          "-- C\n-- revision: c3\n-- down_revision: nobody\n\n-- migrate: upgrade\nSELECT 1;\n\n-- migrate: downgrade\n"
        )
      ], "upgrade", "1 missing_parent versions/c3.sql"),
    BadInput(
      "revisions in a circle",
      [
        .text(
          "versions/a1.sql",
          "-- C\n-- revision: a1\n-- down_revision: b2\n\n-- migrate: upgrade\nSELECT 1;\n\n-- migrate: downgrade\n"
        )
      ], "upgrade", "1 cycle versions/a1.sql"),
    BadInput(
      "a parent twice",
      [
        .text(
          "versions/c3.sql",
          "-- C\n-- revision: c3\n-- down_revision: b2, b2\n\n-- migrate: upgrade\nSELECT 1;\n\n-- migrate: downgrade\n"
        )
      ], "upgrade", "1 invalid_revision_file versions/c3.sql:3:23"),
    BadInput(
      "a header key twice",
      [
        .text(
          "versions/c3.sql",
          "-- C\n--\n-- revision: c3\n-- down_revision: b2\n-- revision: d4\n\n-- migrate: upgrade\nSELECT 1;\n\n-- migrate: downgrade\n"
        )
      ], "upgrade", "1 invalid_revision_file versions/c3.sql:5:4"),
    BadInput(
      "a header key that is misspelt",
      [
        .text(
          "versions/c3.sql",
          "-- C\n--\n-- revision: c3\n-- down_revision: b2\n-- depend_on: a1\n\n-- migrate: upgrade\nSELECT 1;\n\n-- migrate: downgrade\n"
        )
      ], "upgrade", "1 invalid_revision_file versions/c3.sql:5:4"),
    BadInput(
      "a dependency on itself",
      [
        .text(
          "versions/c3.sql",
          "-- C\n--\n-- revision: c3\n-- down_revision: b2\n-- depends_on: c3\n\n-- migrate: upgrade\nSELECT 1;\n\n-- migrate: downgrade\n"
        )
      ], "upgrade", "1 invalid_revision_file versions/c3.sql:5:16"),
    BadInput(
      "a dependency on nothing",
      [
        .text(
          "versions/c3.sql",
          "-- C\n--\n-- revision: c3\n-- down_revision: b2\n-- depends_on: nobody\n\n-- migrate: upgrade\nSELECT 1;\n\n-- migrate: downgrade\n"
        )
      ], "upgrade", "1 missing_dependency versions/c3.sql:5:16"),
    BadInput(
      "a dependency on an unknown database",
      [
        .text(
          "versions/c3.sql",
          "-- C\n--\n-- revision: c3\n-- down_revision: b2\n-- depends_on: billing/a1\n\n-- migrate: upgrade\nSELECT 1;\n\n-- migrate: downgrade\n"
        )
      ], "upgrade", "1 unknown_database versions/c3.sql:5:16"),
    BadInput(
      "a dependency that is no name",
      [
        .text(
          "versions/c3.sql",
          "-- C\n--\n-- revision: c3\n-- down_revision: b2\n-- depends_on: a b\n\n-- migrate: upgrade\nSELECT 1;\n\n-- migrate: downgrade\n"
        )
      ], "upgrade", "1 invalid_revision_file versions/c3.sql:5:17"),
    BadInput(
      "a label with a sign",
      [
        .text(
          "versions/c3.sql",
          "-- C\n--\n-- revision: c3\n-- down_revision: b2\n-- branch_labels: a@b\n\n-- migrate: upgrade\nSELECT 1;\n\n-- migrate: downgrade\n"
        )
      ], "upgrade", "1 invalid_revision_file versions/c3.sql:5:20"),
    BadInput(
      "a label that is an id",
      [
        .text(
          "versions/c3.sql",
          "-- C\n--\n-- revision: c3\n-- down_revision: b2\n-- branch_labels: a1\n\n-- migrate: upgrade\nSELECT 1;\n\n-- migrate: downgrade\n"
        )
      ], "upgrade", "1 duplicate_label versions/c3.sql"),
    BadInput(
      "no sections",
      [.text("versions/c3.sql", "-- C\n--\n-- revision: c3\n-- down_revision: b2\n")], "upgrade",
      "1 invalid_revision_file versions/c3.sql"),
    BadInput(
      "no upgrade section",
      [
        .text(
          "versions/c3.sql",
          "-- C\n--\n-- revision: c3\n-- down_revision: b2\n\n-- migrate: downgrade\nSELECT 1;\n")
      ], "upgrade", "1 invalid_revision_file versions/c3.sql"),
    BadInput(
      "two upgrade sections",
      [
        .text(
          "versions/c3.sql",
          "-- C\n--\n-- revision: c3\n-- down_revision: b2\n\n-- migrate: upgrade\nSELECT 1;\n\n-- migrate: upgrade\nSELECT 1;\n"
        )
      ], "upgrade", "1 invalid_revision_file versions/c3.sql:9:1"),
    BadInput(
      "an unknown section",
      [
        .text(
          "versions/c3.sql",
          "-- C\n--\n-- revision: c3\n-- down_revision: b2\n\n-- migrate: upgrade\nSELECT 1;\n\n-- migrate: sideways\n"
        )
      ], "upgrade", "1 invalid_revision_file versions/c3.sql:9:13"),
    BadInput(
      "an unknown option of a section",
      [
        .text(
          "versions/c3.sql",
          "-- C\n--\n-- revision: c3\n-- down_revision: b2\n\n-- migrate: upgrade transactions=none\nSELECT 1;\n\n-- migrate: downgrade\n"
        )
      ], "upgrade", "1 invalid_revision_file versions/c3.sql:6:21"),
    BadInput(
      "an option without a value",
      [
        .text(
          "versions/c3.sql",
          "-- C\n--\n-- revision: c3\n-- down_revision: b2\n\n-- migrate: upgrade transaction=\nSELECT 1;\n\n-- migrate: downgrade\n"
        )
      ], "upgrade", "1 invalid_revision_file versions/c3.sql:6:21"),
    BadInput(
      "statements before the sections",
      [
        .text(
          "versions/c3.sql",
          "-- C\n--\n-- revision: c3\n-- down_revision: b2\n\nSELECT 1;\n-- migrate: upgrade\nSELECT 1;\n\n-- migrate: downgrade\n"
        )
      ], "upgrade", "1 invalid_revision_file versions/c3.sql:6:1"),
    BadInput(
      "an autocommit block that does not end",
      [
        .text(
          "versions/c3.sql",
          "-- C\n--\n-- revision: c3\n-- down_revision: b2\n\n-- migrate: upgrade\n-- migrate: autocommit\nVACUUM;\n\n-- migrate: downgrade\n"
        )
      ], "upgrade", "1 invalid_revision_file versions/c3.sql:7:1"),
    BadInput(
      "an end of no block",
      [
        .text(
          "versions/c3.sql",
          "-- C\n--\n-- revision: c3\n-- down_revision: b2\n\n-- migrate: upgrade\n-- migrate: end\nSELECT 1;\n\n-- migrate: downgrade\n"
        )
      ], "upgrade", "1 invalid_revision_file versions/c3.sql:7:1"),
    BadInput(
      "a block in a block",
      [
        .text(
          "versions/c3.sql",
          "-- C\n--\n-- revision: c3\n-- down_revision: b2\n\n-- migrate: upgrade\n-- migrate: autocommit\n-- migrate: autocommit\nVACUUM;\n-- migrate: end\n\n-- migrate: downgrade\n"
        )
      ], "upgrade", "1 invalid_revision_file versions/c3.sql:8:1"),
    BadInput(
      "a quote that is not closed",
      [
        .text(
          "versions/c3.sql",
          "-- C\n--\n-- revision: c3\n-- down_revision: b2\n\n-- migrate: upgrade\nSELECT 'a;\n\n-- migrate: downgrade\n"
        )
      ], "upgrade", "1 invalid_revision_file versions/c3.sql:7:8"),
    BadInput(
      "a name that is not closed",
      [
        .text(
          "versions/c3.sql",
          "-- C\n--\n-- revision: c3\n-- down_revision: b2\n\n-- migrate: upgrade\nSELECT \"a;\n\n-- migrate: downgrade\n"
        )
      ], "upgrade", "1 invalid_revision_file versions/c3.sql:7:8"),
    BadInput(
      "a comment that is not closed",
      [
        .text(
          "versions/c3.sql",
          "-- C\n--\n-- revision: c3\n-- down_revision: b2\n\n-- migrate: upgrade\nSELECT 1 /* and so on;\n\n-- migrate: downgrade\n"
        )
      ], "upgrade", "1 invalid_revision_file versions/c3.sql:7:10"),
    BadInput(
      "a trigger that does not end",
      [
        .text(
          "versions/c3.sql",
          "-- C\n--\n-- revision: c3\n-- down_revision: b2\n\n-- migrate: upgrade\nCREATE TRIGGER t AFTER INSERT ON users BEGIN SELECT 1;\n\n-- migrate: downgrade\n"
        )
      ], "upgrade", "1 invalid_revision_file versions/c3.sql:7:40"),
    BadInput(
      "a COMMIT of its own",
      [
        .text(
          "versions/c3.sql",
          "-- C\n--\n-- revision: c3\n-- down_revision: b2\n\n-- migrate: upgrade\nCREATE TABLE t (id int);\nCOMMIT;\n\n-- migrate: downgrade\n"
        )
      ], "upgrade", "1 invalid_revision_file versions/c3.sql:8:1"),
    BadInput(
      "a BEGIN of its own",
      [
        .text(
          "versions/c3.sql",
          "-- C\n--\n-- revision: c3\n-- down_revision: b2\n\n-- migrate: upgrade\nBEGIN;\nCREATE TABLE t (id int);\n\n-- migrate: downgrade\n"
        )
      ], "upgrade", "1 invalid_revision_file versions/c3.sql:7:1"),
    BadInput(
      "a statement that cannot run in a transaction",
      [
        .text(
          "versions/c3.sql",
          "-- C\n--\n-- revision: c3\n-- down_revision: b2\n\n-- migrate: upgrade\nVACUUM;\n\n-- migrate: downgrade\n"
        )
      ], "upgrade", "1 refused_statement versions/c3.sql:7:1"),
    BadInput(
      "a statement that SQLite does not know",
      [
        .text(
          "versions/c3.sql",
          "-- C\n--\n-- revision: c3\n-- down_revision: b2\n\n-- migrate: upgrade\nGRANT SELECT ON users TO bob;\n\n-- migrate: downgrade\n"
        ), .command(["upgrade", "b2"]),
      ], "upgrade", "1 statement_failed versions/c3.sql:7:1"),
    BadInput(
      "a statement about a table that is not there",
      [
        .text(
          "versions/c3.sql",
          "-- C\n--\n-- revision: c3\n-- down_revision: b2\n\n-- migrate: upgrade\nINSERT INTO nowhere VALUES (1);\n\n-- migrate: downgrade\n"
        ), .command(["upgrade", "b2"]),
      ], "upgrade", "1 statement_failed versions/c3.sql:7:1"),
    BadInput(
      "a second statement that fails",
      [
        .text(
          "versions/c3.sql",
          "-- C\n--\n-- revision: c3\n-- down_revision: b2\n\n-- migrate: upgrade\nCREATE TABLE t (id int);\n\nCREATE TABLE t (id int);\n\n-- migrate: downgrade\n"
        ), .command(["upgrade", "b2"]),
      ], "upgrade", "1 statement_failed versions/c3.sql:9:14"),
    BadInput(
      "a NUL in a revision",
      [
        .text(
          "versions/c3.sql",
          "-- C\n--\n-- revision: c3\n-- down_revision: b2\n\n-- migrate: upgrade\nSELECT 'a\0b';\n\n-- migrate: downgrade\n"
        )
      ], "upgrade", "1 invalid_revision_file versions/c3.sql:7:10"),
    BadInput(
      "a revision that is not UTF-8",
      [
        .bytes(
          "versions/c3.sql",
          Array("-- C\n-- revision: c3\n-- down_revision: b2\n\n-- migrate: upgrade\nSELECT '".utf8)
            + [0xe4, 0x27, 0x3b])
      ], "upgrade", "1 invalid_revision_file versions/c3.sql:6:9"),
    BadInput(
      "a revision of UTF-16", [.bytes("versions/c3.sql", [0xff, 0xfe, 0x2d, 0, 0x2d, 0])],
      "upgrade", "1 invalid_revision_file versions/c3.sql:1:1"),
    BadInput(
      "a revision that is a broken link", [.link("versions/c3.sql", to: "nowhere.sql")], "upgrade",
      "1 invalid_config versions/c3.sql"),
    BadInput(
      "a revision that is a link outside", [.link("versions/c3.sql", to: "/etc/passwd")], "upgrade",
      "1 invalid_config versions/c3.sql"),
    BadInput(
      "a revision that is a device", [.link("versions/c3.sql", to: "/dev/zero")], "upgrade",
      "1 invalid_config versions/c3.sql"),
    BadInput(
      "one revision in two files",
      [
        .text(
          "versions/copy of b2.sql",
          "-- C\n-- revision: b2\n-- down_revision: a1\n\n-- migrate: upgrade\nSELECT 1;\n\n-- migrate: downgrade\n"
        )
      ], "upgrade", "1 duplicate_revision versions/b2.sql"),
    BadInput(
      "two bases and heads",
      [
        .text(
          "versions/c3.sql",
          "-- C\n-- revision: c3\n\n-- migrate: upgrade\nSELECT 1;\n\n-- migrate: downgrade\n")
      ], "upgrade head", "1 multiple_heads main"),
    BadInput(
      "a downgrade that is not there",
      [
        .text(
          "versions/c3.sql",
          "-- C\n-- revision: c3\n-- down_revision: b2\n\n-- migrate: upgrade\nSELECT 1;\n"),
        .command(["upgrade"]),
      ], "downgrade -1", "1 irreversible versions/c3.sql"),
    BadInput(
      "a downgrade that cannot be",
      [
        .text(
          "versions/c3.sql",
          "-- C\n-- revision: c3\n-- down_revision: b2\n-- irreversible: the data is gone\n\n-- migrate: upgrade\nSELECT 1;\n"
        ), .command(["upgrade"]),
      ], "downgrade base", "1 irreversible versions/c3.sql"),
    BadInput(
      "foreign keys off in a block",
      [
        .text(
          "versions/c3.sql",
          "-- C\n--\n-- revision: c3\n-- down_revision: b2\n\n-- migrate: upgrade foreign_keys=off\n-- migrate: autocommit\nVACUUM;\n-- migrate: end\n\n-- migrate: downgrade\n"
        )
      ], "upgrade", "1 refused_statement versions/c3.sql:8:1"),
    BadInput(
      "a foreign key that is violated",
      [
        .text(
          "versions/c3.sql",
          "-- C\n--\n-- revision: c3\n-- down_revision: b2\n\n-- migrate: upgrade\nCREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p INTEGER REFERENCES p);\nINSERT INTO c VALUES (1);\n\n-- migrate: downgrade\n"
        ), .command(["upgrade", "b2"]),
      ], "upgrade", "1 statement_failed versions/c3.sql:8:1"),
  ]
}
