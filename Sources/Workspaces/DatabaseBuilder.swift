import DialectKit
import Revisions
import SQLText
import Spelling

/// Makes the entry of one database from the keys that are in effect for it.
struct DatabaseBuilder {
  /// An entry with the places that messages about several databases point at.
  struct Built {
    var entry: DatabaseEntry
    var traits: DialectTraits
    var position: SourcePosition
    var branchLabelPosition: SourcePosition
    var versionTablePosition: SourcePosition
    var after: [Located<String>]
  }

  let loader: WorkspaceLoader
  let root: String
  let missingFolders: WorkspaceLoader.MissingFolders
  let problems: ProblemCollector

  /// Nil when something that it cannot do without is missing or wrong, which is then reported.
  func build(_ database: WorkspaceLayout.EffectiveDatabase) -> Built? {
    let name = database.name
    let layer = database.layer
    let reader = ValueReader(
      problems: problems, variables: loader.variables, missingVariables: .report)
    let settings = DatabaseSettings(reading: layer, with: reader, root: root)

    let dialect = resolveDialect(settings, database)
    if layer[.versions] == nil {
      problems.add(
        .missingKey, at: database.position, "database \"\(name)\" has no versions",
        advice: "add versions = \"databases/\(name)/versions\"")
    }
    let versions = resolveVersions(settings.versions ?? [])
    let label = resolveLabel(settings, database)
    if let template = settings.fileTemplate, template.value.hasFolders,
      !(settings.recursive ?? false)
    {
      problems.add(
        .badValue, at: template.position,
        "file_template makes folders, which database \"\(name)\" does not read",
        advice: "add recursive = true")
    }
    guard let dialect else { return nil }
    if let wanted = settings.transactionalDDL, wanted.value, !dialect.traits.hasTransactionalDDL {
      problems.add(
        .badValue, at: wanted.position,
        "\(dialect.traits.displayName) commits at every DDL statement, so transactional_ddl cannot be true",
        advice: "remove it")
    }
    let table = resolveVersionTable(settings, dialect, database)
    guard let label, !versions.isEmpty else { return nil }

    let endpoint = settings.url.map { self.endpoint($0, "url", dialect) }
    let entry = DatabaseEntry(
      name: name, dialectName: dialect.name,
      endpoint: endpoint ?? .failure(missingURL(database)),
      scratchEndpoint: settings.scratchURL.map { self.endpoint($0, "scratch_url", dialect) },
      password: settings.password, versions: versions, versionTable: table,
      schema: settings.schema, branchLabel: label,
      transaction: settings.transaction ?? .perRevision,
      transactionalDDL: settings.transactionalDDL?.value,
      lockTimeout: settings.lockTimeout ?? .seconds(10),
      lockRetries: settings.lockRetries ?? LockRetries.standard,
      statementTimeout: settings.statementTimeout,
      connectTimeout: settings.connectTimeout ?? .seconds(10),
      includeSchemas: settings.includeSchemas, include: settings.include ?? [],
      exclude: settings.exclude ?? [], fileTemplate: settings.fileTemplate?.value ?? .standard,
      timeZone: settings.timeZone ?? .utc, isRecursive: settings.recursive ?? false,
      after: settings.after?.map(\.value) ?? [])
    return Built(
      entry: entry, traits: dialect.traits, position: database.position,
      branchLabelPosition: settings.branchLabel?.position ?? database.position,
      versionTablePosition: settings.versionTable?.position ?? database.position,
      after: settings.after ?? [])
  }

  // MARK: The dialect and the URL

  private func resolveDialect(
    _ settings: DatabaseSettings, _ database: WorkspaceLayout.EffectiveDatabase
  ) -> (any Dialect)? {
    let scheme = settings.url.flatMap(scheme)
    if let named = settings.dialect {
      guard let dialect = loader.dialect(named.value) else {
        problems.add(
          .unknownDialect, at: named.position, "there is no dialect \"\(named.value)\"",
          advice: Spelling.advice(
            for: named.value, among: loader.dialectNames, called: "dialects"))
        return nil
      }
      if let scheme, let url = settings.url, loader.dialect(scheme)?.name != dialect.name {
        problems.add(
          .dialectMismatch, at: url.position,
          "the URL is not one of the dialect \(dialect.name)",
          advice: "begin the URL with \(dialect.name):// or change the dialect")
      }
      return dialect
    }
    if database.layer[.dialect] != nil { return nil }  // reported as malformed

    if let scheme, let url = settings.url {
      guard let dialect = loader.dialect(scheme) else {
        problems.add(
          .unknownDialect, at: url.position, "the URL's scheme names no dialect",
          advice: Spelling.advice(for: scheme, among: loader.dialectNames, called: "dialects"))
        return nil
      }
      return dialect
    }
    let advice = "add dialect = \"…\", one of \(loader.dialectNames.joined(separator: ", "))"
    switch settings.url?.text {
    case .success(let text)? where !text.isEmpty:
      _ = parsed(text, at: settings.url?.position, "url", reports: true)
    case .failure(let missing)?:
      problems.add(missing)
      problems.add(
        .missingKey, at: database.position,
        "database \"\(database.name)\" has no dialect, and its URL cannot tell one", advice: advice)
    default:
      if database.layer[.url] == nil || settings.url != nil {
        problems.add(
          .missingKey, at: database.position,
          "database \"\(database.name)\" has neither a dialect nor a URL that tells one",
          advice: advice)
      }
    }
    return nil
  }

  /// In lower case, without a driver; from the literal beginning when variables are missing.
  private func scheme(of url: LocatedURL) -> String? {
    let text =
      switch url.text {
      case .success(let text): text
      case .failure: url.literalPrefix
      }
    // The rest is cut off, so that what is wrong with it does not matter here.
    guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") else { return nil }
    return try? ConnectionURL(parsing: text[..<colon] + "://").scheme
  }

  private func parsed(
    _ text: String, at position: SourcePosition?, _ key: String, reports: Bool
  ) -> Result<ConnectionURL, ConfigurationProblems> {
    do {
      return .success(try ConnectionURL(parsing: text))
    } catch {
      return badURL(error, at: position, key, reports: reports)
    }
  }

  private func badURL<Value>(
    _ error: EndpointError, at position: SourcePosition?, _ key: String, reports: Bool = true
  ) -> Result<Value, ConfigurationProblems> {
    let problem = problems.problem(
      .badURL, at: position, "\(key): \(error.message)", advice: error.advice)
    if reports { problems.add(ConfigurationProblems([problem])) }
    return .failure(ConfigurationProblems([problem]))
  }

  private func endpoint(
    _ url: LocatedURL, _ key: String, _ dialect: any Dialect
  ) -> Result<Endpoint, ConfigurationProblems> {
    let text: String
    switch url.text {
    case .failure(let missing): return .failure(missing)
    case .success(let expanded): text = expanded
    }
    // A variable that is set and empty is how a pipeline says that it has none.
    guard !text.isEmpty else {
      return badURL(
        EndpointError("the URL is empty"), at: url.position, key,
        reports: !url.hasVariables)
    }
    return parsed(text, at: url.position, key, reports: true).flatMap { parsed in
      guard loader.dialect(parsed.scheme)?.name == dialect.name else {
        // For `url` the mismatch has been reported with the dialect.
        let problem = problems.problem(
          .dialectMismatch, at: url.position, "the URL is not one of the dialect \(dialect.name)",
          advice: "begin the URL with \(dialect.name):// or change the dialect")
        problems.add(ConfigurationProblems([problem]))
        return .failure(ConfigurationProblems([problem]))
      }
      do throws(EndpointError) {
        return .success(try dialect.endpoint(for: parsed, relativeTo: root))
      } catch {
        return badURL(error, at: url.position, key)
      }
    }
  }

  private func missingURL(
    _ database: WorkspaceLayout.EffectiveDatabase
  ) -> ConfigurationProblems {
    ConfigurationProblems([
      problems.problem(
        .missingKey, at: database.position, "database \"\(database.name)\" has no url",
        advice:
          "add url = \"…\" to [databases.\(database.name)] or choose an environment that has it")
    ])
  }

  // MARK: Files and names

  private func resolveVersions(_ folders: [Located<String>]) -> [VersionsLocation] {
    var locations: [VersionsLocation] = []
    for folder in folders {
      let path = FilePaths.absolute(folder.value, from: root)
      let real = FilePaths.realAsFarAsPossible(path)
      let written = FilePaths.normalised(folder.value)
      if locations.contains(where: { $0.path == path }) {
        problems.add(
          .duplicateName, at: folder.position, "the versions folder \(written) is named twice")
      } else if !FilePaths.isInside(real, root) {
        problems.add(
          .outsideWorkspace, at: folder.position,
          "the versions folder \(written) is outside the workspace's folder",
          advice: "put the workspace file into a folder that holds all of its migrations")
      } else if FilePaths.kind(of: path) != .folder,
        missingFolders == .areProblems || FilePaths.kind(of: path) != nil
      {
        let exists = FilePaths.kind(of: path) != nil
        problems.add(
          exists ? .notAFolder : .missingFolder, at: folder.position,
          "the versions folder \(written) " + (exists ? "is not a folder" : "does not exist"))
      }
      locations.append(VersionsLocation(path: path, written: written))
    }
    return locations
  }

  private func resolveLabel(
    _ settings: DatabaseSettings, _ database: WorkspaceLayout.EffectiveDatabase
  ) -> BranchLabel? {
    guard let given = settings.branchLabel else {
      // A bad name of the database has been reported; a bad value of the key as well.
      return database.layer[.branchLabel] == nil ? try? BranchLabel(validating: database.name) : nil
    }
    do {
      return try BranchLabel(validating: given.value)
    } catch {
      problems.add(
        .badName, at: given.position, "branch_label cannot be used: \(error.reason)")
      return nil
    }
  }
}
