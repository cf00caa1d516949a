import MigrationFiles
public import Revisions
import SQLText
import SchemaModel

/// A statement of a revision that a squash replaces, by what it is and where it stands.
public struct OriginalStatement: Hashable, Sendable {
  public var revision: RevisionID
  /// The revision's file, as a person would name it.
  public var file: String
  /// From 1.
  public var line: Int
  /// The words that tell what it does, and no more: it may hold a password.
  public var words: String
}

extension PreparedStep {
  /// Those statements of which something is told.
  func originalStatements(
    telling words: (SQLStatement) -> String?
  ) -> [OriginalStatement] {
    statements.map(\.statement).compactMap { statement in
      words(statement).map {
        OriginalStatement(
          revision: description.revision, file: description.file, line: statement.head.line,
          words: $0)
      }
    }
  }
}

extension SquashWork.Chain {
  /// The tables that hold fewer of the rows of before when the part is done.
  var changedTables: [ObjectID] {
    before.rows.keys.sorted().filter { table in
      guard let old = before.rows[table], after.schema.objects[table] != nil else { return false }
      return !old.missing(from: after.rows[table]).isEmpty
    }
  }

  /// The statements that may have changed them: those that change rows and name one of the tables.
  func statements(changing tables: [ObjectID], rules: LexicalRules) -> [OriginalStatement] {
    let names = tables.map(\.name)
    return steps.flatMap { step in
      step.originalStatements { $0.changesRows(ofOneOf: names, rules: rules) }
    }
  }

  /// What the originals say about owners and privileges, which is no part of what they have built.
  ///
  /// - Parameter kept: the statements of the squash: what stands there word by word is not lost.
  func omitted(by kept: [SQLStatement], rules: LexicalRules) -> [OriginalStatement] {
    let kept = Set(kept.map(\.text))
    return steps.flatMap { step in
      step.originalStatements { statement in
        kept.contains(statement.text) ? nil : AccessStatement.words(in: statement, rules: rules)
      }
    }
  }
}
