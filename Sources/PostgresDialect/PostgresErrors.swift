import CPostgres
import DialectKit

extension DatabaseError {
  /// What a failed result says.
  ///
  /// - Parameters:
  ///   - sql: the text that was sent, which the error's position is counted in.
  ///   - isConnectionBad: what libpq says about the session after this result.
  init(
    postgresResult result: OpaquePointer, library: PostgresLibrary, sql: String,
    isConnectionBad: Bool
  ) {
    let pq = library.pq
    // The letters are the protocol's own field codes (manual, "Error and Notice Message Fields").
    func field(_ code: Unicode.Scalar) -> String? {
      pq.pointee.resultErrorField(result, Int32(code.value)).map { String(cString: $0) }
    }
    let code = field("C")
    let said = pq.pointee.resultErrorMessage(result).map { String(cString: $0) } ?? ""
    // The internal query and its position point into a text that is not ours, so they serve as
    // context, and only where the server gives none.
    let context = field("W") ?? field("q")
    self.init(
      isConnectionBad ? .connectionLost : Self.kind(ofPostgresState: code), code: code,
      message: field("M") ?? Self.cleaned(postgresMessage: said),
      detail: field("D"), hint: field("H"), context: context,
      offset: field("P").flatMap { Int($0) }.flatMap {
        Self.byteOffset(ofCharacter: $0, in: sql)
      })
  }

  /// What libpq says about a session that is broken.
  init(lostPostgres handle: OpaquePointer, library: PostgresLibrary) {
    let said = library.pq.pointee.errorMessage(handle).map { String(cString: $0) } ?? ""
    self.init(.connectionLost, message: Self.cleaned(postgresMessage: said))
  }

  /// Codes by the manual's appendix "PostgreSQL Error Codes".
  static func kind(ofPostgresState code: String?) -> Kind {
    guard let code else { return .statement }
    switch code {
    // lock_not_available, and deadlock_detected and serialization_failure: what was in the way may be gone
    // the next time.
    case "55P03", "40P01", "40001": return .lockTimeout
    case "57014": return .cancelled
    // admin_shutdown, crash_shutdown, cannot_connect_now, idle_session_timeout, and
    // idle_in_transaction_session_timeout: the server closes the session after each of them.
    case "57P01", "57P02", "57P03", "57P05", "25P03": return .connectionLost
    default: return code.hasPrefix("08") ? .connectionLost : .statement
    }
  }

  /// The byte at which a character begins, characters counted from 1 as the server does; the end for
  /// the place after the last one.
  static func byteOffset(ofCharacter number: Int, in text: String) -> Int? {
    guard number >= 1 else { return nil }
    var characters = 0
    var offset = 0
    for byte in text.utf8 {
      if byte & 0b1100_0000 != 0b1000_0000 {  // not a UTF-8 continuation byte
        characters += 1
        if characters == number { return offset }
      }
      offset += 1
    }
    return characters + 1 == number ? offset : nil
  }

  /// Without the line end that libpq closes every message with, and without its indentation.
  static func cleaned(postgresMessage text: String) -> String {
    var lines: [Substring] = []
    for line in text.split(separator: "\n") {
      let line = line.drop { $0 == "\t" || $0 == " " }
      if !line.isEmpty { lines.append(line) }
    }
    let cleaned = lines.joined(separator: "\n")
    return cleaned.isEmpty ? "the client library gave no reason" : cleaned
  }
}

extension DatabaseError {
  /// What libpq says about a session that did not come to be.
  ///
  /// There is no result to ask for the SQLSTATE then, and the words may be in the server's language,
  /// so the message is asked for at verbosity `VERBOSE`, which puts the code into it:
  /// `… failed: FATAL:  3D000: database "shop" does not exist`.
  init(postgresConnectMessage text: String) {
    var code: String?
    var detail: String?
    var hint: String?
    var lines: [String] = []
    for line in Self.cleaned(postgresMessage: text).split(separator: "\n") {
      if line.hasPrefix("LOCATION:") { continue }  // a line of the server's source code
      if let said = Self.value(of: "DETAIL:", in: line) {
        detail = said
      } else if let said = Self.value(of: "HINT:", in: line) {
        hint = said
      } else if let (found, line) = Self.withoutState(line) {
        code = code ?? found
        lines.append(line)
      } else {
        lines.append(String(line))
      }
    }
    let message = lines.joined(separator: "\n")
    self.init(
      code == "3D000" ? .missingDatabase : .connection, code: code, message: message,
      detail: detail, hint: hint ?? Self.advice(forPostgresConnectMessage: message))
  }

  private static func value(of label: String, in line: Substring) -> String? {
    guard line.hasPrefix(label) else { return nil }
    return String(line.dropFirst(label.count).drop { $0 == " " })
  }

  /// Takes the SQLSTATE out of a line: five digits and capitals between `:  ` and `: `.
  private static func withoutState(_ line: Substring) -> (code: String, line: String)? {
    let bytes = Array(line.utf8)
    let before = Array(":  ".utf8)
    var index = 0
    while index + before.count + 7 <= bytes.count {
      let start = index + before.count
      let state = bytes[start..<start + 5]
      if bytes[index..<start].elementsEqual(before), state.allSatisfy(isStateByte),
        bytes[start + 5] == UInt8(ascii: ":"), bytes[start + 6] == UInt8(ascii: " ")
      {
        let message =
          String(decoding: bytes[..<index], as: UTF8.self) + ": "
          + String(decoding: bytes[(start + 7)...], as: UTF8.self)
        return (String(decoding: state, as: UTF8.self), message)
      }
      index += 1
    }
    return nil
  }

  private static func isStateByte(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
  }

  /// libpq's own messages are in English unless the program asks for a locale, which ours does not.
  private static func advice(forPostgresConnectMessage message: String) -> String? {
    if message.contains("root certificate file") && message.contains("does not exist") {
      return "give the file of the server's certificate authority as sslrootcert=… in the URL, or "
        + "sslmode=require to encrypt without checking which server answers"
    }
    if message.contains("server does not support SSL") {
      return "a server on another machine is asked for encryption unless the URL says otherwise: "
        + "sslmode=disable goes without it, for a network that is safe"
    }
    return nil
  }
}
