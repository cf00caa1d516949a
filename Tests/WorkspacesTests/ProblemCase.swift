import Testing

/// A workspace file with something wrong in it, and all that is said about it.
struct ProblemCase: Sendable, CustomTestStringConvertible {
  var name: String
  var text: String
  var environment: String?
  /// `line:column code message`, and `(advice)` behind it.
  var expected: [String]

  init(_ name: String, _ text: String, environment: String? = nil, _ expected: [String]) {
    self.name = name
    self.text = text
    self.environment = environment
    self.expected = expected
  }

  var testDescription: String { name }

  static let all = structure + connections + values + secretsAndPlaces

  /// A database without fault; its table may go on with line 5.
  static let main = """
    [databases.main]
    dialect = "postgresql"
    url = "postgresql://localhost/shop"
    versions = "versions"

    """

  /// Another one.
  static let analytics = """
    [databases.analytics]
    dialect = "mysql"
    url = "mysql://localhost/analytics"
    versions = "versions"

    """
}
