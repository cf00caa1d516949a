import SchemaModel

/// A constraint or an index that a partition or a child has from its parent. It is no object, since it
/// comes and goes with the parent's; but it stays with a table that leaves its parent, and a table that
/// joins one may have it already.
struct PostgresInheritedPart: Hashable, Sendable {
  var isConstraint: Bool
  var name: String
  /// All that makes two of them alike.
  var definition: String

  init(isConstraint: Bool, name: String, definition: String) {
    self.isConstraint = isConstraint
    self.name = name
    self.definition = definition
  }

  /// Of an object as it is when it is nobody's but the table's.
  init(_ object: SchemaObject) {
    isConstraint = object.id.kind.isTableConstraint
    name = object.id.name
    definition = (object[.unique] == nil ? "" : "UNIQUE ") + (object[.definition] ?? "")
  }

  /// On one line, whatever the name and the definition hold.
  var line: String {
    let kind = isConstraint ? "constraint" : "index"
    return "\(kind)\t\(Self.escaped(name))\t\(Self.escaped(definition))"
  }

  init?(line: Substring) {
    let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
    guard fields.count == 3 else { return nil }
    isConstraint = fields[0] == "constraint"
    name = Self.unescaped(fields[1])
    definition = Self.unescaped(fields[2])
  }

  /// Those of a table.
  static func all(of table: SchemaObject?) -> [PostgresInheritedPart] {
    (table?[.inheritedParts] ?? "").split(separator: "\n").compactMap { Self(line: $0) }
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n").replacing("\t", with: "\\t")
  }

  private static func unescaped(_ text: Substring) -> String {
    var result = ""
    var isEscaped = false
    for scalar in text.unicodeScalars {
      if isEscaped {
        result.unicodeScalars.append(scalar == "n" ? "\n" : scalar == "t" ? "\t" : scalar)
        isEscaped = false
      } else if scalar == "\\" {
        isEscaped = true
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

extension PostgresSchemaRules {
  /// Whether a constraint or an index is there already, from a parent that the table leaves.
  static func isLeftBehind(
    _ part: SchemaObject, _ current: SchemaSnapshot, _ desired: SchemaSnapshot
  ) -> Bool {
    changesSides(part, from: current, to: desired)
  }

  /// Whether a constraint or an index becomes a part of one of the parent that the table joins.
  static func isTakenOver(
    _ part: SchemaObject, _ current: SchemaSnapshot, _ desired: SchemaSnapshot
  ) -> Bool {
    changesSides(part, from: desired, to: current)
  }

  private static func changesSides(
    _ part: SchemaObject, from inheriting: SchemaSnapshot, to free: SchemaSnapshot
  ) -> Bool {
    guard let table = part.parent, let own = free[table], let other = inheriting[table],
      other[.inheritedParts] != nil
    else { return false }
    let wanted = PostgresInheritedPart(part)
    return PostgresInheritedPart.all(of: other).contains(wanted)
      && !PostgresInheritedPart.all(of: own).contains(wanted)
  }
}
