/// What becomes of one object between two snapshots.
public enum ObjectChange: Hashable, Sendable {
  case create(SchemaObject)
  case drop(SchemaObject)
  /// The same object with other facts: those that differ, sorted.
  case alter(from: SchemaObject, to: SchemaObject, facts: [Fact])

  public var id: ObjectID {
    switch self {
    case .create(let object), .drop(let object), .alter(_, let object, _): object.id
    }
  }

  /// The object as it was; nil for one that is new.
  public var old: SchemaObject? {
    switch self {
    case .create: nil
    case .drop(let object), .alter(let object, _, _): object
    }
  }

  /// The object as it shall be; nil for one that goes.
  public var new: SchemaObject? {
    switch self {
    case .create(let object), .alter(_, let object, _): object
    case .drop: nil
    }
  }
}

/// Changes that are made together: those of an object and of its parts, as far as nothing elsewhere must
/// happen between them.
public struct ChangeGroup: Hashable, Sendable {
  /// The object that the statements name: a table for its columns and constraints.
  public var root: ObjectID
  /// The root's own change first, if it has one; then those of its parts: dropped, altered, created, each
  /// by position and name.
  public var changes: [ObjectChange]
  /// The root and its parts as they are, for one that `isRebuilt` and stays; in no order.
  public var before: [SchemaObject] = []
  /// The same as they shall be.
  public var after: [SchemaObject] = []

  public init(root: ObjectID, changes: [ObjectChange]) {
    self.root = root
    self.changes = changes
  }

  /// The root's own change.
  public var rootChange: ObjectChange? { changes.first.flatMap { $0.id == root ? $0 : nil } }
}

/// A statement of a generated section.
public struct SchemaStatement: Hashable, Sendable {
  /// Without terminator.
  public var text: String
  /// What whoever reads it must know; written as comments before it.
  public var hazards: [Hazard]
  /// Whether it must be committed before the next statement, as `ALTER TYPE … ADD VALUE` must before the
  /// value is used.
  public var needsAutocommit: Bool

  public init(_ text: String, hazards: [Hazard] = [], needsAutocommit: Bool = false) {
    self.text = text
    self.hazards = hazards
    self.needsAutocommit = needsAutocommit
  }
}

/// What can go wrong with a statement, or is lost by it.
public struct Hazard: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Rows or values are gone, and the other direction does not bring them back.
    case dataLoss = "data_loss"
    /// Fails, with nothing changed, when rows do not fit.
    case mayFail = "may_fail"
    /// Reads and writes the whole table while others wait.
    case rewrite
    /// Keeps writers, or readers, waiting for long.
    case lock
  }

  public var kind: Kind
  /// One sentence, lower case, no full stop: `drops users.mail and all that it holds`.
  public var message: String

  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }
}

/// A change that no statement of ours can make.
public struct SchemaRefusal: Error, Hashable, Sendable {
  public var object: ObjectID
  /// One sentence, lower case, no full stop: `the partition key of a table cannot be changed`.
  public var reason: String
  /// What to do instead, as one sentence of the same form.
  public var advice: String?

  public init(_ object: ObjectID, reason: String, advice: String? = nil) {
    self.object = object
    self.reason = reason
    self.advice = advice
  }
}
