public import Orchestration
public import Revisions

/// A saved plan as a file: the object that `plan --json` prints, laid out for reading and for diffs.
///
/// Same plan, same bytes. It lives here because JSON does; the plan itself (`SavedPlan`) knows nothing of
/// how it is written.
public enum PlanFile {
  public static func text(of plan: SavedPlan) -> String {
    JSONOutput.text(PlanObject(plan)) + "\n"
  }

  /// Whether the bytes look like a plan, of whatever version and in whatever shape.
  public static func isPlan(_ bytes: [UInt8]) -> Bool {
    struct Header: Decodable {
      var type: PlanObject.Kind
    }
    return (try? JSONInput.read(Header.self, from: bytes)) != nil
  }

  /// Reads a file's bytes and checks that they are a whole plan, as it was written. Keys that we do not
  /// know are skipped: the digest decides about all that is used.
  ///
  /// - Parameters:
  ///   - file: what messages call it.
  ///   - direction: which way the command goes.
  public static func read(
    _ bytes: [UInt8], file: String, for direction: Direction
  ) throws(PlanFileProblem) -> SavedPlan {
    let object: PlanObject
    do { object = try JSONInput.read(PlanObject.self, from: bytes) } catch {
      throw PlanFileProblem(PlanFileProblem.Kind(error), file: file)
    }
    for (index, step) in object.steps.enumerated() {
      if !object.databases.contains(where: { $0.name == step.database }) {
        throw PlanFileProblem(
          .value(key: "steps[\(index)].database", "it is none of the plan's databases"), file: file)
      }
      if step.direction != object.direction {
        throw PlanFileProblem(
          .value(key: "steps[\(index)].direction", "the plan goes the other way"), file: file)
      }
    }
    let plan = object.plan
    guard object.digest == plan.digest else { throw PlanFileProblem(.edited, file: file) }
    guard plan.direction == direction else {
      throw PlanFileProblem(.otherDirection(plan.direction), file: file)
    }
    return plan
  }
}

extension PlanFileProblem.Kind {
  /// Why the plan could not be decoded.
  fileprivate init(_ error: any Error) {
    switch error {
    case let error as PlanObject.UnknownVersion:
      self = .unknownVersion(error.version)
    case DecodingError.keyNotFound(let key, let context):
      self.init(context.codingPath + [key], "it is missing")
    case DecodingError.valueNotFound(_, let context):
      self.init(context.codingPath, "it is null")
    case DecodingError.typeMismatch(let type, let context):
      self.init(context.codingPath, Self.expected(type))
    // What is not JSON at all has no path.
    case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
      self.init(context.codingPath, context.debugDescription)
    default:
      self = .notJSON
    }
  }

  private init(_ keys: [any CodingKey], _ message: String) {
    let path = JSONInput.path(keys)
    self = ["", "type"].contains(path) ? .notAPlan : .value(key: path, message)
  }

  private static func expected(_ type: Any.Type) -> String {
    switch type {
    case is String.Type: "a string is expected"
    case is Bool.Type: "true or false is expected"
    case is Int.Type: "a whole number is expected"
    case is [Any].Type: "a list is expected"
    case is [String: Any].Type: "an object is expected"
    default: "it is something else than expected"
    }
  }
}
