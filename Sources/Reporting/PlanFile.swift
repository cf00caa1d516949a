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
    guard case .object(let members)? = (try? JSONReader.read(bytes))?.content,
      case .string("plan")? = members["type"]?.content
    else { return false }
    return true
  }

  /// Reads a file's bytes and checks that they are a whole plan, as it was written.
  ///
  /// - Parameters:
  ///   - file: what messages call it.
  ///   - direction: which way the command goes.
  public static func read(
    _ bytes: [UInt8], file: String, for direction: Direction
  ) throws(PlanFileProblem) -> SavedPlan {
    var reader = PlanReader(bytes, file: file)
    let plan = try reader.read()
    guard plan.direction == direction else {
      throw PlanFileProblem(.otherDirection(plan.direction), file: file)
    }
    return plan
  }
}

/// The plan as JSON has it.
struct PlanObject: Encodable {
  struct Database: Encodable {
    var name: String
    var dialect: String
    var start: [String]
    var end: [String]
    var versionTable: Bool
  }

  struct Step: Encodable {
    var database: String
    var revision: String
    var direction: String
    var checksum: String
    var file: String
    var waitsFor: [String]?
  }

  var type = "plan"
  var formatVersion = JSONOutput.formatVersion
  var workspace: String
  var direction: String
  var digest: String
  var databases: [Database]
  var steps: [Step]

  init(_ plan: SavedPlan) {
    workspace = plan.workspace
    direction = plan.direction.rawValue
    digest = plan.digest
    databases = plan.databases.map {
      Database(
        name: $0.name, dialect: $0.dialect, start: $0.start.texts, end: $0.end.texts,
        versionTable: $0.hasVersionTable)
    }
    steps = plan.steps.map {
      Step(
        database: $0.revision.database, revision: $0.revision.revision.text,
        direction: plan.direction.rawValue, checksum: $0.checksum, file: $0.file,
        waitsFor: $0.waitsFor.isEmpty ? nil : $0.waitsFor.map(\.description))
    }
  }
}
