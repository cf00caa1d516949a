/// The lines of a workspace file that must not be shown because of what stands on them.
enum SecretLines {
  /// Lines of URLs and passwords, and of keys that nobody knows: `pasword = "…"` is one of those.
  static func find(in document: ConfigurationTable) -> Set<Int> {
    var lines: Set<Int> = []
    for (key, node) in document.entries {
      switch key {
      case "databases": databases(node, &lines)
      case "environments":
        for (_, environment) in node.entries {
          for (key, node) in environment.entries {
            if key == "databases" { databases(node, &lines) } else { hide(node, &lines) }
          }
        }
      case "defaults": settings(node, &lines)
      case "workspace":
        for (key, node) in node.entries where key != "name" { hide(node, &lines) }
      default: hide(node, &lines)
      }
    }
    return lines
  }

  private static func databases(_ node: ConfigurationNode, _ lines: inout Set<Int>) {
    for (_, database) in node.entries { settings(database, &lines) }
    if node.entries.isEmpty { hide(node, &lines) }
  }

  private static func settings(_ node: ConfigurationNode, _ lines: inout Set<Int>) {
    if node.entries.isEmpty { hide(node, &lines) }
    for (key, setting) in node.entries where DatabaseKey(rawValue: key)?.isSecret ?? true {
      hide(setting, &lines)
    }
  }

  /// Hides a value and, in a table written over several lines, all that it holds.
  private static func hide(_ node: ConfigurationNode, _ lines: inout Set<Int>) {
    switch node.value {
    case .table(let table) where !table.entries.isEmpty:
      lines.formUnion(node.lines)
      for (_, node) in table.entries { hide(node, &lines) }
    case .array(let elements):
      lines.formUnion(node.lines)
      for element in elements { hide(element, &lines) }
    case .string, .integer, .float, .date:
      lines.formUnion(node.lines)
    case .boolean, .table:
      break
    }
  }
}

extension ConfigurationNode {
  fileprivate var entries: [(key: String, node: ConfigurationNode)] {
    if case .table(let table) = value { table.entries } else { [] }
  }
}
