public import Revisions
public import SQLText

/// A revision's file: what its header declares, and its bytes, of which the rest is read on demand.
///
/// Most commands need the graph and not the SQL, so only the header is parsed at first. A class, since
/// thousands of them are handed on: that costs one count of references each, and not one for every part.
public final class RevisionFile: Sendable {
  public let path: String
  /// The whole file as it was read. Writing them back changes nothing.
  public let bytes: [UInt8]
  public let revision: Revision
  /// Where the header names each of the revision's dependencies, in their order.
  public let dependencyPositions: [SourcePosition]
  /// When it was made, as the file says it.
  public let created: String?
  /// Why there is no way back, if there is none.
  public let irreversible: String?
  /// On what evidence a squash stands for its originals.
  public let proof: SquashProof?
  /// Where the header ends and the sections begin.
  public let bodyStart: SourcePosition

  /// Reads the header and checks that all bytes are text.
  ///
  /// - Parameter path: what messages call the file; it is not opened.
  /// - Throws: all problems of the header at once, in the file's order.
  public init(parsing bytes: [UInt8], path: String) throws(RevisionFileProblems) {
    if let problem = TextCheck.firstProblem(in: bytes[...]) {
      throw RevisionFileProblems([RevisionFileProblem(problem, path: path)])
    }
    var reader = HeaderReader(bytes, path: path)
    self.revision = try reader.read()
    self.path = path
    self.bytes = bytes
    self.dependencyPositions = reader.dependencyPositions
    self.created = reader.created
    self.irreversible = reader.irreversible
    self.proof = reader.proof
    self.bodyStart = reader.position
  }

  /// Splits the sections into statements.
  ///
  /// - Throws: all problems of the sections; where the text cannot be split, that alone.
  public func body(rules: LexicalRules) throws(RevisionFileProblems) -> RevisionBody {
    let pieces: [ScriptPiece]
    do {
      let rest = bytes[min(bodyStart.offset, bytes.count)...]
      pieces = try StatementSplitter(rules: rules).split(rest, from: bodyStart)
    } catch {
      throw RevisionFileProblems([RevisionFileProblem(error, path: path)])
    }
    var reader = BodyReader(file: self, rules: rules)
    return try reader.read(pieces)
  }
}

extension RevisionFileProblem {
  init(_ problem: SplitProblem, path: String) {
    let code: Code =
      switch problem.kind {
      case .nulByte, .invalidUTF8: .notText
      default: .unreadableSQL
      }
    self.init(
      code, path: path, at: problem.position, message: problem.message, advice: problem.advice)
  }
}
