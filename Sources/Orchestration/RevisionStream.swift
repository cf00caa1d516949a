package import DialectKit
package import MigrationFiles
package import Revisions
package import Workspaces

/// One database of a workspace with its history as the files tell it.
package struct RevisionStream: Sendable {
  package internal(set) var entry: DatabaseEntry
  package let dialect: any Dialect
  package internal(set) var graph: RevisionGraph
  package let files: [RevisionID: RevisionFile]
  /// What `${VARIABLE}` means: a password may come from one.
  let variables: [String: String]
  /// What a server shows beside the sessions.
  var sessionName = "aludel"

  package var name: String { entry.name }

  package var versionTable: VersionTable {
    VersionTable(name: entry.versionTable, dialect: dialect)
  }

  package var history: HistoryTable {
    HistoryTable(beside: entry.versionTable, dialect: dialect)
  }

  /// The first line of a revision's message, or nothing for one that is not here.
  package func title(of id: RevisionID) -> String {
    graph.revision(id)?.title ?? ""
  }

  func candidates(_ names: [String]) -> [TargetCandidate] {
    names.map { name in
      let id = try? RevisionID(validating: name)
      return TargetCandidate(database: self.name, name: name, title: id.map(title(of:)) ?? "")
    }
  }
}

extension Revision {
  /// The first line of the message.
  package var title: String {
    String(message.prefix { !$0.isNewline })
  }
}

extension RevisionStream {
  /// Reads the database's versions folders and checks the history that they tell.
  ///
  /// - Throws: everything that is wrong with the files, at once.
  init(
    reading entry: DatabaseEntry, dialect: any Dialect, variables: [String: String], root: String,
    workingDirectory: String
  ) throws(AludelError) {
    let folders = entry.versions.map {
      VersionsLocation(path: $0.path, written: $0.path.shown(from: workingDirectory))
    }
    let reading = VersionsFolder.read(folders, root: root, recursive: entry.isRecursive)
    var problems: [AludelError] = []
    if !reading.problems.isEmpty {
      problems.append(.configuration(ConfigurationProblems(reading.problems)))
    }
    if !reading.malformed.isEmpty {
      problems.append(.revisionFiles(reading.malformed.flatMap(\.problems)))
    }
    guard problems.isEmpty else { throw problems.count == 1 ? problems[0] : .several(problems) }
    do {
      graph = try RevisionGraph(
        reading.files.map(\.revision), databaseLabel: entry.branchLabel, database: entry.name)
    } catch {
      var places: [RevisionID: [RevisionPlace]] = [:]
      for file in reading.files {
        places[file.revision.id, default: []].append(RevisionPlace(file))
      }
      throw .graph(database: entry.name, problems: error.problems, places: places)
    }
    files = Dictionary(reading.files.map { ($0.revision.id, $0) }) { first, _ in first }
    self.entry = entry
    self.dialect = dialect
    self.variables = variables
  }
}

extension DatabaseEntry {
  var sessionSettings: SessionSettings {
    SessionSettings(
      connectTimeout: connectTimeout, lockTimeout: lockTimeout, statementTimeout: statementTimeout)
  }
}

extension String {
  /// An absolute path as a person would write it: from `folder` where it lies below it.
  func shown(from folder: String) -> String {
    guard FilePaths.isInside(self, folder), self != folder else { return self }
    return String(dropFirst(folder == "/" ? 1 : folder.utf8.count + 1))
  }
}
