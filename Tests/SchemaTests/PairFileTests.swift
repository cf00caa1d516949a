import Testing

@Suite struct PairFileTests {
  @Test func readsEverySection() {
    let pairs = PairFile.pairs(
      in: """
        A file may begin with words.
        -- case: one
        -- current
        CREATE TABLE a (x int);
        -- rows
        INSERT INTO a VALUES (1);
        -- desired
        -- a comment of the schema
        CREATE TABLE b (x int);
        -- rename: a=b
        -- lossy
        -- case: two
        -- desired
        CREATE TABLE c (x int);
        -- refused: no way
        -- case: three
        -- same
        """)
    #expect(pairs.map(\.name) == ["one", "two", "three"])
    #expect(pairs.first?.current == "CREATE TABLE a (x int);\n")
    #expect(pairs.first?.rows == "INSERT INTO a VALUES (1);\n")
    #expect(pairs.first?.desired == "-- a comment of the schema\nCREATE TABLE b (x int);\n")
    #expect(pairs.first?.renames.map { "\($0)>\($1)" } == ["a>b"])
    #expect(pairs.map(\.isLossy) == [true, false, false])
    #expect(pairs.map(\.isSame) == [false, false, true])
    #expect(pairs.map(\.refusal) == [nil, "no way", nil])
  }
}
