import CMariaDB
import SQLText

/// Makes a value of what the text protocol gives for a column of some type.
enum MySQLDecoder {
  case integer, real, text, bytes

  static func decoders(for result: OpaquePointer, on handle: OpaquePointer) -> [MySQLDecoder] {
    (0..<cmariadb_field_count(handle)).map { field in
      MySQLDecoder(
        type: Int(cmariadb_field_type(result, field)),
        characterSet: cmariadb_field_character_set(result, field))
    }
  }

  /// Times, decimals and JSON carry the binary character set too and are text all the same.
  init(type: Int, characterSet: UInt32) {
    switch type {
    case CMARIADB_TINY, CMARIADB_SHORT, CMARIADB_LONG, CMARIADB_LONGLONG, CMARIADB_INT24,
      CMARIADB_YEAR:
      self = .integer
    case CMARIADB_FLOAT, CMARIADB_DOUBLE: self = .real
    case CMARIADB_BIT: self = .bytes
    case CMARIADB_VARCHAR, CMARIADB_TINY_BLOB...CMARIADB_GEOMETRY:
      self = characterSet == UInt32(CMARIADB_BINARY) ? .bytes : .text
    default: self = .text
    }
  }

  /// A value without an address is NULL. What a type cannot hold (an unsigned number beyond 63 bits,
  /// text that is not UTF-8) keeps its bytes or its spelling.
  func value(_ bytes: UnsafeRawBufferPointer) -> SQLValue {
    guard bytes.baseAddress != nil else { return .null }
    guard self != .bytes, let text = String(validating: bytes, as: UTF8.self) else {
      return .bytes(Array(bytes))
    }
    return switch self {
    case .integer: Int64(text).map(SQLValue.integer) ?? .text(text)
    case .real: Double(text).map(SQLValue.real) ?? .text(text)
    case .text, .bytes: .text(text)
    }
  }
}
