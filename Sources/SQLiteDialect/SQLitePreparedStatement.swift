import CSQLite
import DialectKit
import SQLText

/// A statement made ready, from its text to its end; made and used within one call.
final class SQLitePreparedStatement {
  private let database: OpaquePointer
  /// Nil for a text of nothing but comments.
  private let handle: OpaquePointer?
  /// How many bytes of the text belong to it, its semicolon included.
  let length: Int

  init(_ text: String, on database: OpaquePointer) throws(DatabaseError) {
    self.database = database
    var text = text
    var prepared: OpaquePointer?
    let (result, length) = text.withUTF8 { bytes -> (Int32, Int) in
      guard let start = bytes.baseAddress else { return (SQLITE_OK, 0) }
      return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) { start in
        var end: UnsafePointer<CChar>?
        let result = csqlite_prepare_v3(
          database, start, Int32(clamping: bytes.count), 0, &prepared, &end)
        return (result, end.map { $0 - start } ?? 0)
      }
    }
    handle = prepared
    self.length = length
    guard result == SQLITE_OK else { throw .sqlite(result, on: database) }
  }

  deinit {
    csqlite_finalize(handle)
  }

  func bind(_ values: [SQLValue]) throws(DatabaseError) {
    guard Int(csqlite_bind_parameter_count(handle)) == values.count else {
      throw DatabaseError(
        .statement, code: "SQLITE_RANGE",
        message: "the statement does not take \(values.count) parameters")
    }
    var index: Int32 = 0
    for value in values {
      index += 1
      let result = bind(value, at: index)
      guard result == SQLITE_OK else { throw .sqlite(result, on: database) }
    }
  }

  private func bind(_ value: SQLValue, at index: Int32) -> Int32 {
    switch value {
    case .null: return csqlite_bind_null(handle, index)
    case .integer(let integer): return csqlite_bind_int64(handle, index, integer)
    case .real(let real): return csqlite_bind_double(handle, index, real)
    case .text(var text):
      return text.withUTF8 { bytes in
        // A null address would bind NULL.
        withUnsafeBytes(of: UInt8(0)) { empty in
          csqlite_bind_text(
            handle, index, bytes.baseAddress.map { UnsafeRawPointer($0) } ?? empty.baseAddress,
            UInt64(bytes.count))
        }
      }
    case .bytes(let bytes):
      if bytes.isEmpty { return csqlite_bind_zeroblob(handle, index, 0) }
      return bytes.withUnsafeBytes {
        csqlite_bind_blob(handle, index, $0.baseAddress, UInt64($0.count))
      }
    }
  }

  /// Runs it to its end.
  func step(eachRow: (SQLitePreparedStatement) -> Void) throws(DatabaseError) {
    guard handle != nil else { return }
    while true {
      switch csqlite_step(handle) {
      case SQLITE_DONE: return
      case SQLITE_ROW: eachRow(self)
      case let result: throw .sqlite(result, on: database)
      }
    }
  }

  /// The row that `step` stands at.
  func row() -> Row {
    Row((0..<csqlite_column_count(handle)).map(value(at:)))
  }

  private func value(at column: Int32) -> SQLValue {
    switch csqlite_column_type(handle, column) {
    case SQLITE_INTEGER: return .integer(csqlite_column_int64(handle, column))
    case SQLITE_FLOAT: return .real(csqlite_column_double(handle, column))
    case SQLITE_TEXT:
      let start = csqlite_column_text(handle, column)
      let bytes = UnsafeBufferPointer(
        start: start, count: start == nil ? 0 : Int(csqlite_column_bytes(handle, column)))
      // SQLite does not check that text is UTF-8.
      guard let text = String(validating: bytes, as: UTF8.self) else { return .bytes(Array(bytes)) }
      return .text(text)
    case SQLITE_BLOB:
      let start = csqlite_column_blob(handle, column)
      return .bytes(
        Array(
          UnsafeRawBufferPointer(
            start: start, count: start == nil ? 0 : Int(csqlite_column_bytes(handle, column)))))
    default: return .null
    }
  }

  /// Where something other than white space, semicolons and comments stands from `offset` on.
  ///
  /// The rest is read and not prepared, since preparing a PRAGMA can already carry it out.
  static func offsetOfMore(in text: String, after offset: Int) -> Int? {
    let rest = text.utf8.dropFirst(offset)
    var index = rest.startIndex
    while index != rest.endIndex {
      switch rest[index] {
      case UInt8(ascii: " "), UInt8(ascii: ";"), 0x09...0x0d: rest.formIndex(after: &index)
      case UInt8(ascii: "-") where rest[index...].starts(with: "--".utf8):
        index = rest[index...].firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
      case UInt8(ascii: "/") where rest[index...].starts(with: "/*".utf8):
        index = endOfComment(in: rest[index...])
      default: return text.utf8.distance(from: text.startIndex, to: index)
      }
    }
    return nil
  }

  /// The end of a `/* … */`; an open one reaches to the end of the text.
  static func endOfComment(in text: Substring.UTF8View) -> String.Index {
    var isAfterStar = false
    for index in text.indices.dropFirst(2) {
      if isAfterStar && text[index] == UInt8(ascii: "/") { return text.index(after: index) }
      isAfterStar = text[index] == UInt8(ascii: "*")
    }
    return text.endIndex
  }
}
