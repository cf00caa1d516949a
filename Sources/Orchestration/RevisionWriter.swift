import DialectKit
import MigrationFiles
import Revisions
import SQLText
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

  /// Drafts every file and checks what the histories would be with them, then writes.
  package func write(_ request: RevisionRequest) throws(AludelError) -> [CreatedFile] {
    var drafts: [Draft] = []
    for stream in try selected(by: request, maySeveral: request.all) {
      drafts.append(
        try draft(request, after: try parents(request, in: stream), in: stream))
    }
    return try write(drafts)
  }

  /// All files or none.
  func write(_ drafts: [Draft]) throws(AludelError) -> [CreatedFile] {
    try check(drafts)
    let files = try files()
    var created: [CreatedFile] = []
    for draft in drafts {
      do {
        try files.makeFolders(FilePaths.parent(of: draft.path))
        try files.write(Array(draft.text.utf8), to: draft.path, mode: .createNew)
      } catch {
        throw removing(created, from: files, after: error)
      }
      created.append(
        CreatedFile(
          database: draft.stream.name, revision: draft.revision.id,
          parents: draft.revision.parents, path: workspace.displayPath(draft.path)))
    }
    return created
  }

  /// Takes back what was written before the failure, which is told with whatever cannot be taken back.
  private func removing(
    _ created: [CreatedFile], from files: WorkspaceFiles, after failure: FileError
  ) -> AludelError {
    var failures = [failure]
    for file in created {
      do { try files.remove(workspace.absolutePath(file.path)) } catch { failures.append(error) }
    }
    let errors = failures.map { AludelError.filesystem(path: $0.path, message: $0.message) }
    return errors.count == 1 ? errors[0] : .several(errors)
  }

  func files() throws(AludelError) -> WorkspaceFiles {
    do { return try WorkspaceFiles(root: workspace.configuration.root) } catch {
      throw .filesystem(path: error.path, message: error.message)
    }
  }

  /// Refuses what could not be read again: a name that is taken, and histories that are none.
  func check(_ drafts: [Draft]) throws(AludelError) {
    var paths: Set<String> = []
    for draft in drafts {
      guard paths.insert(draft.path).inserted, FilePaths.kind(of: draft.path) == nil else {
        throw .filesystem(
          path: workspace.displayPath(draft.path),
          message: "\(workspace.displayPath(draft.path)) exists already; "
            + "another message or another file_template gives another name")
      }
    }
    var databases: [WorkspaceGraph.Database] = []
    for stream in workspace.streams {
      // Streams that share their folders share the new file too.
      let new = drafts.filter { $0.stream.folders == stream.folders }
      var graph = stream.graph
      if !new.isEmpty {
        do {
          graph = try RevisionGraph(
            stream.files.values.map(\.revision).sorted { $0.id < $1.id } + new.map(\.revision),
            databaseLabel: stream.entry.branchLabel, database: stream.name)
        } catch {
          var places = stream.files.mapValues { [RevisionPlace($0)] }
          for draft in new {
            places[draft.revision.id, default: []].append(
              RevisionPlace(file: workspace.displayPath(draft.path)))
          }
          throw .graph(database: stream.name, problems: error.problems, places: places)
        }
      }
      databases.append(
        WorkspaceGraph.Database(name: stream.name, graph: graph, after: stream.entry.after))
    }
    do { try WorkspaceGraph.validate(databases) } catch {
      throw .workspace(error.problems, among: workspace.streams)
    }
  }

  /// A file that is to be written.
  struct Draft {
    var stream: RevisionStream
    var revision: Revision
    /// Absolute.
    var path: String
    var text: String
  }

  /// The databases that a request is about.
  ///
  /// - Throws: `needsOneDatabase` when there are several and there may not be.
  func selected(
    by request: RevisionRequest, maySeveral: Bool
  ) throws(AludelError) -> [RevisionStream] {
    var streams = try workspace.streams.matching(request.names)
    if let head = request.head {
      streams = try TargetSelection.select(from: streams, targets: [head], names: []).map(\.stream)
    }
    let distinct = streams.withOwnFiles
    guard distinct.count == 1 || maySeveral else {
      throw .revision(.needsOneDatabase(streams.map(\.name)))
    }
    return distinct
  }

  /// - Parameter body: what stands in the sections; nil leaves them empty.
  func draft(
    _ request: RevisionRequest, after parents: [RevisionID], in stream: RevisionStream,
    body: GeneratedBody? = nil
  ) throws(AludelError) -> Draft {
    let message = RevisionFile.canonicalMessage(request.message)
    let revision = Revision(
      id: try newID(request, in: stream), parents: parents,
      dependencies: try dependencies(request, in: stream),
      labels: try labels(request, in: stream),
      message: message.isEmpty ? "empty message" : message)
    return try draft(
      of: revision, in: try folder(request, parents: parents, in: stream), stream, body: body)
  }

  /// - Parameters:
  ///   - folder: an absolute path.
  ///   - proof: on what evidence a squash stands for its originals.
  func draft(
    of revision: Revision, in folder: String, _ stream: RevisionStream, body: GeneratedBody?,
    proof: SquashProof? = nil
  ) throws(AludelError) -> Draft {
    let time = CivilTime(epoch: now / 1000, zone: stream.entry.timeZone)
    let name = stream.entry.fileTemplate.fileName(
      revision: revision.id, message: revision.message, time: time)
    let path = FilePaths.joined(folder, name)
    return Draft(
      stream: stream, revision: revision, path: path,
      text: try text(
        of: revision, body: body, proof: proof, path: path, rules: stream.dialect.lexicalRules,
        files: try files()))
  }

  /// The file as it will be read.
  func file(of draft: Draft) throws(AludelError) -> RevisionFile {
    do {
      return try RevisionFile(
        parsing: Array(draft.text.utf8), path: workspace.displayPath(draft.path))
    } catch {
      throw .unwrittenFile(error.problems)
    }
  }

  /// What the new revision comes after.
  func parents(
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
    try requireHeads(parents, splice: request.splice, in: stream)
    return parents
  }

  /// As in Alembic, only `--splice` makes a branch where there is none yet.
  func requireHeads(
    _ parents: [RevisionID], splice: Bool, in stream: RevisionStream
  ) throws(AludelError) {
    let heads = stream.graph.heads
    for parent in parents where !splice && !heads.contains(parent) {
      let above = Set(stream.graph.descendants(of: parent, .versioned))
      throw .revision(
        .notAHead(database: stream.name, parent: parent, heads: heads.filter(above.contains)))
    }
  }

  func newID(
    _ request: RevisionRequest, in stream: RevisionStream
  ) throws(AludelError) -> RevisionID {
    guard let text = request.revisionID else {
      var random = SystemRandomNumberGenerator()
      var id = RevisionID(using: &random)
      while stream.graph.declaringRevision(of: id.text) != nil { id = RevisionID(using: &random) }
      return id
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
        guard let named = workspace.streams.named(database) else {
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

  func folder(
    _ request: RevisionRequest, parents: [RevisionID], in stream: RevisionStream
  ) throws(AludelError) -> String {
    let folders = stream.entry.versions
    let known = folders.map(\.written)
    if let wanted = request.versionPath {
      let path = FilePaths.absolute(wanted, from: workspace.configuration.root)
      guard
        let folder = folders.first(where: {
          $0.written == wanted || FilePaths.absolute($0.path, from: "/") == path
        })
      else {
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
    of revision: Revision, body: GeneratedBody?, proof: SquashProof?, path: String,
    rules: LexicalRules, files: WorkspaceFiles
  ) throws(AludelError) -> String {
    let created = CivilTime(epoch: now / 1000).iso8601
    // First without any template: a message whose lines read like keys is not the template's fault.
    do {
      _ = try RevisionFile.text(
        for: revision, created: created, upgrade: "", downgrade: "",
        path: workspace.displayPath(path))
    } catch {
      throw .unwrittenFile(error.problems)
    }
    let (path, template) = try template(files)
    let header = RevisionFile.header(
      for: revision, created: created, irreversible: body?.irreversible, proof: proof)
    var text: String
    do {
      text = try TemplateText(text: template).filled(
        with: [
          "header": header, "upgrade": body?.upgrade.inTemplate(rules: rules) ?? "",
          "downgrade": body?.downgrade.inTemplate(rules: rules) ?? "",
        ])
    } catch {
      throw .revision(.unknownPlaceholder(path: path, name: error.name))
    }
    if body?.upgrade.suspendsForeignKeys == true { text.suspendForeignKeys(.upgrade) }
    if body?.downgrade.suspendsForeignKeys == true { text.suspendForeignKeys(.downgrade) }
    guard let file = try? RevisionFile(parsing: Array(text.utf8), path: path),
      file.revision == revision, file.irreversible == body?.irreversible, file.proof == proof
    else { throw .revision(.templateLosesHeader(path: path)) }
    let bytes = Array(text.utf8)
    for section in [body?.upgrade, body?.downgrade].compactMap(\.self)
    where !bytes.holds(Array(section.text(rules: rules).utf8)) {
      throw .revision(.templateLosesSections(path: path))
    }
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

extension [RevisionStream] {
  /// Databases that share their folders share every file: the first of them stands for all.
  var withOwnFiles: [RevisionStream] {
    var seen: Set<[String]> = []
    return filter { seen.insert($0.folders).inserted }
  }
}

extension RevisionStream {
  /// The versions folders as absolute paths.
  var folders: [String] { entry.versions.map(\.path) }
}

extension [UInt8] {
  fileprivate func holds(_ part: [UInt8]) -> Bool {
    part.isEmpty
      || indices.contains { self[$0] == part[0] && self[$0...].starts(with: part) }
  }
}
