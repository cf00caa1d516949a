import Revisions
public import Orchestration
public import Templates

/// What `init` made and found.
public struct ScaffoldView: Sendable {
  let result: ScaffoldResult

  public init(_ result: ScaffoldResult) {
    self.result = result
  }

  public func lines(for terminal: Terminal) -> [String] {
    var table = TextTable()
    for item in result.items {
      table.add([
        TextTable.Cell(item.isNew ? "made" : "kept", item.isNew ? .success : .dim),
        TextTable.Cell(item.path),
      ])
    }
    return table.lines(for: terminal)
  }

  public var json: String {
    struct Object: Encodable {
      struct Item: Encodable {
        var path: String
        var isNew: Bool
      }

      var type = "init"
      var formatVersion = JSONOutput.formatVersion
      var config: String
      var databases: [String]
      var items: [Item]
    }
    return JSONOutput.line(
      Object(
        config: result.workspaceFile, databases: result.databases,
        items: result.items.map { Object.Item(path: $0.path, isNew: $0.isNew) }))
  }
}

/// `list-templates`.
public struct TemplatesView: Sendable {
  let templates: [WorkspaceTemplate]

  public init(_ templates: [WorkspaceTemplate]) {
    self.templates = templates
  }

  public func lines(for terminal: Terminal) -> [String] {
    var table = TextTable()
    for (index, template) in templates.enumerated() {
      table.add([
        TextTable.Cell(template.name, .heading),
        TextTable.Cell(template.summary + (index == 0 ? " (the default)" : "")),
      ])
    }
    return table.lines(for: terminal)
  }

  public var json: String {
    struct Object: Encodable {
      struct Template: Encodable {
        var name: String
        var summary: String
        var databases: [String]
      }

      var type = "list_templates"
      var formatVersion = JSONOutput.formatVersion
      var templates: [Template]
    }
    return JSONOutput.line(
      Object(
        templates: templates.map {
          Object.Template(
            name: $0.name, summary: $0.summary, databases: $0.databases.map(\.name))
        }))
  }
}

/// `resume`.
public struct ResumeView: Sendable {
  let steps: [ResumedStep]

  public init(_ steps: [ResumedStep]) {
    self.steps = steps
  }

  public func lines(for terminal: Terminal) -> [String] {
    steps.map {
      "\($0.database): statement \($0.statement) of revision \($0.revision) "
        + ($0.tookEffect ? "counts as done" : "will run again")
    }
  }

  public var json: String {
    struct Object: Encodable {
      struct Step: Encodable {
        var database: String
        var revision: String
        var statement: Int
        var tookEffect: Bool
      }

      var type = "resume"
      var formatVersion = JSONOutput.formatVersion
      var steps: [Step]
    }
    return JSONOutput.line(
      Object(
        steps: steps.map {
          Object.Step(
            database: $0.database, revision: $0.revision.text, statement: $0.statement,
            tookEffect: $0.tookEffect)
        }))
  }
}
