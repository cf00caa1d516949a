import DialectKit
import Revisions
import SQLText
import Spelling

/// What can be wrong only between databases.
struct DatabaseCrossChecks {
  let databases: [DatabaseBuilder.Built]
  /// All databases of the file, also those that could not be built.
  let names: [String]
  let problems: ProblemCollector

  func run() {
    checkVersionTables()
    checkBranchLabels()
    checkOrder()
  }

  /// Two databases that write one table overwrite each other's revision.
  private func checkVersionTables() {
    for (index, database) in databases.enumerated() {
      guard let endpoint = try? database.entry.endpoint.get() else { continue }
      let tables = Self.tables(of: database, at: endpoint)
      let other = databases[..<index].first { earlier in
        guard let earlierEndpoint = try? earlier.entry.endpoint.get() else { return false }
        return endpoint.isSameDatabase(as: earlierEndpoint)
          && !tables.isDisjoint(with: Self.tables(of: earlier, at: earlierEndpoint))
      }
      if let other { report(database, other, database.entry.versionTable) }
    }
  }

  /// What a run writes: the version table of one database may also be the history table of another.
  ///
  /// In lower case, since engines that fold names would see one table. A schema that is not given is the
  /// one that the engine takes.
  private static func tables(
    of database: DatabaseBuilder.Built, at endpoint: Endpoint
  ) -> Set<[String]> {
    let (table, traits) = (database.entry.versionTable, database.traits)
    let connected = traits.hasSchemas ? endpoint.database : ""
    let schema = table.schema?.name ?? traits.defaultSchema ?? connected
    let name = table.name.name
    return Set(
      [name, name + VersionTableNames.historySuffix].map {
        [schema.lowercased(), $0.lowercased()]
      })
  }

  private func report(
    _ database: DatabaseBuilder.Built, _ other: DatabaseBuilder.Built, _ table: QualifiedName
  ) {
    let advice = "give one of them a version_table of its own"
    let isSame = table.name.name.lowercased() == other.entry.versionTable.name.name.lowercased()
    let what =
      isSame
      ? "the version table \(table)"
      : "a table: the version table of one is the history of the other"
    for (one, another) in [(other, database), (database, other)] {
      problems.add(
        .sharedVersionTable, at: one.versionTablePosition,
        "databases \"\(other.entry.name)\" and \"\(database.entry.name)\" would share "
          + "\(what) (the other is at line \(another.versionTablePosition.line))",
        advice: advice)
    }
  }

  private func checkBranchLabels() {
    var owners: [String: DatabaseBuilder.Built] = [:]
    for database in databases {
      let label = database.entry.branchLabel.text
      if let other = owners[label] {
        problems.add(
          .duplicateName, at: database.branchLabelPosition,
          "databases \"\(other.entry.name)\" and \"\(database.entry.name)\" have the same branch "
            + "label \"\(label)\"",
          advice: "give one of them a branch_label of its own")
      } else {
        owners[label] = database
      }
    }
  }

  private func checkOrder() {
    for database in databases {
      var seen: Set<String> = []
      for reference in database.after {
        let name = database.entry.name
        if reference.value == name {
          problems.add(
            .cycle, at: reference.position, "database \"\(name)\" cannot run after itself")
        } else if !names.contains(reference.value) {
          problems.add(
            .unknownDatabase, at: reference.position,
            "after names an unknown database \"\(reference.value)\"",
            advice: Spelling.advice(for: reference.value, among: names, called: "databases"))
        } else if !seen.insert(reference.value).inserted {
          problems.add(
            .duplicateName, at: reference.position,
            "after names the database \"\(reference.value)\" twice")
        }
      }
    }
    reportCycles()
  }

  /// Takes away databases that wait for nobody until none is left, or only cycles and what waits for
  /// them; then follows one cycle after the other.
  private func reportCycles() {
    var waiting = Dictionary(databases.map { ($0.entry.name, $0) }) { first, _ in first }
    func blockers(_ database: DatabaseBuilder.Built) -> [Located<String>] {
      database.after.filter { waiting[$0.value] != nil && $0.value != database.entry.name }
    }
    var isShrinking = true
    while isShrinking {
      let free = waiting.values.filter { blockers($0).isEmpty }
      for database in free { waiting[database.entry.name] = nil }
      isShrinking = !free.isEmpty
    }
    var reported: Set<String> = []
    for start in databases where waiting[start.entry.name] != nil {
      var path: [String] = []
      var database = start
      while !path.contains(database.entry.name), let next = blockers(database).first?.value,
        let following = waiting[next]
      {
        path.append(database.entry.name)
        database = following
      }
      guard let first = path.firstIndex(of: database.entry.name) else { continue }
      let cycle = path[first...]
      guard reported.isDisjoint(with: cycle) else { continue }
      reported.formUnion(cycle)
      problems.add(
        .cycle, at: blockers(database).first?.position,
        "after makes a cycle: \((cycle + [database.entry.name]).joined(separator: " -> "))")
    }
  }
}
