import SQLText

/// A catalog, by the number that it has in every PostgreSQL (`src/include/catalog`).
enum PostgresCatalog: Int64, Sendable {
  case type = 1247
  case routine = 1255
  case relation = 1259
  case attributeDefault = 2604
  case constraint = 2606
  case cast = 2605
  case conversion = 2607
  case language = 2612
  case namespace = 2615
  case operatorClass = 2616
  case `operator` = 2617
  case rewrite = 2618
  case trigger = 2620
  case accessMethod = 2601
  case operatorFamily = 2753
  case foreignDataWrapper = 2328
  case foreignServer = 1417
  case `extension` = 3079
  case policy = 3256
  case statistics = 3381
  case collation = 3456
  case eventTrigger = 3466
  case transform = 3576
  case textSearchDictionary = 3600
  case textSearchParser = 3601
  case textSearchConfiguration = 3602
  case textSearchTemplate = 3764
  case publication = 6104
  case subscription = 6100
}

/// Where something stands in the catalog, as `pg_depend` names it.
struct PostgresAddress: Hashable, Sendable {
  var catalog: Int64
  var oid: Int64
  /// The number of a column, or 0.
  var column: Int64

  init(_ catalog: PostgresCatalog, _ oid: SQLValue, column: SQLValue = .integer(0)) {
    self.init(.integer(catalog.rawValue), oid, column)
  }

  init(_ catalog: SQLValue, _ oid: SQLValue, _ column: SQLValue = .integer(0)) {
    self.catalog = catalog.integer ?? 0
    self.oid = oid.integer ?? 0
    self.column = column.integer ?? 0
  }

  /// The table, for one of its columns.
  var whole: PostgresAddress {
    var address = self
    address.column = 0
    return address
  }
}
