import Testing

@testable import MySQLDialect

struct TypeTests {
  @Test(arguments: [
    ("int(11)", "int"), ("int(10) unsigned", "int unsigned"), ("int(5)", "int(5)"),
    ("bigint(20)", "bigint"), ("tinyint(1)", "tinyint(1)"), ("tinyint(4)", "tinyint"),
    ("smallint(5) unsigned zerofill", "smallint(5) unsigned zerofill"), ("year(4)", "year"),
    ("varchar(11)", "varchar(11)"), ("enum('a','b)')", "enum('a','b)')"),
    ("decimal(10,2) unsigned", "decimal(10,2) unsigned"), ("double", "double"),
  ])
  func `types are spelled as people do`(printed: String, spelled: String) {
    #expect(MySQLType(printed).spelled == spelled)
  }

  @Test(arguments: [
    ("int", "bigint", true), ("bigint", "int", false), ("int", "int unsigned", false),
    ("int unsigned", "bigint", true), ("int unsigned", "int", false),
    ("varchar(10)", "varchar(20)", true), ("varchar(20)", "varchar(10)", false),
    ("varchar(20)", "text", true), ("text", "varchar(20)", false), ("text", "longtext", true),
    ("longtext", "text", false), ("char(3)", "varchar(3)", true),
    ("decimal(8,2)", "decimal(10,2)", true), ("decimal(8,2)", "decimal(8,3)", false),
    ("decimal(8,2)", "decimal(8,2) unsigned", false), ("float", "double", true),
    ("enum('a')", "enum('a','b')", true), ("enum('a','b')", "enum('b','a')", true),
    ("enum('a','b')", "enum('a')", false), ("set('a,b')", "set('a','b')", false),
    ("datetime", "datetime(3)", true), ("datetime(3)", "datetime", false),
    ("date", "datetime", true), ("blob", "longblob", true), ("bit(3)", "bit(8)", true),
    ("int", "varchar(20)", true), ("int", "varchar(5)", false), ("json", "text", false),
  ])
  func `whether a type holds all values of another`(old: String, new: String, holds: Bool) {
    #expect(MySQLType(new).holdsAll(of: MySQLType(old)) == holds)
  }

  @Test(arguments: [
    ("int", "varchar(3)", true), ("int", "uuid", false), ("uuid", "datetime", false),
    ("varchar(40)", "uuid", true), ("uuid", "binary(16)", true), ("uuid", "inet6", false),
    ("point", "geometry", true), ("geometry", "int", false), ("blob", "point", true),
    ("enum('a')", "inet4", true), ("int", "date", true),
  ])
  func `whether a type can come from another`(old: String, new: String, can: Bool) {
    #expect(MySQLType(new).canComeFrom(MySQLType(old)) == can)
  }
}
