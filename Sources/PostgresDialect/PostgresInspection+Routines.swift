import DialectKit
import SQLText
import SchemaModel

extension PostgresInspection {
  /// The argument types, which with the name tell one routine from another.
  private static let argumentTypes = """
    (SELECT coalesce(string_agg(format_type(u.t, NULL), ', ' ORDER BY u.i), '')
      FROM unnest(p.proargtypes) WITH ORDINALITY u (t, i))
    """

  mutating func readRoutines() throws(DatabaseError) {
    let rows = try query(
      """
      SELECT p.oid, n.nspname, p.proname, \(Self.argumentTypes), p.prokind,
        pg_get_functiondef(p.oid), pg_get_function_result(p.oid),
        pg_get_function_identity_arguments(p.oid), p.pronargdefaults,
        format('%I.%I', n.nspname, p.proname)
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE p.prokind IN ('f', 'p', 'w') AND \(isInScope) AND \(isOwn(.routine, "p.oid"))
        AND NOT EXISTS (SELECT FROM pg_depend i WHERE i.classid = \(PostgresCatalog.routine.rawValue)
          AND i.objid = p.oid AND i.deptype = 'i')
      """)
    for row in rows {
      let types = row[3].text ?? ""
      let defaults = row[8].integer ?? 0
      insert(
        SchemaObject(
          ObjectID(
            row[4].text == "p" ? .procedure : .function, schema: row[1].text,
            "\(row[2].text ?? "")(\(types))"),
          [
            .definition: Self.definition(row[5].text ?? ""), .returns: row[6].text,
            .parametersOfRoutine: row[7].fact, .signature: "\(row[9].text ?? "")(\(types))",
            .defaultCount: defaults == 0 ? nil : String(defaults),
          ]), at: PostgresAddress(.routine, row[0]))
    }
    try readAggregates()
  }

  /// What follows `CREATE`, or `CREATE OR REPLACE`.
  private static func definition(_ statement: String) -> String {
    let text = trimmed(statement)
    let prefix = "CREATE OR REPLACE "
    return String(text.hasPrefix(prefix) ? text.dropFirst(prefix.count) : text[...])
  }

  private mutating func readAggregates() throws(DatabaseError) {
    let rows = try query(
      """
      SELECT p.oid, n.nspname, p.proname, \(Self.argumentTypes),
        format('%I.%I', n.nspname, p.proname), pg_get_function_identity_arguments(p.oid),
        a.aggkind, p.proparallel,
        a.aggtransfn::regproc, format_type(a.aggtranstype, NULL), nullif(a.aggtransspace, 0),
        nullif(a.aggfinalfn, 0)::regproc, CASE WHEN a.aggfinalextra THEN '' END,
        CASE WHEN a.aggfinalmodify <> CASE a.aggkind WHEN 'n' THEN 'r' ELSE 'w' END::"char"
          THEN \(Self.modification("a.aggfinalmodify")) END,
        nullif(a.aggcombinefn, 0)::regproc, nullif(a.aggserialfn, 0)::regproc,
        nullif(a.aggdeserialfn, 0)::regproc, quote_literal(a.agginitval),
        nullif(a.aggmtransfn, 0)::regproc, nullif(a.aggminvtransfn, 0)::regproc,
        CASE WHEN a.aggmtranstype <> 0 THEN format_type(a.aggmtranstype, NULL) END,
        nullif(a.aggmtransspace, 0), nullif(a.aggmfinalfn, 0)::regproc,
        CASE WHEN a.aggmfinalextra THEN '' END,
        CASE WHEN a.aggmfinalmodify <> CASE a.aggkind WHEN 'n' THEN 'r' ELSE 'w' END::"char"
          AND a.aggmtransfn <> 0 THEN \(Self.modification("a.aggmfinalmodify")) END,
        quote_literal(a.aggminitval),
        (SELECT format('OPERATOR(%I.%s)', opn.nspname, o.oprname) FROM pg_operator o
          JOIN pg_namespace opn ON opn.oid = o.oprnamespace WHERE o.oid = a.aggsortop)
      FROM pg_proc p JOIN pg_aggregate a ON a.aggfnoid = p.oid
      JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE p.prokind = 'a' AND \(isInScope) AND \(isOwn(.routine, "p.oid"))
      """)
    let names = [
      "SFUNC", "STYPE", "SSPACE", "FINALFUNC", "FINALFUNC_EXTRA", "FINALFUNC_MODIFY",
      "COMBINEFUNC", "SERIALFUNC", "DESERIALFUNC", "INITCOND", "MSFUNC", "MINVFUNC", "MSTYPE",
      "MSSPACE", "MFINALFUNC", "MFINALFUNC_EXTRA", "MFINALFUNC_MODIFY", "MINITCOND", "SORTOP",
    ]
    for row in rows {
      var options = names.enumerated().compactMap { index, name in
        row[8 + index].text.map { $0.isEmpty ? name : "\(name) = \($0)" }
      }
      if row[6].text == "h" { options.append("HYPOTHETICAL") }
      if let parallel = ["s": "SAFE", "r": "RESTRICTED"][row[7].text ?? ""] {
        options.append("PARALLEL = \(parallel)")
      }
      let types = row[3].text ?? ""
      let arguments = row[5].fact ?? "*"
      insert(
        SchemaObject(
          ObjectID(.aggregate, schema: row[1].text, "\(row[2].text ?? "")(\(types))"),
          [
            .definition: "(\n  " + options.joined(separator: ",\n  ") + "\n)",
            .signature: "\(row[4].text ?? "")(\(arguments))",
          ]), at: PostgresAddress(.routine, row[0]))
    }
  }

  private static func modification(_ field: String) -> String {
    "CASE \(field) WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END"
  }

  /// The server lists the columns in the order in which they stand in the table, which says nothing.
  mutating func readStatistics() throws(DatabaseError) {
    let rows = try query(
      """
      SELECT s.oid, s.stxrelid, n.nspname, s.stxname,
        coalesce(replace(pg_get_statisticsobjdef(s.oid), ' ON ' || k.stored, ' ON ' || k.sorted),
          pg_get_statisticsobjdef(s.oid)),
        \(version >= 13 ? "nullif(s.stxstattarget, -1)" : "NULL")
      FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace,
      LATERAL (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY i.number) AS stored,
        string_agg(quote_ident(a.attname), ', ' ORDER BY a.attname) AS sorted
        FROM unnest(s.stxkeys::int2[]) WITH ORDINALITY i (key, number)
        JOIN pg_attribute a ON a.attrelid = s.stxrelid AND a.attnum = i.key) k
      WHERE \(isInScope)
      """)
    for row in rows {
      guard let place = places[PostgresAddress(.relation, row[1])] else { continue }
      insert(
        SchemaObject(
          ObjectID(.statistics, schema: row[2].text, row[3].text ?? ""),
          parent: objects[place].id,
          [.definition: row[4].text, .statisticsTarget: row[5].text]),
        at: PostgresAddress(.statistics, row[0]))
    }
  }
}
