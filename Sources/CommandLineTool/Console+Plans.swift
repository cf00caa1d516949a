import Orchestration
import Reporting
import Revisions
import Workspaces

extension Console {
  /// Reads a plan that was saved for a run of this direction.
  func readPlan(_ path: String, for direction: Direction) throws -> SavedPlan {
    guard FilePaths.kind(of: absolute(path)) != nil else {
      throw AludelError.planFile(PlanFileProblem(.missing, file: path))
    }
    let bytes: [UInt8]
    do { bytes = try files(beside: path).read(absolute(path)) } catch {
      throw AludelError.filesystem(path: path, message: error.message)
    }
    do { return try PlanFile.read(bytes, file: path, for: direction) } catch {
      throw AludelError.planFile(error)
    }
  }

  /// Saves a plan, whole or not at all; an older plan of that name gives way, any other file does not.
  func save(_ plan: RunPlan, to path: String) throws {
    let text = PlanFile.text(of: try plan.toKeep())
    do {
      let files = try files(beside: path)
      if FilePaths.kind(of: absolute(path)) != nil {
        guard PlanFile.isPlan(try files.read(absolute(path))) else {
          throw AludelError.filesystem(
            path: path, message: "the file is there already and is no plan, so it stays as it is")
        }
      }
      try files.write(Array(text.utf8), to: absolute(path), mode: .replace)
    } catch let error as FileError {
      throw AludelError.filesystem(path: path, message: error.message)
    }
  }

  private func absolute(_ path: String) -> String {
    FilePaths.absolute(path, from: invocation.workingDirectory)
  }

  private func files(beside path: String) throws(FileError) -> WorkspaceFiles {
    try WorkspaceFiles(root: FilePaths.parent(of: absolute(path)))
  }
}
