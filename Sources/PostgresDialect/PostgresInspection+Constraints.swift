import DialectKit
import SQLText
import SchemaModel

extension PostgresInspection {
  mutating func readConstraints() throws(DatabaseError) {
    // What a partition or a child has from its parent is the parent's (conparentid, coninhcount). NOT NULL (n, from 18 on) is a
    // fact of its column, and constraint triggers (t) are triggers.
    let rows = try query(
      """
      SELECT k.oid, k.contype, k.conname, pg_get_constraintdef(k.oid), k.convalidated, c.oid, t.oid,
        k.conindid, (SELECT string_agg(o, ', ' ORDER BY o) FROM unnest(ic.reloptions) o),
        i.indisreplident, i.indisclustered,
        k.conparentid <> 0 OR k.coninhcount > 0
      FROM pg_constraint k
      LEFT JOIN pg_class c ON c.oid = k.conrelid AND k.conrelid <> 0
      LEFT JOIN pg_type t ON t.oid = k.contypid AND k.contypid <> 0
      JOIN pg_namespace n ON n.oid = coalesce(c.relnamespace, t.typnamespace)
      LEFT JOIN pg_class ic ON ic.oid = k.conindid AND k.contype IN ('p', 'u', 'x')
      LEFT JOIN pg_index i ON i.indexrelid = ic.oid
      WHERE k.contype IN ('p', 'u', 'c', 'f', 'x') AND (c.oid IS NULL OR c.relkind IN ('r', 'p'))
        AND \(isInScope)
      """)
    let kinds: [String: ObjectKind] = [
      "p": .primaryKey, "u": .unique, "c": .check, "f": .foreignKey, "x": .exclusion,
    ]
    for row in rows {
      let isOfDomain = row[5] == .null
      let whole =
        isOfDomain ? PostgresAddress(.type, row[6]) : PostgresAddress(.relation, row[5])
      guard let place = places[whole], let kind = kinds[row[1].text ?? ""] else { continue }
      let parent = objects[place].id
      let definition = row[3].text ?? ""
      let suffix = " NOT VALID"
      let isValid = row[4].isTrue || !definition.hasSuffix(suffix)
      let address = PostgresAddress(.constraint, row[0])
      // Those that keys to a partitioned table bring along are on no partition of their own.
      if row[11].isTrue {
        if objects[place][.partitionOf] != nil || objects[place][.inherits] != nil {
          noteInherited(
            PostgresInheritedPart(
              isConstraint: true, name: row[2].text ?? "", definition: definition), at: place)
        }
        continue
      }
      insert(
        SchemaObject(
          ObjectID(
            isOfDomain ? .domainCheck : kind, schema: parent.schema, owner: parent.name,
            row[2].text ?? ""), parent: parent,
          [
            .definition: isValid ? definition : String(definition.dropLast(suffix.count)),
            .notValid: isValid ? nil : "yes", .parameters: row[8].fact,
            .replicaIdentity: row[9].flag(), .clustered: row[10].flag(),
          ]), at: address)
      // The index of a foreign key is that of the other table.
      if kind.isIndexConstraint { aliases[PostgresAddress(.relation, row[7])] = address }
    }
  }

  mutating func readIndexes() throws(DatabaseError) {
    // That of a partition which belongs to one of the parent (relispartition) is the parent's. An index of
    // a partitioned table counts as invalid until every partition has it, which is no fault of its own.
    let rows = try query(
      """
      SELECT i.indexrelid, i.indrelid, c.relname, i.indisunique, pg_get_indexdef(i.indexrelid),
        NOT i.indisvalid AND c.relkind = 'i', i.indisreplident, i.indisclustered,
        (SELECT string_agg(format('%s: %s', a.attnum, a.attstattarget), ', ' ORDER BY a.attnum)
          FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attstattarget >= 0),
        c.relispartition
      FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('i', 'I') AND \(isInScope)
        AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid
          AND k.conrelid = i.indrelid AND k.contype IN ('p', 'u', 'x'))
      """)
    for row in rows {
      guard let place = places[PostgresAddress(.relation, row[1])] else { continue }
      let parent = objects[place].id
      let tail = Self.indexTail(row[4].text ?? "")
      if row[9].isTrue {
        let unique = row[3].isTrue ? "UNIQUE " : ""
        noteInherited(
          PostgresInheritedPart(
            isConstraint: false, name: row[2].text ?? "", definition: unique + tail), at: place)
        continue
      }
      insert(
        SchemaObject(
          ObjectID(.index, schema: parent.schema, owner: parent.name, row[2].text ?? ""),
          parent: parent,
          [
            .unique: row[3].flag(), .definition: tail,
            .invalid: row[5].flag(), .replicaIdentity: row[6].flag(), .clustered: row[7].flag(),
            .statisticsTarget: row[8].fact,
          ]), at: PostgresAddress(.relation, row[0]))
    }
  }

  /// What follows the table's name in `CREATE INDEX`, without the method that is the default.
  ///
  /// The names before it are quoted, so the first ` USING ` outside of quotes is the key word.
  private static func indexTail(_ definition: String) -> String {
    var isQuoted = false
    let bytes = definition.utf8
    var index = bytes.startIndex
    while index < bytes.endIndex {
      if bytes[index] == UInt8(ascii: "\"") { isQuoted.toggle() }
      if !isQuoted, bytes[index] == UInt8(ascii: " "), bytes[index...].starts(with: " USING ".utf8)
      {
        let tail = definition[bytes.index(after: index)...]
        let method = "USING btree "
        return String(tail.hasPrefix(method) ? tail.dropFirst(method.count) : tail)
      }
      index = bytes.index(after: index)
    }
    return definition
  }
}
