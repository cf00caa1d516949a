import DialectKit
import SQLText
import SchemaModel
import Workspaces

/// The schema that a database should have, as somebody has written it.
struct DesiredSchema: Sendable {
  /// The file as a person would name it, or the command.
  var source: String
  /// Whether `source` is a file.
  var isFile: Bool
  /// Without those about owners and privileges.
  var statements: [SQLStatement]
  /// Those about privileges.
  var privileges: [SQLStatement]
  var notes: [RenameNote]

  /// Where a statement makes a table, a view or a sequence of that name; nil where none does.
  func position(of id: ObjectID, rules: LexicalRules) -> SourcePosition? {
    let name = id.owner ?? id.name
    for statement in statements {
      guard case .facts(let facts) = StatementTrace.of(statement, rules: rules) else { continue }
      for case .relation(let made) in facts.map(\.object)
      where made.name.name == name
        && (made.schema == nil || id.schema == nil || made.schema?.name == id.schema)
      {
        return statement.head
      }
    }
    return nil
  }
}

extension LoadedWorkspace {
  /// Reads the file, or runs the command that prints it. Blocks.
  func desiredSchema(
    _ schema: SchemaSource, of stream: RevisionStream
  ) throws(AludelError) -> DesiredSchema {
    let bytes: [UInt8]
    let source: String
    let isFile: Bool
    switch schema {
    case .file(let path):
      (source, isFile) = (displayPath(path), true)
      do { bytes = try WorkspaceFiles.read(path, from: configuration.root) } catch {
        // The path as a person would write it.
        throw .filesystem(
          path: source, message: error.message.replacing(path, with: source))
      }
    case .command(let arguments):
      (source, isFile) = (arguments.joined(separator: " "), false)
      bytes = try output(of: arguments, for: stream)
    }
    let statements: [SQLStatement]
    do {
      statements = try StatementSplitter(rules: stream.dialect.lexicalRules).split(bytes)
        .compactMap { if case .statement(let statement) = $0 { statement } else { nil } }
    } catch {
      throw .schema(.unreadable(database: stream.name, source: source, error))
    }
    try stream.refuseLeavingScratch(statements, file: source)
    let notes = statements.flatMap { RenameNote.notes(in: $0, rules: stream.dialect.lexicalRules) }
    if let stray = notes.first(where: { $0.place == .nowhere }) {
      throw .schema(.strayNote(database: stream.name, source: source, stray))
    }
    let access = statements.map { AccessStatement.of($0, rules: stream.dialect.lexicalRules) }
    return DesiredSchema(
      source: source, isFile: isFile,
      statements: zip(statements, access).compactMap { $1 == nil ? $0 : nil },
      privileges: zip(statements, access).compactMap { $1 == .privileges ? $0 : nil },
      notes: notes)
  }

  /// Enough for any schema, and not for a program that never ends.
  private static let longestSchema = 256 << 20

  private func output(
    of arguments: [String], for stream: RevisionStream
  ) throws(AludelError) -> [UInt8] {
    func failure(_ reason: String) -> AludelError {
      .schema(.command(database: stream.name, arguments, reason: reason))
    }
    let outcome: Subprocess.Outcome
    do {
      outcome = try Subprocess.run(
        arguments, in: configuration.root, environment: stream.variables,
        limit: Self.longestSchema)
    } catch {
      throw failure(error.message)
    }
    guard outcome.status == 0 else {
      let said = outcome.errorText.isEmpty ? "" : " and said: \(outcome.errorText)"
      throw failure("it ended with status \(outcome.status)\(said)")
    }
    guard !outcome.isCutOff else { throw failure("it wrote more than 256 MiB") }
    return outcome.output
  }
}

extension RevisionStream {
  /// Refuses what would act on another database than the scratch one.
  func refuseLeavingScratch(
    _ statements: [SQLStatement], file: String
  ) throws(AludelError) {
    let traits = dialect.traits
    let schemasAreDatabases = traits.hasSchemas && traits.defaultSchema == nil
    if let statement = statements.first(where: {
      StatementReach.leavesDatabase(
        $0, rules: dialect.lexicalRules, schemasAreDatabases: schemasAreDatabases)
    }) {
      throw .schema(.leavesScratch(database: name, file: file, statement))
    }
  }
}
