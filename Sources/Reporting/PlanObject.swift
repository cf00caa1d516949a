import Orchestration
import Revisions

/// The plan as JSON has it, for writing and for reading.
///
/// Keys are decoded in the order in which they are declared. So what is no plan, and then a plan of
/// another version, is found before anything in which its shape may differ.
struct PlanObject: Codable {
  enum Kind: String, Codable { case plan }

  struct Database: Codable {
    var name: String
    var dialect: String
    var start: HeadSet
    var end: HeadSet
    var versionTable: Bool
  }

  struct Step: Codable {
    var database: String
    var revision: RevisionID
    var direction: Direction
    var checksum: String
    var file: String
    /// Left out when there is none.
    var waitsFor: [WorkspaceRevision]?
  }

  var type = Kind.plan
  var formatVersion = Version()
  var workspace: String
  var direction: Direction
  var digest: String
  var databases: [Database]
  var steps: [Step]
}

extension PlanObject {
  /// The version of our own shape, the only one that can be read.
  struct Version: Codable {
    init() {}

    init(from decoder: any Decoder) throws {
      let version = try decoder.singleValueContainer().decode(Int.self)
      guard version == JSONOutput.formatVersion else { throw UnknownVersion(version: version) }
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      try container.encode(JSONOutput.formatVersion)
    }
  }

  struct UnknownVersion: Error {
    var version: Int
  }
}

extension PlanObject {
  init(_ plan: SavedPlan) {
    workspace = plan.workspace
    direction = plan.direction
    digest = plan.digest
    databases = plan.databases.map {
      Database(
        name: $0.name, dialect: $0.dialect, start: $0.start, end: $0.end,
        versionTable: $0.hasVersionTable)
    }
    steps = plan.steps.map {
      Step(
        database: $0.revision.database, revision: $0.revision.revision,
        direction: plan.direction, checksum: $0.checksum, file: $0.file,
        waitsFor: $0.waitsFor.isEmpty ? nil : $0.waitsFor)
    }
  }

  /// The plan that is described, whether or not the digest is its own.
  var plan: SavedPlan {
    SavedPlan(
      workspace: workspace, direction: direction,
      databases: databases.map {
        SavedPlan.Database(
          name: $0.name, dialect: $0.dialect, start: $0.start, end: $0.end,
          hasVersionTable: $0.versionTable)
      },
      steps: steps.map {
        SavedPlan.Step(
          WorkspaceRevision(database: $0.database, revision: $0.revision), checksum: $0.checksum,
          file: $0.file, waitsFor: $0.waitsFor ?? [])
      })
  }
}
