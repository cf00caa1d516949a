import SchemaModel
import Testing

@testable import MySQLDialect

/// What a server prints that cannot be asked here: MySQL 8, whose manual shows these forms
/// (https://dev.mysql.com/doc/refman/8.4/en/show-create-table.html), and servers to come.
struct TableReaderTests {
  private func read(_ definition: String) -> [SchemaObject] {
    MySQLTableReader.objects(
      "t", definition: definition,
      context: MySQLTableReader.Context(
        database: "shop",
        collations: ["utf8mb4": "utf8mb4_0900_ai_ci", "latin1": "latin1_swedish_ci"]))
  }

  private func describe(_ objects: [SchemaObject]) -> String {
    objects.map { object in
      "\(object.id.kind) \(object.id.name): "
        + object.facts.map { "\($0)=\($1.split(separator: "\n").joined(separator: "/"))" }
        .joined(separator: "; ")
    }.joined(separator: "\n")
  }

  @Test func `a table of MySQL 8`() {
    let objects = read(
      """
      CREATE TABLE `t` (
        `id` bigint unsigned NOT NULL AUTO_INCREMENT,
        `a` varchar(20) CHARACTER SET latin1 DEFAULT 'it''s',
        `b` text COLLATE utf8mb4_bin,
        `c` int NOT NULL /*!80023 INVISIBLE */,
        `d` char(36) DEFAULT (uuid()),
        `e` datetime DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
        `f` int GENERATED ALWAYS AS ((`c` + 1)) STORED NOT NULL,
        `g` geometry NOT NULL /*!80003 SRID 4326 */,
        PRIMARY KEY (`id`),
        KEY `k` (`a`(5),`c` DESC) /*!80000 INVISIBLE */,
        KEY `fx` ((lower(`a`))),
        FULLTEXT KEY `ft` (`b`) /*!50100 WITH PARSER `ngram` */ ,
        CONSTRAINT `fk` FOREIGN KEY (`c`) REFERENCES `p` (`id`) ON DELETE RESTRICT,
        CONSTRAINT `t_chk_1` CHECK ((`c` > 0)) /*!80016 NOT ENFORCED */
      ) ENGINE=InnoDB AUTO_INCREMENT=7 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci
      /*!50100 PARTITION BY RANGE (`id`)
      (PARTITION p0 VALUES LESS THAN (10) ENGINE = InnoDB,
       PARTITION p1 VALUES LESS THAN MAXVALUE ENGINE = InnoDB) */
      """)
    #expect(
      describe(objects) == """
        table t: collation=utf8mb4_0900_ai_ci; column order=id/a/b/c/d/e/f/g; engine=InnoDB; \
        partitioning=RANGE (id); partitions=PARTITION p0 VALUES LESS THAN (10)/PARTITION p1 VALUES \
        LESS THAN MAXVALUE
        column id: auto_increment=AUTO_INCREMENT; not null=NOT NULL; type=bigint unsigned
        column a: collation=latin1_swedish_ci; default='it''s'; type=varchar(20)
        column b: collation=utf8mb4_bin; type=text
        column c: invisible=INVISIBLE; not null=NOT NULL; type=int
        column d: collation=utf8mb4_0900_ai_ci; default=(uuid()); type=char(36)
        column e: default=CURRENT_TIMESTAMP; on update=CURRENT_TIMESTAMP; type=datetime
        column f: generated=(c + 1); not null=NOT NULL; storage=STORED; type=int
        column g: attributes=SRID 4326; not null=NOT NULL; type=geometry
        primary key PRIMARY: columns=id
        index k: columns=a(5), c DESC; visibility=INVISIBLE
        index fx: columns=(lower(a))
        index ft: columns=b; method=FULLTEXT; options=WITH PARSER ngram
        foreign key fk: columns=c; references=p (id)
        check constraint t_chk_1: definition=(c > 0); enforcement=NOT ENFORCED
        """)
  }

  @Test func `names of the own database are left out, and what is used is known`() {
    let objects = read(
      """
      CREATE TABLE `t` (
        `id` int(11) DEFAULT nextval(`shop`.`ids`),
        `shop` int(11) DEFAULT (`shop`.`twice`(3) + `id`),
        CONSTRAINT `fk` FOREIGN KEY (`id`) REFERENCES `other`.`p` (`id`)
      ) ENGINE=InnoDB DEFAULT CHARSET=latin1
      """)
    #expect(
      describe(objects) == """
        table t: collation=latin1_swedish_ci; column order=id/shop; engine=InnoDB
        column id: default=nextval(ids); type=int(11)
        column shop: default=(`twice`(3) + id); type=int(11)
        foreign key fk: columns=id; references=other.p (id)
        """)
    #expect(objects[1].dependencies == [ObjectID(.sequence, "ids")])
    #expect(objects[2].dependencies == [ObjectID(.column, owner: "t", "id")])
    #expect(objects[3].dependencies == [ObjectID(.column, owner: "t", "id")])
  }

  @Test(arguments: [
    ("`a` int(11) FANCY", "FANCY"), ("`a` int(11) DEFAULT NULL, WONDER `b` (`a`)", "WONDER"),
    ("`a` int(11), CONSTRAINT `x` EXCLUDE (`a`)", "EXCLUDE"),
    ("`a` int(11), KEY `k` (`a`) ???", "?"),
  ])
  func `what is not known makes the table one that is not touched`(part: String, near: String) {
    let definition = "CREATE TABLE `t` (\n\(part)\n) ENGINE=InnoDB AUTO_INCREMENT=5 COMMENT='x'"
    let objects = read(definition)
    #expect(objects.count == 1)
    #expect(objects.first?[.unknownFeature]?.contains(near) == true)
    #expect(
      objects.first?[.definition] == "CREATE TABLE `t` (\n\(part)\n) ENGINE=InnoDB COMMENT='x'")
    let rules = MySQLDialect().schemaRules
    for (from, to) in [([], objects), (objects, read(definition + " MAX_ROWS=3"))] {
      let refusals = #expect(throws: SchemaRefusals.self) {
        try SchemaPlan(from: SchemaSnapshot(from), to: SchemaSnapshot(to), rules: rules)
      }
      #expect(refusals?.refusals.first?.reason.contains(near) == true)
    }
    // The counter is no difference, and what nobody wants can go.
    let same = read(definition.replacing("=5", with: "=6"))
    #expect(
      SchemaComparison(from: SchemaSnapshot(objects), to: SchemaSnapshot(same), rules: rules)
        .isEmpty)
    #expect(
      (try? SchemaPlan(from: SchemaSnapshot(objects), to: SchemaSnapshot(), rules: rules))?
        .statements.map(\.text) == ["DROP TABLE t"])
  }
}
