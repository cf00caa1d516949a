import SchemaModel

extension ObjectKind {
  /// `PERIOD FOR SYSTEM_TIME`, or an application's own.
  static let period = ObjectKind("period")
  static let event = ObjectKind("event")
  static let package = ObjectKind("package")
  static let packageBody = ObjectKind("package body")
}

extension Fact {
  // Of tables.
  static let engine = Fact("engine")
  /// Which implies the character set: the first part of its name. Of columns, too, where it is always
  /// said, also when it is the table's.
  static let collation = Fact("collation")
  static let columnOrder = Fact("column order")
  /// How rows are spread: `RANGE (year(d))`, with the number of partitions where they have no names.
  static let partitioning = Fact("partitioning")
  /// One partition a line.
  static let partitions = Fact("partitions")
  static let systemVersioning = Fact("system versioning")
  /// The whole text of a table that we do not understand.
  static let unknownFeature = Fact("unknown feature")

  // Of columns.
  static let onUpdate = Fact("on update")
  static let autoIncrement = Fact("auto_increment")
  /// `VIRTUAL` or `STORED`, beside the expression in `generated`.
  static let storage = Fact("storage")
  static let invisible = Fact("invisible")
  static let check = Fact("check")
  /// `COMPRESSED`, `WITHOUT SYSTEM VERSIONING`, `SRID 4326`, options of an engine.
  static let attributes = Fact("attributes")

  // Of keys and constraints.
  /// `FULLTEXT`, `SPATIAL`.
  static let method = Fact("method")
  static let columns = Fact("columns")
  static let options = Fact("options")
  /// `IGNORED` in MariaDB, `INVISIBLE` in MySQL.
  static let visibility = Fact("visibility")
  static let references = Fact("references")
  static let onDelete = Fact("on delete")
  static let enforcement = Fact("enforcement")

  // Of views, programs and sequences.
  static let algorithm = Fact("algorithm")
  static let security = Fact("security")
  static let checkOption = Fact("check option")
  static let timing = Fact("timing")
  /// The trigger before it among those of the same moment.
  static let follows = Fact("follows")
  /// `AGGREGATE`.
  static let prefix = Fact("prefix")
  /// The modes that change what a body means.
  static let sqlMode = Fact("sql_mode")
  static let schedule = Fact("schedule")
  static let starts = Fact("starts")
  static let ends = Fact("ends")
  static let completion = Fact("on completion")
  static let state = Fact("state")
  static let timeZone = Fact("time zone")
}
