#if arch(x86_64)
  import Foundation
  import PostgresDialect
  import SQLText
  import Testing

  /// PostgreSQL's own parser, from libpg_query, where that is installed.
  struct PostgresParser: @unchecked Sendable {
    /// `PgQuerySplitResult pg_query_split_with_parser(const char *)`. A result of that size is returned
    /// through a hidden first parameter on this processor, which spares the tests a C module.
    typealias Split =
      @convention(c) (UnsafeMutableRawPointer, UnsafePointer<CChar>) ->
      UnsafeMutableRawPointer?

    /// A function of a library that is never unloaded.
    let split: Split

    static let shared: PostgresParser? = {
      for name in ["libpg_query.so", "libpg_query.so.1504.0", "libpg_query.so.15"] {
        if let library = dlopen(name, RTLD_NOW),
          let symbol = dlsym(library, "pg_query_split_with_parser")
        {
          return PostgresParser(split: unsafeBitCast(symbol, to: Split.self))
        }
      }
      return nil
    }()

    /// The statements of a script, or nil where the parser refuses it.
    func statements(of script: String) -> [String]? {
      let bytes = Array(script.utf8)
      return withUnsafeTemporaryAllocation(byteCount: 32, alignment: 8) { buffer in
        guard let result = buffer.baseAddress, split(result, script) != nil else { return nil }
        // stmts, n_stmts, stderr_buffer, error
        if result.load(fromByteOffset: 24, as: UnsafeRawPointer?.self) != nil { return nil }
        let count = Int(result.load(fromByteOffset: 8, as: Int32.self))
        guard count > 0 else { return [] }
        guard let list = result.load(as: UnsafePointer<UnsafePointer<Int32>>?.self) else {
          return nil
        }
        return (0..<count).map { index in
          let start = Int(list[index][0])
          let length = Int(list[index][1])
          let end = length == 0 ? bytes.count : min(start + length, bytes.count)
          return String(decoding: bytes[start..<end], as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        }
      }
    }
  }

  @Suite(.enabled(if: PostgresParser.shared != nil, "libpg_query is not installed"))
  struct PostgresParserTests {
    /// What only psql knows is not for the parser.
    static let corpus = Corpus.scripts("postgresql").filter {
      !$0.script.contains("\\restrict") && !$0.script.lowercased().contains("from stdin")
    }

    @Test(arguments: PostgresSplitTests.valid + corpus)
    func agreesWithTheParser(example: SplitCase) throws {
      let parser = try #require(PostgresParser.shared)
      let expected = try #require(parser.statements(of: example.script), "the parser refuses it")
      #expect(try PostgresSplitTests.splitter.outline(example.script) == expected)
    }
  }
#endif
