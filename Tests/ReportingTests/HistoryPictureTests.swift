import Foundation
import Revisions
import Testing

@testable import Orchestration
@testable import Reporting

/// Pictures of histories for Graphviz and Mermaid.
@Suite struct HistoryPictureTests {
  /// `main`: m of b and c, both of a, which is left out; m needs b and a revision elsewhere.
  /// `analytics`: x, which needs c. `archive` has nothing.
  private func listing() throws -> ListingView {
    var main = entries("m: b c, c: a, b: a")
    main[0].revision.message = "merge \"b\" & c"
    main[0].isHead = true
    main[0].effectiveLabels = [try BranchLabel(validating: "core")]
    main[0].needs = [
      WorkspaceRevision(database: "main", revision: main[2].revision.id),
      WorkspaceRevision(database: "audit", revision: main[2].revision.id),
    ]
    main[1].isCurrent = true
    var analytics = entries("x:")
    analytics[0].isHead = true
    analytics[0].needs = [WorkspaceRevision(database: "main", revision: main[1].revision.id)]
    func database(
      _ name: String, _ entries: [RevisionListing.Entry], rows: HeadSet?
    ) -> RevisionListing.Database {
      RevisionListing.Database(name: name, branchLabel: name, revisions: entries, rows: rows)
    }
    return ListingView(
      .history,
      RevisionListing(databases: [
        database("main", main, rows: HeadSet([main[1].revision.id])),
        database("ana\"lytics", analytics, rows: HeadSet([])), database("archive", [], rows: nil),
      ]))
  }

  @Test func dot() throws {
    #expect(
      try listing().dot.joined(separator: "\n") == #"""
        digraph history {
          node [shape=box, style=rounded, fontname="monospace"];
          subgraph cluster_d1 {
            label="main";
            r1 [label="m\lmerge \"b\" &amp; c\lcore@ (head)\l", penwidth=2];
            r2 [label="c\l(current)\l", style="rounded,filled"];
            r3 [label="b"];
            r6 [label="a", style="rounded,dotted"];
          }
          subgraph cluster_d2 {
            label="ana\"lytics, nothing applied";
            r4 [label="x\l(head)\l", penwidth=2];
          }
          subgraph cluster_d3 {
            label="archive";
            d3 [label="no revisions", shape=plaintext];
          }
          r5 [label="audit/b", style="rounded,dotted"];
          r1 -> r3;
          r1 -> r2;
          r1 -> r3 [style=dashed];
          r1 -> r5 [style=dashed];
          r2 -> r6;
          r3 -> r6;
          r4 -> r2 [style=dashed];
        }
        """#)
  }

  @Test func mermaid() throws {
    #expect(
      try listing().mermaid.joined(separator: "\n") == #"""
        flowchart TB
          subgraph d1["main"]
            r1["m<br/>merge #34;b#34; #38; c<br/>core@ (head)"]
            r2["c<br/>(current)"]
            r3["b"]
            r6["a"]
          end
          subgraph d2["ana#34;lytics, nothing applied"]
            r4["x<br/>(head)"]
          end
          subgraph d3["archive"]
            d3n["no revisions"]
          end
          r5["audit/b"]
          r1 --> r3
          r1 --> r2
          r1 -.-> r3
          r1 -.-> r5
          r2 --> r6
          r3 --> r6
          r4 -.-> r2
          classDef head stroke-width:3px
          class r1,r4 head
          classDef current fill:#9ad
          class r2 current
          classDef beyond stroke-dasharray:4
          class r6,r5 beyond
        """#)
  }

  static let texts = [
    #"plain"#, #"say "hi""#, #"back\slash\"#, #"\"#, #"\\"#, #"\n \l \N \G"#, #"a & b &amp; &lt;"#,
    "<b>bold</b>", "{record|like}", "#35; #", "`code` *bold* _it_ ~x~", "1. one", "1) one", "- one",
    "%% comment", "end", "--> o--x", "; }", "tab\there", "表 ☃ é", "$$x$$", "]\")}", "fa:fa-car",
    "==", "a-b.c (d) 1.2", "",
  ]

  /// Every text comes back as it was: the two languages' own escapes, undone.
  @Test(arguments: texts) func escapes(_ text: String) {
    let shown = text.replacing("\t", with: " ")
    let dot = DotDrawing.quoted([text])
    #expect(unquotedDot(dot) == shown, "\(dot)")
    let mermaid = MermaidDrawing.quoted([text])
    #expect(unquotedMermaid(mermaid) == shown, "\(mermaid)")
    #expect(!mermaid.dropFirst().dropLast().contains { "\"<>&`*_\\[]{}|$%~".contains($0) })
    #expect(mermaid.firstMatch(of: /^"(\d*[.)]|[-+=])/) == nil, "\(mermaid)")
  }

  private func unquotedDot(_ text: String) -> String {
    var result = ""
    var rest = text.dropFirst().dropLast()
    while let first = rest.popFirst() {
      if first == "\\", let next = rest.popFirst() {
        #expect("\\\"".contains(next), "an escape that means something else in \(text)")
        result.append(next)
      } else {
        #expect(first != "\"", "the string ends too early in \(text)")
        result.append(first)
      }
    }
    return result.replacing("&amp;", with: "&")
  }

  private func unquotedMermaid(_ text: String) -> String {
    String(text.dropFirst().dropLast()).replacing(/#(\d+);/) { match in
      UInt32(match.1).flatMap(Unicode.Scalar.init).map { String(Character($0)) } ?? "?"
    }
  }

  /// Graphviz itself, where there is one.
  @Test(.enabled(if: graphviz != nil, "Graphviz is not installed"))
  func graphvizReadsIt() throws {
    var entries = entries(Self.texts.indices.map { "r\($0):" }.joined(separator: ", "))
    for (index, text) in Self.texts.enumerated() { entries[index].revision.message = text }
    let view = ListingView(
      .history,
      RevisionListing(databases: [
        RevisionListing.Database(name: "a \"b\" \\", branchLabel: "a", revisions: entries)
      ]))
    for lines in [view.dot, try listing().dot] {
      let (status, output, errors) = try run(lines.joined(separator: "\n"))
      #expect(status == 0 && errors.isEmpty, "\(errors)")
      #expect(output.contains("<svg"))
    }
    // What it draws for the reader, text by text.
    let svg = try run(view.dot.joined(separator: "\n")).output
    for text in [#"back\slash\"#, #"say &quot;hi&quot;"#, "a &amp; b &amp;amp; &amp;lt;", "end"] {
      let shown = svg.replacing("&#45;", with: "-").replacing("&#160;", with: " ")
      #expect(shown.contains(">\(text)</text>"), "\(text)")
    }
  }

  private static let graphviz = ["/usr/bin/dot", "/usr/local/bin/dot", "/opt/homebrew/bin/dot"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  private func run(_ text: String) throws -> (status: Int32, output: String, errors: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(Self.graphviz))
    process.arguments = ["-Tsvg"]
    let (input, output, errors) = (Pipe(), Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    // Less than a pipe holds.
    try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
    try input.fileHandleForWriting.close()
    let svg = try output.fileHandleForReading.readToEnd() ?? Data()
    let complaints = try errors.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (
      process.terminationStatus, String(decoding: svg, as: UTF8.self),
      String(decoding: complaints, as: UTF8.self)
    )
  }
}
