import DialectKit
import SQLText
import SchemaModel

/// Names as SQL, quoted only where they must be, as `quote_ident` does.
enum PostgresName {
  static func quoted(_ name: String) -> String {
    let isPlain =
      name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
          UInt8(ascii: "_"):
          true
        default: false
        }
      } && name.utf8.first.map { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? false
    return isPlain && !words.contains(name) ? name : Quoting.enclosed(name, in: "\"")
  }

  static func quoted(_ schema: String?, _ name: String) -> String {
    guard let schema else { return quoted(name) }
    return quoted(schema) + "." + quoted(name)
  }

  static func literal(_ text: String) -> String { PostgresDialect().literal(.text(text)) }

  /// The name cut to what the server keeps of it, with `suffix` at its end.
  static func clipped(_ name: String, suffix: String) -> String {
    var name = name
    while name.utf8.count + suffix.utf8.count > PostgresDialect.maximumNameBytes, !name.isEmpty {
      name.unicodeScalars.removeLast()
    }
    return name + suffix
  }

  /// Every key word but the unreserved ones (`pg_get_keywords`), up to PostgreSQL 18.
  private static let words: Set<String> = [
    "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric",
    "authorization", "between", "bigint", "binary", "bit", "boolean", "both", "case", "cast",
    "char", "character", "check", "coalesce", "collate", "collation", "column", "concurrently",
    "constraint", "create", "cross", "current_catalog", "current_date", "current_role",
    "current_schema", "current_time", "current_timestamp", "current_user", "dec", "decimal",
    "default", "deferrable", "desc", "distinct", "do", "else", "end", "except", "exists",
    "extract", "false", "fetch", "float", "for", "foreign", "freeze", "from", "full", "grant",
    "greatest", "group", "grouping", "having", "ilike", "in", "initially", "inner", "inout",
    "int", "integer", "intersect", "interval", "into", "is", "isnull", "join", "json",
    "json_array", "json_arrayagg", "json_exists", "json_object", "json_objectagg", "json_query",
    "json_scalar", "json_serialize", "json_table", "json_value", "lateral", "leading", "least",
    "left", "like", "limit", "localtime", "localtimestamp", "merge_action", "national",
    "natural", "nchar", "none", "normalize", "not", "notnull", "null", "nullif", "numeric",
    "offset", "on", "only", "or", "order", "out", "outer", "overlaps", "overlay", "placing",
    "position", "precision", "primary", "real", "references", "returning", "right", "row",
    "select", "session_user", "setof", "similar", "smallint", "some", "substring", "symmetric",
    "system_user", "table", "tablesample", "then", "time", "timestamp", "to", "trailing",
    "treat", "trim", "true", "union", "unique", "user", "using", "values", "varchar",
    "variadic", "verbose", "when", "where", "window", "with", "xmlattributes", "xmlconcat",
    "xmlelement", "xmlexists", "xmlforest", "xmlnamespaces", "xmlparse", "xmlpi", "xmlroot",
    "xmlserialize", "xmltable",
  ]
}

extension ObjectID {
  /// The object itself, qualified: for what is not a part of another.
  var sql: String { PostgresName.quoted(schema, name) }

  /// The name alone: for parts, whose owner stands beside it.
  var quotedName: String { PostgresName.quoted(name) }

  /// What this is a part of, qualified.
  var ownerSQL: String { PostgresName.quoted(schema, owner ?? name) }
}
