/// A picture as a Mermaid flowchart (https://mermaid.js.org/syntax/flowchart.html): Git hosts show it in
/// place of a code block of that name.
enum MermaidDrawing {
  static func lines(of picture: HistoryPicture) -> [String] {
    var lines = ["flowchart TB"]
    for cluster in picture.clusters {
      lines.append("  subgraph \(cluster.key)[\(quoted([cluster.title]))]")
      if cluster.nodes.isEmpty { lines.append("    \(cluster.key)n[\"no revisions\"]") }
      lines += (cluster.nodes + cluster.beyond).map { "    \($0.key)[\(quoted($0.lines))]" }
      lines.append("  end")
    }
    lines += picture.elsewhere.map { "  \($0.key)[\(quoted($0.lines))]" }
    for arrow in picture.arrows {
      lines.append("  \(arrow.from) \(arrow.isDependency ? "-.->" : "-->") \(arrow.to)")
    }
    let nodes = picture.clusters.flatMap(\.nodes)
    let beyond = picture.clusters.flatMap(\.beyond) + picture.elsewhere
    lines += styled("head", "stroke-width:3px", nodes.filter(\.isHead))
    lines += styled("current", "fill:#9ad", nodes.filter(\.isCurrent))
    lines += styled("beyond", "stroke-dasharray:4", beyond)
    return lines
  }

  private static func styled(
    _ name: String, _ style: String, _ nodes: [HistoryPicture.Node]
  ) -> [String] {
    guard !nodes.isEmpty else { return [] }
    return [
      "  classDef \(name) \(style)",
      "  class \(nodes.map(\.key).joined(separator: ",")) \(name)",
    ]
  }

  /// A quoted text with its lines. A label is read as HTML and as Markdown, so whatever either could mean
  /// is written by its number, `#35;`.
  static func quoted(_ lines: [String]) -> String {
    "\"\(lines.map(escaped).joined(separator: "<br/>"))\""
  }

  private static func escaped(_ line: String) -> String {
    var text = ""
    // `1.`, `1)`, `-` and `+` would begin a list.
    var mayBeginList = true
    for scalar in line.unicodeScalars {
      switch scalar {
      case "\n", "\r", "\t", " ": text += " "
      case "a"..."z", "A"..."Z", "0"..."9", ",", ":", "/", "(", "@", "'":
        text.append(String(scalar))
      case ".", ")", "-", "+": text += mayBeginList ? "#\(scalar.value);" : String(scalar)
      case _ where scalar.isASCII: text += "#\(scalar.value);"
      default: text.append(String(scalar))
      }
      if !("0"..."9").contains(scalar) { mayBeginList = false }
    }
    return text
  }
}
