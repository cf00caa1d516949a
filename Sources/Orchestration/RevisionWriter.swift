import MigrationFiles
import Revisions
import Templates
import Workspaces

/// Makes revision files: decides what the new revision is, fills in the template, reads the text back,
/// and only then writes anything.
package struct RevisionWriter {
  let workspace: LoadedWorkspace
  /// Milliseconds since 1970-01-01T00:00:00Z.
  let now: Int64

  package init(_ workspace: LoadedWorkspace, now: Int64) {
    self.workspace = workspace
    self.now = now
  }

  package func write(_ request: RevisionRequest) throws(AludelError) -> [CreatedFile] {
    let streams = try selected(by: request)
    var drafts: [Draft] = []
    for stream in streams { drafts.append(try draft(request, in: stream)) }
    var created: [CreatedFile] = []
    for draft in drafts {
      do {
        try draft.files.makeFolders(FilePaths.parent(of: draft.path))
        try draft.files.write(Array(draft.text.utf8), to: draft.path, mode: .createNew)
      } catch {
        throw .filesystem(path: error.path, message: error.message)
      }
      created.append(
        CreatedFile(
          database: draft.stream.name, revision: draft.revision.id,
          parents: draft.revision.parents, path: workspace.displayPath(draft.path)))
    }
    return created
  }

  private struct Draft {
    var stream: RevisionStream
    var revision: Revision
    var files: WorkspaceFiles
    var path: String
    var text: String
  }

  private func selected(by request: RevisionRequest) throws(AludelError) -> [RevisionStream] {
    var streams = try workspace.streams.matching(request.names)
    if let head = request.head {
      streams = try TargetSelection.select(from: streams, targets: [head], names: []).map(\.stream)
    }
    guard streams.count == 1 || request.all else {
      throw .revision(.needsOneDatabase(streams.map(\.name)))
    }
    return streams
  }

  private func draft(
    _ request: RevisionRequest, in stream: RevisionStream
  ) throws(AludelError) -> Draft {
    let parents = try parents(request, in: stream)
    let revision = Revision(
      id: try newID(request, in: stream), parents: parents,
      dependencies: try dependencies(request, in: stream),
      labels: try labels(request, in: stream),
      message: request.message.isEmpty ? "empty message" : request.message)
    let folder = try folder(request, parents: parents, in: stream)
    let time = CivilTime(epoch: now / 1000, zone: stream.entry.timeZone)
    let name = stream.entry.fileTemplate.fileName(
      revision: revision.id, message: revision.message, time: time)
    let files: WorkspaceFiles
    do { files = try WorkspaceFiles(root: workspace.configuration.root) } catch {
      throw .filesystem(path: error.path, message: error.message)
    }
    return Draft(
      stream: stream, revision: revision, files: files, path: FilePaths.joined(folder, name),
      text: try text(of: revision, files: files))
  }

  private func parents(
    _ request: RevisionRequest, in stream: RevisionStream
  ) throws(AludelError) -> [RevisionID] {
    guard let head = request.head else {
      let heads = stream.graph.heads
      guard heads.count <= 1 else {
        throw .target(database: stream.name, target: "head", .multipleHeads(heads, label: nil))
      }
      return heads
    }
    let parents = try stream.planned([head]) { () throws(TargetError) in
      try stream.graph.resolve(head, rows: nil)
    }
    for parent in parents where !request.splice && !stream.graph.heads.contains(parent) {
      throw .revision(
        .notAHead(database: stream.name, parent: parent, heads: stream.graph.heads))
    }
    return parents
  }

  private func newID(
    _ request: RevisionRequest, in stream: RevisionStream
  ) throws(AludelError) -> RevisionID {
    guard let text = request.revisionID else {
      var random = SystemRandomNumberGenerator()
      return RevisionID(using: &random)
    }
    let id: RevisionID
    do { id = try RevisionID(validating: text) } catch { throw .revision(.badID(text, error)) }
    try refuseTaken(text, in: stream)
    return id
  }

  private func labels(
    _ request: RevisionRequest, in stream: RevisionStream
  ) throws(AludelError) -> [BranchLabel] {
    guard let text = request.branchLabel else { return [] }
    let label: BranchLabel
    do { label = try BranchLabel(validating: text) } catch {
      throw .revision(.badLabel(text, error))
    }
    try refuseTaken(text, in: stream)
    return [label]
  }

  private func refuseTaken(_ name: String, in stream: RevisionStream) throws(AludelError) {
    if let owner = stream.graph.declaringRevision(of: name) {
      throw .revision(.takenName(database: stream.name, name: name, by: owner))
    }
  }

  /// A partial id is completed and a label stays a label, as Alembic does.
  private func dependencies(
    _ request: RevisionRequest, in stream: RevisionStream
  ) throws(AludelError) -> [Dependency] {
    var dependencies: [Dependency] = []
    for text in request.dependsOn {
      let target: TargetExpression
      do { target = try TargetExpression(parsing: text) } catch { throw .targetSyntax(error) }
      let other: RevisionStream
      if let database = target.database, database != stream.name {
        guard let named = workspace.streams.first(where: { $0.name == database }) else {
          throw .unknownDatabase(pattern: database, known: workspace.streams.map(\.name))
        }
        other = named
      } else {
        other = stream
      }
      let database = other.name == stream.name ? nil : other.name
      if let name = target.name, target.label == nil, target.offset == nil,
        let owner = other.graph.declaringRevision(of: name), owner.text != name
      {
        dependencies.append(Dependency(database: database, name: name))
        continue
      }
      let ids = try other.planned([target]) { () throws(TargetError) in
        try other.graph.resolve(target, rows: nil)
      }
      dependencies += ids.map { Dependency(database: database, name: $0.text) }
    }
    return dependencies
  }

  private func folder(
    _ request: RevisionRequest, parents: [RevisionID], in stream: RevisionStream
  ) throws(AludelError) -> String {
    let folders = stream.entry.versions
    let known = folders.map(\.written)
    if let wanted = request.versionPath {
      guard let folder = folders.first(where: { $0.written == wanted || $0.path == wanted }) else {
        throw .revision(.unknownFolder(database: stream.name, folder: wanted, known: known))
      }
      return folder.path
    }
    if folders.count == 1, let folder = folders.first { return folder.path }
    // Beside its first parent, as Alembic does.
    if let parent = parents.first, let file = stream.files[parent],
      let folder = folders.first(where: {
        FilePaths.isInside(workspace.absolutePath(file.path), $0.path)
      })
    {
      return folder.path
    }
    throw .revision(.needsFolder(database: stream.name, known: known))
  }

  /// The file's text, made from the workspace's own template where it has one.
  private func text(
    of revision: Revision, files: WorkspaceFiles
  ) throws(AludelError) -> String {
    let (path, template) = try template(files)
    let header = RevisionFile.header(
      for: revision, created: CivilTime(epoch: now / 1000).iso8601, irreversible: nil)
    let text: String
    do {
      text = try TemplateText(text: template).filled(
        with: ["header": header, "upgrade": "", "downgrade": ""])
    } catch {
      throw .revision(.unknownPlaceholder(path: path, name: error.name))
    }
    guard let file = try? RevisionFile(parsing: Array(text.utf8), path: path),
      file.revision == revision
    else { throw .revision(.templateLosesHeader(path: path)) }
    return text
  }

  private func template(_ files: WorkspaceFiles) throws(AludelError) -> (path: String, text: String)
  {
    let path = "templates/revision.sql"
    guard FilePaths.kind(of: FilePaths.joined(files.root, path)) != nil else {
      return ("revision.sql", Templates.revision)
    }
    do {
      return (path, String(decoding: try files.read(path), as: UTF8.self))
    } catch {
      throw .filesystem(path: error.path, message: error.message)
    }
  }
}
