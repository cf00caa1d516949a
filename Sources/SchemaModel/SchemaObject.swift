/// One thing that the catalog knows about an object: its `type`, its `default`, its `comment`.
///
/// A dialect brings facts of its own by extending this type.
public struct Fact: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// As messages write it: lower case, with blanks.
  public let name: String

  public init(_ name: String) {
    self.name = name
  }

  public var description: String { name }

  public static func < (left: Fact, right: Fact) -> Bool { left.name < right.name }

  /// What follows the object's name in its `CREATE`, or the whole of it, as the dialect likes.
  public static let definition = Fact("definition")
  public static let type = Fact("type")
  /// There, with any value, when nulls are refused.
  public static let notNull = Fact("not null")
  public static let defaultValue = Fact("default")
  public static let generated = Fact("generated")
  public static let comment = Fact("comment")
}

/// An object as the catalog describes it, at the finest grain at which it can be changed: a table
/// without its columns, a column, a constraint, an index.
public struct SchemaObject: Hashable, Sendable {
  /// Always one. Snapshots hold tens of thousands of objects, and a list is copied by one count where
  /// its content would take ten.
  private var box: [Content]

  private struct Content: Sendable {
    var id: ObjectID
    var parent: ObjectID?
    var facts: [(fact: Fact, value: String)]
    var dependencies: [ObjectID]
    var position: Int
  }

  public var id: ObjectID {
    get { box[0].id }
    set { box[0].id = newValue }
  }

  /// The object that this is a part of and with which it is dropped, if there is one.
  public var parent: ObjectID? {
    get { box[0].parent }
    set { box[0].parent = newValue }
  }

  /// The facts that hold, sorted; a fact that does not hold is not there. Values are SQL as the engine
  /// writes it where they go into statements.
  public var facts: [(fact: Fact, value: String)] { box[0].facts }

  /// What must be there before it, other than its parent, as the catalog tells: never from the text.
  public var dependencies: [ObjectID] {
    get { box[0].dependencies }
    _modify { yield &box[0].dependencies }
  }

  /// Where it stands among its siblings, from 0: columns in a table, values in an enum. For `CREATE`
  /// only; never compared.
  public var position: Int {
    get { box[0].position }
    set { box[0].position = newValue }
  }

  /// - Parameter facts: pairs with nil are left out; of two for one fact the later stands.
  public init(
    _ id: ObjectID, parent: ObjectID? = nil, _ facts: KeyValuePairs<Fact, String?> = [:],
    dependencies: [ObjectID] = [], position: Int = 0
  ) {
    box = [
      Content(id: id, parent: parent, facts: [], dependencies: dependencies, position: position)
    ]
    for (fact, value) in facts { self[fact] = value }
  }

  public subscript(_ fact: Fact) -> String? {
    get { facts.first { $0.fact == fact }?.value }
    set {
      let index = facts.firstIndex { $0.fact >= fact } ?? facts.endIndex
      let isThere = index < facts.endIndex && facts[index].fact == fact
      switch (newValue, isThere) {
      case (let value?, true): box[0].facts[index].value = value
      case (let value?, false): box[0].facts.insert((fact, value), at: index)
      case (nil, true): box[0].facts.remove(at: index)
      case (nil, false): break
      }
    }
  }

  public static func == (left: SchemaObject, right: SchemaObject) -> Bool {
    left.id == right.id && left.parent == right.parent && left.position == right.position
      && left.dependencies == right.dependencies
      && left.facts.elementsEqual(right.facts) { $0 == $1 }
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(id)
  }
}
