#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Reads back what `JSONOutput` writes.
enum JSONInput {
  /// - Throws: a `DecodingError`, or what the value's own `init(from:)` throws. The decoder bounds how
  ///   deeply a text may be nested, and tells no place in a text that is not JSON.
  static func read<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(type, from: Data(bytes))
  }

  /// The keys that lead to a value, as they are spelled in the text: `steps[2].waits_for`.
  static func path(_ keys: [any CodingKey]) -> String {
    var path = ""
    for key in keys {
      if let index = key.intValue {
        path += "[\(index)]"
      } else {
        // The decoder calls keys what Swift calls them.
        let name = key.stringValue.map { $0.isUppercase ? "_\($0.lowercased())" : "\($0)" }.joined()
        path += path.isEmpty ? name : ".\(name)"
      }
    }
    return path
  }
}
