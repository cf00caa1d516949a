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
    if graph.isTakeover(step.revision) { return try takeover(step, file) }
    return try prepare(step, from: file)
  }

  /// The same for a file that need not be one of the history's.
  func prepare(_ step: Step, from file: RevisionFile) throws(AludelError) -> PreparedStep {
    let body: RevisionBody
    do { body = try file.body(rules: dialect.lexicalRules) } catch {
      throw .revisionFiles(error.problems)
    }
    let section = try section(of: body, for: step, in: file)
    let transactionally = section.transaction == .transaction && entry.transaction != .none
    try refuseUnrunnable(section, transactionally: transactionally, file: file)
    let options = TransactionOptions(
      foreignKeys: section.suspendsForeignKeys ? .suspended : .enforced)
    let statements =
      transactionally
      ? section.statements
      : section.statements.map { SectionStatement($0.statement, isAutocommit: true) }
    let prepared = PreparedStep(
      description: describe(step, from: file, statements: statements.count), step: step,
      statements: statements, checksum: section.checksum,
      protection: protection(
        transactionally: statements.allSatisfy { !$0.isAutocommit }, options: options))
    if entry.transaction == .perRun, prepared.protection != .sharedTransaction {
      throw .cannotShareTransaction(
        database: name, revision: step.revision, file: file.path,
        reason: whyNotShared(section, in: prepared))
    }
    return prepared
  }

  /// What a squash does where its originals have run: only the rows change, and its sections are as good
  /// as run.
  private func takeover(_ step: Step, _ file: RevisionFile) throws(AludelError) -> PreparedStep {
    let body: RevisionBody
    do { body = try file.body(rules: dialect.lexicalRules) } catch {
      throw .revisionFiles(error.problems)
    }
    let section = step.direction == .upgrade ? body.upgrade : body.downgrade
    var description = describe(step, from: file, statements: 0)
    description.isTakeover = true
    return PreparedStep(
      description: description, step: step, statements: [],
      checksum: section?.checksum ?? Checksum(of: SQLStatement(text: "")),
      protection: protection(transactionally: true, options: TransactionOptions()))
  }

  private func whyNotShared(_ section: Section, in step: PreparedStep) -> String {
    if !dialect.traits.hasTransactionalDDL {
      return "\(dialect.traits.displayName) commits at every DDL statement"
    }
    if !isDDLTransactional { return "transactional_ddl = false says that DDL commits by itself" }
    return step.statements.contains(where: \.isAutocommit)
      ? "it has statements outside a transaction"
      : "foreign_keys=off needs a transaction of its own"
  }

  /// The step that an earlier run left half-way, as it goes on: the statements that took effect must
  /// still be what they were, and the journal is kept on whatever the file says now.
  func resume(
    _ step: PreparedStep, from interrupted: InterruptedStep
  ) throws(AludelError) -> PreparedStep {
    let count = interrupted.appliedCount
    guard count > 0 else { return step }
    for number in 1...count {
      let statement =
        step.statements.indices.contains(number - 1) ? step.statements[number - 1].statement : nil
      if let statement,
        interrupted.statements[number]?.checksum == Checksum(of: statement).hexadecimal
      {
        continue
      }
      throw .step(
        StepFailure(
          step: step.description,
          cause: .editedAfterInterruption(
            statement ?? step.statements.last?.statement ?? SQLStatement(text: ""), number: number),
          effect: .stopped(applied: count)))
    }
    var step = step
    switch step.protection {
    case .journal: break
    case .sharedTransaction:
      throw .cannotShareTransaction(
        database: name, revision: interrupted.revision, file: step.description.file,
        reason: "an earlier run has left it half-way")
    case .transaction: step.protection = .journal(pairsStatements: !isDDLTransactional)
    }
    step.alreadyApplied = count
    return step
  }

  /// The section for the step's direction. One that is missing is an error: to do nothing, a file says
  /// so with an empty section.
  private func section(
    of body: RevisionBody, for step: Step, in file: RevisionFile
  ) throws(AludelError) -> Section {
    switch step.direction {
    case .upgrade:
      guard let section = body.upgrade else {
        throw .missingUpgrade(database: name, revision: step.revision, file: file.path)
      }
      return section
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
    guard isDDLTransactional else {
      return .journal(pairsStatements: true)
    }
    guard transactionally else { return .journal(pairsStatements: false) }
    return entry.transaction == .perRun && options == TransactionOptions()
      ? .sharedTransaction : .transaction(options)
  }

  private func describe(
    _ step: Step, from file: RevisionFile, statements: Int
  ) -> StepDescription {
    StepDescription(
      database: name, revision: step.revision, direction: step.direction,
      title: file.revision.title, file: file.path, statementCount: statements)
  }
}
