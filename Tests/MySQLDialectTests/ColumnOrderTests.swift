import Testing

@testable import MySQLDialect

struct ColumnOrderTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var old: String
    var new: String
    /// `x FIRST, y AFTER x`, in the order of the new columns.
    var places: String
    var dropping = ""
    var adding = ""
    var testDescription: String { "\(old) to \(new)" }
  }

  @Test(arguments: [
    Case(old: "a b", new: "a b", places: ""),
    Case(old: "a b", new: "a b c", places: "c", adding: "c"),
    Case(old: "a c", new: "a b c", places: "b AFTER a", adding: "b"),
    Case(old: "b", new: "a b", places: "a FIRST", adding: "a"),
    Case(old: "b", new: "x y b", places: "x FIRST, y AFTER x", adding: "x y"),
    Case(old: "a b c", new: "c a b", places: "c FIRST"),
    Case(old: "a b c", new: "b c a", places: "a AFTER c"),
    Case(old: "a b c d e", new: "c d a e b", places: "a AFTER d, b AFTER e"),
    Case(old: "a b", new: "c d", places: "c, d", dropping: "a b", adding: "c d"),
    // Made anew where it was.
    Case(old: "a b c", new: "a b c", places: "b AFTER a", dropping: "b", adding: "b"),
    Case(old: "a b c", new: "b x a", places: "b FIRST, x AFTER b", dropping: "c", adding: "x"),
    Case(old: "order a", new: "order b a", places: "b AFTER `order`", adding: "b"),
  ])
  func `as few columns as possible are moved`(_ expected: Case) {
    let names = { (text: String) in text.split(separator: " ").map(String.init) }
    let order = MySQLColumnOrder(
      from: names(expected.old), dropping: Set(names(expected.dropping)),
      adding: Set(names(expected.adding)), to: names(expected.new))
    let places = names(expected.new).compactMap { name in
      order.places[name].map { $0.isEmpty ? name : "\(name) \($0)" }
    }
    #expect(places.joined(separator: ", ") == expected.places)
  }
}
