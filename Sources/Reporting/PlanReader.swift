import Orchestration
import Revisions

/// Reads a saved plan, and says of whatever is wrong which key it is and where that stands.
struct PlanReader {
  private let bytes: [UInt8]
  private let file: String

  init(_ bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
  }

  /// A value with the keys that lead to it.
  private struct Node {
    var value: JSONValue
    var path: String
  }

  mutating func read() throws(PlanFileProblem) -> SavedPlan {
    let root: Node
    do { root = Node(value: try JSONReader.read(bytes), path: "") } catch {
      throw problem(.syntax(error.message), at: error.offset)
    }
    guard case .object(let members) = root.value.content,
      case .string("plan")? = members["type"]?.content
    else { throw PlanFileProblem(.notAPlan, file: file) }
    // Before anything else: another version may have another shape.
    let version = try integer(member("format_version", of: root))
    guard version == JSONOutput.formatVersion else {
      throw PlanFileProblem(.unknownVersion(version), file: file)
    }
    let direction = try direction(member("direction", of: root))
    var plan = SavedPlan(
      workspace: try string(member("workspace", of: root)), direction: direction, databases: [],
      steps: [])
    for node in try list(member("databases", of: root)) {
      plan.databases.append(try database(node))
    }
    for node in try list(member("steps", of: root)) {
      let step = try step(node)
      guard plan.databases.contains(where: { $0.name == step.revision.database }) else {
        throw wrong(try member("database", of: node), "it is none of the plan's databases")
      }
      guard try self.direction(member("direction", of: node)) == direction else {
        throw wrong(try member("direction", of: node), "the plan goes the other way")
      }
      plan.steps.append(step)
    }
    guard try string(member("digest", of: root)) == plan.digest else {
      throw PlanFileProblem(.edited, file: file)
    }
    return plan
  }

  private func database(_ node: Node) throws(PlanFileProblem) -> SavedPlan.Database {
    SavedPlan.Database(
      name: try string(member("name", of: node)),
      dialect: try string(member("dialect", of: node)),
      start: try rows(member("start", of: node)), end: try rows(member("end", of: node)),
      hasVersionTable: try bool(member("version_table", of: node)))
  }

  private func step(_ node: Node) throws(PlanFileProblem) -> SavedPlan.Step {
    let revision = WorkspaceRevision(
      database: try string(member("database", of: node)),
      revision: try id(member("revision", of: node)))
    var waits: [WorkspaceRevision] = []
    if case .object(let members) = node.value.content, members["waits_for"] != nil {
      for item in try list(member("waits_for", of: node)) {
        let text = try string(item)
        guard let slash = text.firstIndex(of: "/") else {
          throw wrong(item, "database/revision is expected")
        }
        var name = item
        name.value.content = .string(String(text[text.index(after: slash)...]))
        waits.append(
          WorkspaceRevision(database: String(text[..<slash]), revision: try id(name)))
      }
    }
    return SavedPlan.Step(
      revision, checksum: try string(member("checksum", of: node)),
      file: try string(member("file", of: node)), waitsFor: waits)
  }

  private func rows(_ node: Node) throws(PlanFileProblem) -> HeadSet {
    var rows: [RevisionID] = []
    for item in try list(node) { rows.append(try id(item)) }
    return HeadSet(rows)
  }

  // MARK: - Values

  private func member(_ key: String, of node: Node) throws(PlanFileProblem) -> Node {
    guard case .object(let members) = node.value.content else {
      throw wrong(node, "an object is expected")
    }
    let path = node.path.isEmpty ? key : "\(node.path).\(key)"
    guard let value = members[key] else {
      throw wrong(Node(value: node.value, path: path), "it is missing")
    }
    return Node(value: value, path: path)
  }

  private func list(_ node: Node) throws(PlanFileProblem) -> [Node] {
    guard case .array(let elements) = node.value.content else {
      throw wrong(node, "a list is expected")
    }
    return elements.enumerated().map { Node(value: $1, path: "\(node.path)[\($0)]") }
  }

  private func string(_ node: Node) throws(PlanFileProblem) -> String {
    guard case .string(let text) = node.value.content else {
      throw wrong(node, "a string is expected")
    }
    return text
  }

  private func bool(_ node: Node) throws(PlanFileProblem) -> Bool {
    guard case .bool(let value) = node.value.content else {
      throw wrong(node, "true or false is expected")
    }
    return value
  }

  private func integer(_ node: Node) throws(PlanFileProblem) -> Int {
    guard case .number(let text) = node.value.content, let number = Int(text) else {
      throw wrong(node, "a whole number is expected")
    }
    return number
  }

  private func id(_ node: Node) throws(PlanFileProblem) -> RevisionID {
    guard let id = try? RevisionID(validating: try string(node)) else {
      throw wrong(node, "the id of a revision is expected")
    }
    return id
  }

  private func direction(_ node: Node) throws(PlanFileProblem) -> Direction {
    guard let direction = Direction(rawValue: try string(node)) else {
      throw wrong(node, "upgrade or downgrade is expected")
    }
    return direction
  }

  // MARK: - Problems

  private func wrong(_ node: Node, _ message: String) -> PlanFileProblem {
    problem(.value(key: node.path, message), at: node.value.offset)
  }

  private func problem(_ kind: PlanFileProblem.Kind, at offset: Int) -> PlanFileProblem {
    let before = bytes.prefix(offset)
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return PlanFileProblem(
      kind, file: file, line: before.count { $0 == UInt8(ascii: "\n") } + 1,
      column: offset - lineStart + 1)
  }
}
