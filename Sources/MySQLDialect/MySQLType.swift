/// A column's type, as the server prints it.
struct MySQLType: Equatable {
  /// In lower case: `varchar`.
  let name: String
  /// What stands in its parentheses.
  let arguments: String?
  let isUnsigned: Bool
  let isZerofill: Bool

  init(_ text: String) {
    let name = text.prefix { $0 != "(" && $0 != " " }
    self.name = name.lowercased()
    var rest = text[name.endIndex...]
    if rest.first == "(", let close = rest.lastIndex(of: ")") {
      arguments = String(rest[rest.index(after: rest.startIndex)..<close])
      rest = rest[rest.index(after: close)...]
    } else {
      arguments = nil
    }
    let words = rest.split(separator: " ")
    isUnsigned = words.contains("unsigned")
    isZerofill = words.contains("zerofill")
  }

  /// Whether values have a character set.
  var isText: Bool {
    ["char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set"].contains(name)
  }

  var isInteger: Bool { Self.integers.contains(name) }

  private static let integers = ["tinyint", "smallint", "mediumint", "int", "bigint"]

  /// The display widths that nobody has to write.
  private static let widths: [String: (signed: String, unsigned: String)] = [
    "tinyint": ("4", "3"), "smallint": ("6", "5"), "mediumint": ("9", "8"), "int": ("11", "10"),
    "bigint": ("20", "20"), "year": ("4", "4"),
  ]

  /// As people write it: `int unsigned` for `int(10) unsigned`.
  var spelled: String {
    var text = name
    let width = Self.widths[name].map { isUnsigned ? $0.unsigned : $0.signed }
    if let arguments, isZerofill || arguments != width { text += "(\(arguments))" }
    if isUnsigned { text += " unsigned" }
    if isZerofill { text += " zerofill" }
    return text
  }

  /// Whether the server converts values of the other type at all (tried with 10.11; error 4078).
  func canComeFrom(_ old: MySQLType) -> Bool {
    guard let new = strangeness, let old = old.strangeness else {
      return (strangeness ?? old.strangeness) == nil || isTextual || old.isTextual
    }
    return new == old
  }

  /// The kind of values that only texts and bytes can become.
  private var strangeness: String? {
    let geometries = [
      "geometry", "point", "linestring", "polygon", "multipoint", "multilinestring",
      "multipolygon", "geometrycollection",
    ]
    return geometries.contains(name)
      ? "geometry" : ["uuid", "inet4", "inet6"].contains(name) ? name : nil
  }

  private var isTextual: Bool {
    isText || name == "json" || name.hasSuffix("blob") || name.hasSuffix("binary")
  }

  /// Whether every value of another type is one of this, too, and stays what it is.
  func holdsAll(of old: MySQLType) -> Bool {
    if self == old { return true }
    if isInteger, old.isInteger { return holdsIntegers(of: old) }
    switch (old.name, name) {
    case ("enum", "enum"), ("set", "set"): return Set(members).isSuperset(of: old.members)
    case ("char", "char"), ("varchar", "varchar"), ("char", "varchar"), ("binary", "varbinary"),
      ("varbinary", "varbinary"), ("bit", "bit"), ("datetime", "datetime"),
      ("timestamp", "timestamp"), ("time", "time"):
      return length >= old.length
    case ("decimal", "decimal"):
      guard isUnsigned == old.isUnsigned || !isUnsigned else { return false }
      return scale >= old.scale && length - scale >= old.length - old.scale
    case ("float", "double"): return arguments == nil && (!isUnsigned || old.isUnsigned)
    case ("date", "datetime"): return true
    case (_, "tinytext"), (_, "text"), (_, "mediumtext"), (_, "longtext"):
      guard let old = Self.rank(old, in: Self.texts), let new = Self.rank(self, in: Self.texts)
      else { return false }
      return new >= old
    case (_, "tinyblob"), (_, "blob"), (_, "mediumblob"), (_, "longblob"):
      guard let old = Self.rank(old, in: Self.blobs), let new = Self.rank(self, in: Self.blobs)
      else { return false }
      return new >= old
    // Nineteen digits and a sign.
    case (_, "char"), (_, "varchar"): return old.isInteger && length >= 20
    default: return false
    }
  }

  /// Of an `enum` or `set`, in their quotes.
  private var members: [String] {
    let tokens = MySQLTokens(arguments ?? "", in: "")
    return tokens.split(0..<tokens.tokens.count).map(tokens.raw)
  }

  private static let texts = ["char", "varchar", "tinytext", "text", "mediumtext", "longtext"]
  private static let blobs = ["tinyblob", "blob", "mediumblob", "longblob"]

  /// A `varchar` may be as long as a `text`.
  private static func rank(_ type: MySQLType, in list: [String]) -> Int? {
    guard let index = list.firstIndex(of: type.name) else { return nil }
    return type.name == "char" ? 2 : type.name == "varchar" ? 3 : index
  }

  private func holdsIntegers(of old: MySQLType) -> Bool {
    guard let new = Self.integers.firstIndex(of: name),
      let old = Self.integers.firstIndex(of: old.name).map({ ($0, old.isUnsigned) })
    else { return false }
    if isUnsigned == old.1 { return new >= old.0 }
    return !isUnsigned && new > old.0
  }

  /// The first argument, or what is meant without one.
  private var length: Int {
    let first = arguments?.split(separator: ",").first.flatMap { Int($0) }
    return first ?? (name == "decimal" ? 10 : ["char", "binary", "bit"].contains(name) ? 1 : 0)
  }

  private var scale: Int {
    arguments?.split(separator: ",").dropFirst().first.flatMap { Int($0) } ?? 0
  }

  /// Whether a value that does not fit is changed without an error even in strict mode: rounded or cut.
  func rounds(_ old: MySQLType) -> Bool {
    let fractions = ["decimal", "float", "double", "time", "datetime", "timestamp", "date"]
    return fractions.contains(old.name) && (fractions.contains(name) || isInteger || name == "year")
  }
}
