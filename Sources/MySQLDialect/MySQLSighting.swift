import DialectKit
import SQLText

/// What the catalog shows of an object, as a number that the server can work with by itself: 0 for
/// absent, 1 for present, 2 for several of which the name does not tell which is meant.
enum MySQLSighting {
  /// The number, as an expression; nil where the engine has no such objects, or a name that the statement
  /// leaves out would tell.
  static func count(of object: CatalogObject) -> SQLFragment? {
    switch object {
    case .relation(let name): exists("tables", named(name, "table"))
    case .column(let column, let table):
      exists(
        "columns", "\(named(table, "table")) AND column_name = \(bind: .text(column.name))")
    case .index(let index, let table?):
      exists(
        "statistics",
        "\(named(table, "table")) AND index_name = \(bind: .text(index.name.name))")
    case .constraint(let constraint, let table):
      exists(
        "table_constraints",
        "\(named(table, "table")) AND constraint_name = \(bind: .text(constraint.name))")
    case .primaryKey(let table):
      exists(
        "table_constraints", "\(named(table, "table")) AND constraint_type = 'PRIMARY KEY'")
    case .schema(let schema):
      exists("schemata", "schema_name = \(bind: .text(schema.name))")
    case .trigger(let name, _): exists("triggers", named(name, "trigger"))
    // A procedure and a function may have the same name.
    case .routine(let name):
      """
      (SELECT LEAST(COUNT(*), 2) FROM information_schema.routines WHERE \(named(name, "routine")))
      """
    case .event(let name): exists("events", named(name, "event"))
    case .index(_, nil), .validation, .type, .enumValue, .extension, .policy, .rule: nil
    }
  }

  static func presence(of count: Int64?) -> CatalogPresence {
    switch count {
    case 0: .absent
    case 1: .present
    default: .unknown
    }
  }

  // MARK: - Several at once

  /// The numbers of several facts' objects, digit by digit.
  static func digits(of facts: [CatalogFact]) -> SQLFragment {
    let counts = facts.map { count(of: $0.object) ?? "2" }
    return "CONCAT(\(counts.joined(separator: ", ")))"
  }

  /// The digits as long as none of the facts holds.
  static func digitsBefore(_ facts: [CatalogFact]) -> String {
    facts.map { $0.presenceBefore == .absent ? "0" : "1" }.joined()
  }

  /// - Returns: nil for what are no digits of so many facts.
  static func presences(in digits: String?, of facts: [CatalogFact]) -> [CatalogPresence]? {
    guard let digits, digits.utf8.count == facts.count else { return nil }
    return digits.utf8.map { presence(of: Int64($0) - Int64(UInt8(ascii: "0"))) }
  }

  // MARK: - Conditions

  private static func exists(_ view: SQLFragment, _ condition: SQLFragment) -> SQLFragment {
    "EXISTS (SELECT 1 FROM information_schema.\(view) WHERE \(condition))"
  }

  /// The condition on the columns that hold an object's name: `table_schema` and `table_name`.
  private static func named(_ name: QualifiedName, _ kind: String) -> SQLFragment {
    let schema: SQLFragment = name.schema.map { "\(bind: .text($0.name))" } ?? "DATABASE()"
    return SQLFragment(verbatim: "\(kind)_schema = ") + schema
      + SQLFragment(verbatim: " AND \(kind)_name = ") + "\(bind: .text(name.name.name))"
  }
}
