import DialectKit
import SQLText
import SchemaModel

extension PostgresInspection {
  /// What lives outside of tables, and the kinds that are compared but never changed.
  mutating func readOthers() throws(DatabaseError) {
    try readCollations()
    if scope.schemas == nil { try readEventTriggers() }
    for row in try query(unplannedQuery) {
      insert(
        SchemaObject(
          ObjectID(ObjectKind(row[2].text ?? ""), schema: row[3].text, row[4].text ?? ""),
          [.definition: row[5].text]), at: PostgresAddress(row[0], row[1]))
    }
  }

  private mutating func readCollations() throws(DatabaseError) {
    let locale =
      switch version {
      case ..<15: "NULL"
      case ..<17: "quote_literal(co.colliculocale)"
      default: "quote_literal(co.colllocale)"
      }
    let rows = try query(
      """
      SELECT co.oid, n.nspname, co.collname,
        CASE co.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END,
        \(locale), quote_literal(co.collcollate), quote_literal(co.collctype),
        \(version >= 12 ? "CASE WHEN NOT co.collisdeterministic THEN 'false' END" : "NULL"),
        \(version >= 16 ? "quote_literal(co.collicurules)" : "NULL")
      FROM pg_collation co JOIN pg_namespace n ON n.oid = co.collnamespace
      WHERE \(isInScope) AND \(isOwn(.collation, "co.oid"))
      """)
    for row in rows {
      // Before PostgreSQL 15 a locale of ICU stood where libc has its own.
      let isPlain = row[4] != .null || row[3].text == "icu"
      let options: [(String, String?)] = [
        ("PROVIDER", row[3].text), ("LOCALE", row[4].text ?? (isPlain ? row[5].text : nil)),
        ("LC_COLLATE", isPlain ? nil : row[5].text), ("LC_CTYPE", isPlain ? nil : row[6].text),
        ("DETERMINISTIC", row[7].text), ("RULES", row[8].text),
      ]
      insert(
        SchemaObject(
          ObjectID(.collation, schema: row[1].text, row[2].text ?? ""),
          [
            .definition: "("
              + options.compactMap { name, value in value.map { "\(name) = \($0)" } }
              .joined(separator: ", ") + ")"
          ]), at: PostgresAddress(.collation, row[0]))
    }
  }

  private mutating func readEventTriggers() throws(DatabaseError) {
    let rows = try query(
      """
      SELECT e.oid, e.evtname, format(E'ON %s%s\\n  EXECUTE FUNCTION %I.%I()', e.evtevent,
          E'\\n  WHEN TAG IN (' || (SELECT string_agg(quote_literal(t), ', ') FROM unnest(e.evttags) t)
            || ')', n.nspname, p.proname), e.evtenabled
      FROM pg_event_trigger e JOIN pg_proc p ON p.oid = e.evtfoid
      JOIN pg_namespace n ON n.oid = p.pronamespace WHERE \(isOwn(.eventTrigger, "e.oid"))
      """)
    for row in rows {
      insert(
        SchemaObject(
          ObjectID(.eventTrigger, row[1].text ?? ""),
          [.definition: row[2].text, .enabled: Self.firing(row[3])]),
        at: PostgresAddress(.eventTrigger, row[0]))
    }
  }

  /// The kinds that no statement of ours makes: catalog, number, kind, schema, name, definition.
  ///
  /// The definitions say enough to tell two apart, without numbers, which differ between databases, and
  /// without options, which may be secrets.
  private var unplannedQuery: String {
    func select(
      _ catalog: PostgresCatalog, _ kind: String, from table: String, schema: String?,
      name: String, definition: String, where condition: String? = nil
    ) -> String {
      let scoped = schema == nil ? (scope.schemas == nil ? "true" : "false") : isInScope
      let join = schema.map { " JOIN pg_namespace n ON n.oid = \($0)" } ?? ""
      return """
        SELECT \(catalog.rawValue)::oid, x.oid, '\(kind)', \(schema == nil ? "NULL" : "n.nspname"),
          \(name), \(definition)
        FROM \(table) x\(join)
        WHERE x.oid >= 16384 AND \(scoped) AND NOT EXISTS (SELECT FROM pg_depend member
          WHERE member.classid = \(catalog.rawValue) AND member.objid = x.oid
          AND member.deptype IN ('e', 'i'))\(condition.map {
          " AND " + $0 } ?? "")
        """
    }
    let operands = """
      coalesce(format_type(nullif(x.oprleft, 0), NULL), 'NONE') || ', '
      || coalesce(format_type(nullif(x.oprright, 0), NULL), 'NONE')
      """
    var queries = [
      select(
        .type, "base type", from: "pg_type", schema: "x.typnamespace", name: "x.typname",
        definition: "format('%s %s %s', x.typinput, x.typoutput, x.typlen)",
        where: "x.typtype IN ('b', 'p') AND NOT (x.typelem <> 0 AND x.typlen = -1)"),
      select(
        .relation, "foreign table", from: "pg_class", schema: "x.relnamespace", name: "x.relname",
        definition: """
          (SELECT s.srvname FROM pg_foreign_table f JOIN pg_foreign_server s ON s.oid = f.ftserver
            WHERE f.ftrelid = x.oid) || (SELECT string_agg(E'\\n' || a.attname || ' '
              || format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE ''
              END, ',' ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = x.oid
              AND a.attnum > 0 AND NOT a.attisdropped)
          """, where: "x.relkind = 'f'"),
      select(
        .operator, "operator", from: "pg_operator", schema: "x.oprnamespace",
        name: "x.oprname || '(' || \(operands) || ')'",
        definition: "format('%s %s %s', x.oprcode, x.oprcanhash, x.oprcanmerge)"),
      select(
        .operatorFamily, "operator family", from: "pg_opfamily", schema: "x.opfnamespace",
        name: "x.opfname",
        definition: """
          (SELECT a.amname FROM pg_am a WHERE a.oid = x.opfmethod) || coalesce((SELECT string_agg(
            format('%s %s', o.amopstrategy, o.amopopr::regoperator), ', '
            ORDER BY o.amopstrategy, o.amopopr::regoperator::text)
            FROM pg_amop o WHERE o.amopfamily = x.oid), '')
          """),
      select(
        .operatorClass, "operator class", from: "pg_opclass", schema: "x.opcnamespace",
        name: "x.opcname",
        definition: "format('%s %s', format_type(x.opcintype, NULL), x.opcdefault)"),
      select(
        .cast, "cast", from: "pg_cast", schema: nil,
        name:
          "format('%s AS %s', format_type(x.castsource, NULL), format_type(x.casttarget, NULL))",
        definition: "format('%s %s %s', x.castfunc::regprocedure, x.castcontext, x.castmethod)"),
      select(
        .conversion, "conversion", from: "pg_conversion", schema: "x.connamespace",
        name: "x.conname", definition: "x.conproc::text"),
      select(
        .language, "language", from: "pg_language", schema: nil, name: "x.lanname",
        definition: "x.lanplcallfoid::regproc::text"),
      select(
        .transform, "transform", from: "pg_transform", schema: nil,
        name: "format('%s %s', format_type(x.trftype, NULL), (SELECT l.lanname FROM pg_language l "
          + "WHERE l.oid = x.trflang))",
        definition: "format('%s %s', x.trffromsql, x.trftosql)"),
      select(
        .accessMethod, "access method", from: "pg_am", schema: nil, name: "x.amname",
        definition: "x.amhandler::text"),
      select(
        .textSearchParser, "text search parser", from: "pg_ts_parser", schema: "x.prsnamespace",
        name: "x.prsname", definition: "x.prsstart::text"),
      select(
        .textSearchTemplate, "text search template", from: "pg_ts_template",
        schema: "x.tmplnamespace", name: "x.tmplname", definition: "x.tmpllexize::text"),
      select(
        .textSearchDictionary, "text search dictionary", from: "pg_ts_dict",
        schema: "x.dictnamespace", name: "x.dictname",
        definition: "(SELECT t.tmplname FROM pg_ts_template t WHERE t.oid = x.dicttemplate) "
          + "|| coalesce(' ' || x.dictinitoption, '')"),
      select(
        .textSearchConfiguration, "text search configuration", from: "pg_ts_config",
        schema: "x.cfgnamespace", name: "x.cfgname",
        definition: """
          coalesce((SELECT string_agg(format('%s %s', m.maptokentype, m.mapdict::regdictionary), ', '
            ORDER BY m.maptokentype, m.mapseqno) FROM pg_ts_config_map m WHERE m.mapcfg = x.oid), '')
          """),
      select(
        .foreignDataWrapper, "foreign data wrapper", from: "pg_foreign_data_wrapper", schema: nil,
        name: "x.fdwname", definition: "x.fdwhandler::regproc::text"),
      select(
        .foreignServer, "foreign server", from: "pg_foreign_server", schema: nil,
        name: "x.srvname",
        definition: "(SELECT w.fdwname FROM pg_foreign_data_wrapper w WHERE w.oid = x.srvfdw)::text"
      ),
      select(
        .publication, "publication", from: "pg_publication", schema: nil, name: "x.pubname",
        definition: """
          format('%s %s%s%s%s %s', x.puballtables, x.pubinsert, x.pubupdate, x.pubdelete, x.pubtruncate,
            (SELECT string_agg(r.prrelid::regclass::text, ', ' ORDER BY r.prrelid::regclass::text)
              FROM pg_publication_rel r WHERE r.prpubid = x.oid))
          """),
    ]
    // Before, not everybody could see the columns that it takes.
    if version >= 15 {
      queries.append(
        select(
          .subscription, "subscription", from: "pg_subscription", schema: nil, name: "x.subname",
          definition: "array_to_string(x.subpublications, ', ')",
          where:
            "x.subdbid = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())"))
    }
    return queries.joined(separator: "\nUNION ALL\n")
  }
}
