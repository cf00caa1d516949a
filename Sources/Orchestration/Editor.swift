import DialectKit
import MigrationFiles
import Revisions
import Workspaces

/// The editor that somebody has chosen, as git and crontab find it: a command for the shell, which may
/// have arguments and quotes, behind which the files are put.
public struct Editor: Hashable, Sendable {
  /// As the variable has it.
  public let command: String
  private let environment: [String: String]
  private let sparesOutput: Bool

  /// - Parameters:
  ///   - environment: `VISUAL` goes before `EDITOR`; an empty one counts for nothing.
  ///   - sparesOutput: whether what the editor writes to standard output goes to standard error.
  /// - Throws: when neither is set.
  public init(
    environment: [String: String], sparesOutput: Bool = false
  ) throws(AludelError) {
    let command = ["VISUAL", "EDITOR"].lazy.compactMap { environment[$0] }
      .first { $0.contains { !$0.isWhitespace } }
    guard let command else { throw .editing(.noEditor) }
    self.command = command
    self.environment = environment
    self.sparesOutput = sparesOutput
  }

  /// Opens all files at once, as git opens those of one commit, and waits. Nothing else of ours runs
  /// meanwhile.
  ///
  /// - Parameters:
  ///   - paths: as a person would name them, from `folder`.
  ///   - reading: reads the workspace as it is after that.
  package func open(
    _ paths: [String], in folder: String, reading: () throws(AludelError) -> LoadedWorkspace
  ) throws(AludelError) -> EditReport {
    let before = try paths.map { path throws(AludelError) in try bytes(of: path, in: folder) }
    let status: Int32
    do {
      status = try Subprocess.runInForeground(
        ["/bin/sh", "-c", "\(command) \"$@\"", command] + paths, in: folder,
        environment: environment, sparesOutput: sparesOutput)
    } catch {
      throw .filesystem(path: error.path, message: error.message)
    }
    guard status == 0 else {
      throw .editing(.failed(editor: command, status: status, files: paths))
    }
    var report = EditReport(files: [], problems: [])
    for (path, old) in zip(paths, before) {
      let new = try? bytes(of: path, in: folder)
      report.files.append(.init(path: path, isChanged: new != old))
    }
    do {
      let workspace = try reading()
      report.problems = workspace.streams.flatMap { stream in
        paths.flatMap { stream.problems(ofFile: $0) }
      }
    } catch {
      report.problems = [error]
    }
    return report
  }

  private func bytes(of path: String, in folder: String) throws(AludelError) -> [UInt8] {
    do { return try WorkspaceFiles.read(path, from: folder) } catch {
      throw .filesystem(path: error.path, message: error.message)
    }
  }
}

/// What became of files that were edited.
public struct EditReport: Sendable {
  public struct File: Hashable, Sendable {
    /// As a person would name it.
    public var path: String
    public var isChanged: Bool
  }

  public var files: [File]
  /// What is wrong with them now, or with the workspace.
  public var problems: [AludelError]
}

public enum EditingProblem: Hashable, Sendable {
  /// Neither `VISUAL` nor `EDITOR` is set.
  case noEditor
  /// The targets mean no revision: `base`, or `current` where nothing is applied.
  case nothingToEdit([String])
  /// The editor ended with another status than 0. The files are as it left them.
  case failed(editor: String, status: Int32, files: [String])
}

extension RevisionStream {
  /// What an upgrade or a downgrade would refuse in a file; nothing if it is not one of ours. A downgrade
  /// section need not be there until somebody wants it.
  fileprivate func problems(ofFile path: String) -> [AludelError] {
    guard let (revision, file) = files.first(where: { $0.value.path == path }) else { return [] }
    let body: RevisionBody
    do { body = try file.body(rules: dialect.lexicalRules) } catch {
      return [.revisionFiles(error.problems)]
    }
    var directions = [Direction.upgrade]
    if body.downgrade != nil, file.irreversible == nil { directions.append(.downgrade) }
    return directions.compactMap { direction in
      let nothing = HeadDelta(from: HeadSet([]), to: HeadSet([]))
      do throws(AludelError) {
        _ = try prepare([Step(revision: revision, direction: direction, delta: nothing)])
        return nil
      } catch { return error }
    }
  }
}
