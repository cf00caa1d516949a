import DialectKit
import MigrationFiles
import Revisions
import SQLText
import Workspaces

extension RevisionStream {
  /// Reads what the steps need from their files and refuses whatever can be refused before the first
  /// statement runs anywhere.
  func prepare(_ steps: [Step]) throws(AludelError) -> [PreparedStep] {
    var prepared: [PreparedStep] = []
    var problems: [AludelError] = []
    for step in steps {
      do { prepared.append(try prepare(step)) } catch { problems.append(error) }
    }
    if let first = problems.first { throw problems.count == 1 ? first : .several(problems) }
    return prepared
  }

  private func prepare(_ step: Step) throws(AludelError) -> PreparedStep {
    guard let file = files[step.revision] else {
      throw .filesystem(path: step.revision.text, message: "its file is gone")
    }
    let body: RevisionBody
    do { body = try file.body(rules: dialect.lexicalRules) } catch {
      throw .revisionFiles(error.problems)
    }
    guard let section = try section(of: body, for: step, in: file) else {
      return PreparedStep(
        description: describe(step, statements: 0), step: step, statements: [], checksum: nil,
        protection: protection(transactionally: true, options: TransactionOptions()))
    }
    let transactionally = section.transaction == .transaction && entry.transaction != .none
    try refuseUnrunnable(section, transactionally: transactionally, file: file)
    let options = TransactionOptions(
      foreignKeys: section.suspendsForeignKeys ? .suspended : .enforced)
    let statements =
      transactionally
      ? section.statements
      : section.statements.map { SectionStatement($0.statement, isAutocommit: true) }
    let prepared = PreparedStep(
      description: describe(step, statements: statements.count), step: step,
      statements: statements, checksum: section.checksum,
      protection: protection(
        transactionally: statements.allSatisfy { !$0.isAutocommit }, options: options))
    if entry.transaction == .perRun, prepared.protection != .sharedTransaction {
      throw .cannotShareTransaction(
        database: name, revision: step.revision, file: file.path,
        reason: dialect.traits.hasTransactionalDDL
          ? "it has statements outside a transaction"
          : "\(dialect.traits.displayName) commits at every DDL statement")
    }
    return prepared
  }

  /// The section for the step's direction; nil for one that has nothing to do.
  private func section(
    of body: RevisionBody, for step: Step, in file: RevisionFile
  ) throws(AludelError) -> Section? {
    switch step.direction {
    case .upgrade: return body.upgrade
    case .downgrade:
      guard let section = body.downgrade, file.irreversible == nil else {
        throw .irreversible(
          database: name, revision: step.revision, file: file.path, reason: file.irreversible)
      }
      return section
    }
  }

  private func refuseUnrunnable(
    _ section: Section, transactionally: Bool, file: RevisionFile
  ) throws(AludelError) {
    var problems: [AludelError] = []
    let traits = dialect.traits
    if section.suspendsForeignKeys, let statement = section.statements.first?.statement {
      if !traits.canSuspendForeignKeys {
        problems.append(
          .refusedStatement(
            database: name, file: file.path, statement,
            StatementObjection(
              reason: "\(traits.displayName) has no foreign_keys=off",
              advice: "remove foreign_keys=off from the section's first line")))
      } else if !transactionally || section.statements.contains(where: \.isAutocommit) {
        problems.append(
          .refusedStatement(
            database: name, file: file.path, statement,
            StatementObjection(
              reason: "foreign_keys=off needs the whole section in one transaction",
              advice: "remove transaction=none and the autocommit blocks, or foreign_keys=off")))
      }
    }
    for statement in section.statements {
      let mode: StatementMode =
        transactionally && !statement.isAutocommit ? .transaction : .autocommit
      if let objection = dialect.objection(to: statement.statement, in: mode) {
        problems.append(
          .refusedStatement(
            database: name, file: file.path, statement.statement, objection))
      }
    }
    if let first = problems.first { throw problems.count == 1 ? first : .several(problems) }
  }

  private func protection(
    transactionally: Bool, options: TransactionOptions
  ) -> StepProtection {
    guard entry.transactionalDDL ?? dialect.traits.hasTransactionalDDL else {
      return .journal(pairsStatements: true)
    }
    guard transactionally else { return .journal(pairsStatements: false) }
    return entry.transaction == .perRun && options == TransactionOptions()
      ? .sharedTransaction : .transaction(options)
  }

  func describe(_ step: Step, statements: Int) -> StepDescription {
    StepDescription(
      database: name, revision: step.revision, direction: step.direction,
      title: title(of: step.revision), file: files[step.revision]?.path ?? "",
      statementCount: statements)
  }
}
