/// A picture in the language of Graphviz (https://graphviz.org/doc/info/lang.html).
enum DotDrawing {
  static func lines(of picture: HistoryPicture) -> [String] {
    var lines = [
      "digraph history {",
      "  node [shape=box, style=rounded, fontname=\"monospace\"];",
    ]
    for cluster in picture.clusters {
      // Only a subgraph whose name begins so is drawn as a box.
      lines.append("  subgraph cluster_\(cluster.key) {")
      lines.append("    label=\(quoted([cluster.title]));")
      if cluster.nodes.isEmpty {
        lines.append("    \(cluster.key) [label=\"no revisions\", shape=plaintext];")
      }
      lines += (cluster.nodes.map(node) + cluster.beyond.map(beyond)).map { "    " + $0 }
      lines.append("  }")
    }
    lines += picture.elsewhere.map { "  " + beyond($0) }
    for arrow in picture.arrows {
      lines.append("  \(arrow.from) -> \(arrow.to)\(arrow.isDependency ? " [style=dashed]" : "");")
    }
    return lines + ["}"]
  }

  private static func node(_ node: HistoryPicture.Node) -> String {
    var attributes = ["label=\(quoted(node.lines))"]
    if node.isHead { attributes.append("penwidth=2") }
    if node.isCurrent { attributes.append("style=\"rounded,filled\"") }
    return "\(node.key) [\(attributes.joined(separator: ", "))];"
  }

  private static func beyond(_ node: HistoryPicture.Node) -> String {
    "\(node.key) [label=\(quoted(node.lines)), style=\"rounded,dotted\"];"
  }

  /// A quoted string whose escapes are those of labels: `\\`, `\"`, and `\l` after each line for text that
  /// begins at the left. `&` would begin an entity as in HTML.
  static func quoted(_ lines: [String]) -> String {
    let texts = lines.map { line in
      line.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        .replacing("&", with: "&amp;").replacing("\n", with: " ").replacing("\t", with: " ")
    }
    return "\"" + (texts.count == 1 ? texts[0] : texts.map { $0 + "\\l" }.joined()) + "\""
  }
}
