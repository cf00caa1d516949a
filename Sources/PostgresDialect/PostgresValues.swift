import CPostgres
import DialectKit
import SQLText

/// Type numbers of `pg_type`, which never change for the types that the server is born with.
private enum TypeNumber {
  static let bool: UInt32 = 16
  static let bytea: UInt32 = 17
  static let int8: UInt32 = 20
  static let int2: UInt32 = 21
  static let int4: UInt32 = 23
  static let oid: UInt32 = 26
  static let float4: UInt32 = 700
  static let float8: UInt32 = 701
}

/// The values of `$1`, `$2`, … in the form in which libpq takes them.
struct PostgresParameters {
  /// All values one after the other, each with a NUL behind it.
  private var buffer: [CChar] = []
  private var offsets: [Int?] = []
  private(set) var types: [UInt32] = []
  private var lengths: [Int32] = []
  private var formats: [Int32] = []

  var count: Int { offsets.count }

  /// - Throws: for a text with a NUL, which libpq would cut off there without a word.
  mutating func append(_ value: SQLValue) throws(DatabaseError) {
    switch value {
    // The server takes the type of a null and of a text from where it is used.
    case .null: add(nil, type: 0)
    case .text(let text):
      guard !text.utf8.contains(0) else {
        throw DatabaseError(.statement, message: "a text with a NUL cannot be stored by PostgreSQL")
      }
      add(Array(text.utf8), type: 0)
    case .integer(let integer): add(Array(String(integer).utf8), type: TypeNumber.int8)
    case .real(let real): add(Array(String(real).utf8), type: TypeNumber.float8)
    case .bytes(let bytes): add(bytes, type: TypeNumber.bytea, isBinary: true)
    }
  }

  private mutating func add(_ bytes: [UInt8]?, type: UInt32, isBinary: Bool = false) {
    offsets.append(bytes.map { _ in buffer.count })
    types.append(type)
    lengths.append(Int32(clamping: bytes?.count ?? 0))
    formats.append(isBinary ? 1 : 0)
    guard let bytes else { return }
    buffer.append(contentsOf: bytes.lazy.map { CChar(bitPattern: $0) })
    buffer.append(0)
  }

  /// Runs the statement; what comes back is the caller's to clear.
  func run(_ sql: String, on handle: OpaquePointer, library: PostgresLibrary) -> OpaquePointer? {
    withPointers { values in
      library.pq.pointee.execParams(
        handle, sql, Int32(clamping: count), types, values, lengths, formats, 0)
    }
  }

  /// Sends the statement; its answer is still to be read.
  func send(_ sql: String, on handle: OpaquePointer, library: PostgresLibrary) -> Bool {
    withPointers { values in
      library.pq.pointee.sendQueryParams(
        handle, sql, Int32(clamping: count), types, values, lengths, formats, 0) == 1
    }
  }

  /// Sends a statement to be prepared under a name; its answer is still to be read.
  func sendPreparation(
    of sql: String, as name: String, on handle: OpaquePointer, library: PostgresLibrary
  ) -> Bool {
    library.pq.pointee.sendPrepare(handle, name, sql, Int32(clamping: count), types) == 1
  }

  /// Sends the values for a statement that has been prepared, or that is to be before; the answer is still to be
  /// read.
  func send(toPrepared name: String, on handle: OpaquePointer, library: PostgresLibrary) -> Bool {
    withPointers { values in
      library.pq.pointee.sendQueryPrepared(
        handle, name, Int32(clamping: count), values, lengths, formats, 0) == 1
    }
  }

  private func withPointers<Result>(_ body: ([UnsafePointer<CChar>?]) -> Result) -> Result {
    buffer.withUnsafeBufferPointer { buffer in
      body(
        offsets.map { offset in
          offset.flatMap { offset in buffer.baseAddress.map { UnsafePointer($0 + offset) } }
        })
    }
  }
}

extension SQLValue {
  /// A field of a result in text format.
  init(postgresResult result: OpaquePointer, row: Int32, field: Int32, library: PostgresLibrary) {
    let pq = library.pq
    guard pq.pointee.isNull(result, row, field) == 0,
      let start = pq.pointee.value(result, row, field)
    else {
      self = .null
      return
    }
    // Only a database without an encoding (SQL_ASCII) can send what is not UTF-8. No text holds a NUL, and
    // this way is the fast one.
    guard let text = String(validatingCString: start) else {
      self = .bytes(
        Array(
          UnsafeRawBufferPointer(
            start: start, count: Int(pq.pointee.valueLength(result, row, field)))))
      return
    }
    switch pq.pointee.fieldType(result, field) {
    case TypeNumber.int2, TypeNumber.int4, TypeNumber.int8, TypeNumber.oid:
      self = Int64(text).map { .integer($0) } ?? .text(text)
    case TypeNumber.bool: self = .integer(text == "t" ? 1 : 0)
    case TypeNumber.float4, TypeNumber.float8: self = Double(text).map { .real($0) } ?? .text(text)
    case TypeNumber.bytea: self = .bytes(Self.bytes(postgresText: Array(text.utf8)))
    default: self = .text(text)
    }
  }

  /// Reads both output formats of `bytea` (manual, 8.4), since `bytea_output` is the user's to set.
  private static func bytes(postgresText text: [UInt8]) -> [UInt8] {
    let backslash = UInt8(ascii: "\\")
    var bytes: [UInt8] = []
    var index = 0
    if text.starts(with: [backslash, UInt8(ascii: "x")]) {
      index = 2
      while index + 1 < text.count {
        bytes.append(hexadecimal(text[index]) << 4 | hexadecimal(text[index + 1]))
        index += 2
      }
      return bytes
    }
    while index < text.count {
      if text[index] != backslash {
        bytes.append(text[index])
        index += 1
      } else if index + 1 < text.count, text[index + 1] == backslash {
        bytes.append(backslash)
        index += 2
      } else if index + 3 < text.count {
        let digits = text[(index + 1)...(index + 3)]
        bytes.append(digits.reduce(0) { $0 << 3 | ($1 & 7) })
        index += 4
      } else {
        break
      }
    }
    return bytes
  }

  private static func hexadecimal(_ digit: UInt8) -> UInt8 {
    digit <= UInt8(ascii: "9") ? digit & 15 : (digit & 15) + 9
  }
}
