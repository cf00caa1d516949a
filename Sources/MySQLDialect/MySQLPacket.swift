import DialectKit
import SQLText

/// A part of a batch that is sent as one text, whose statements the server runs in order and up to the
/// first that fails. What an autocommitted one has written stays, whatever becomes of those behind it.
struct MySQLPacket {
  /// A statement of the packet.
  struct Part {
    /// The item that it belongs to; nil for the mark from which time is counted.
    var index: Int?
    var text: String
    /// Refuses a wrong number of changed rows, which the statement before it has.
    var isCheck = false
  }

  private(set) var parts: [Part] = []
  private(set) var range: Range<Int>
  /// Whether one of the items announces a statement.
  private(set) var announces = false
  /// Whether the last item leaves a transaction open, unless DDL has committed it.
  private(set) var isOpen: Bool

  /// Well below the least that any server takes (`max_allowed_packet`).
  static let maximumBytes = 512 * 1024

  /// - Parameters:
  ///   - state: what came of the items before `start`.
  ///   - isInTransaction: whether one is open, or was until DDL has committed it: its COMMIT is still to come.
  ///   - rendering: gives a fragment as text.
  init(
    of batch: Batch, from start: Int, _ state: BatchState, isInTransaction: Bool,
    hasNoBackslashEscapes: Bool, rendering: (SQLFragment) throws(DatabaseError) -> String
  ) {
    range = start..<start
    isOpen = isInTransaction
    func before(since origin: Batch.Origin) -> Int {
      start == 0 ? 0 : state.elapsed(since: origin, in: batch)
    }
    var bytes = Self.mark.utf8.count
    for index in start..<batch.items.count {
      var texts: [Part] = []
      var isOpenAfter = isOpen
      var isTimed = false
      switch batch.items[index] {
      case .begin(let options):
        guard !isOpen, options.foreignKeys == .enforced else { return }
        texts = [Part(index: index, text: MySQLConnection.beginStatement)]
        isOpenAfter = true
      case .commit:
        guard isOpen else { return }
        texts = [Part(index: index, text: "COMMIT")]
        isOpenAfter = false
      case .commitOpen:
        texts = [Part(index: index, text: "COMMIT")]
        isOpenAfter = false
      case .run(let statement, let mayCommit):
        // Whether it has committed shows too late.
        guard mayCommit || !isOpen, Self.canHold(statement, hasNoBackslashEscapes) else { return }
        texts = [Part(index: index, text: statement.text)]
      case .execute(let sql, let count):
        guard let part = Self.part(index, sql, rendering) else { return }
        texts = [part] + Self.check(count, index)
      case .executeTimed(let origin, let sql, let count):
        let isAnnouncedHere = origin == .announcement && announces
        let elapsed =
          isAnnouncedHere
          ? Self.elapsed(since: Self.announced) : Self.elapsed(after: before(since: origin))
        guard let part = Self.part(index, sql(elapsed), rendering) else { return }
        texts = [part] + Self.check(count, index)
        isTimed = !isAnnouncedHere
      case .announce(let announcement):
        let time = Self.timestamp(after: batch.startedAt &+ Int64(before(since: .start)))
        let row = announcement.row(Self.outcome(of: announcement), time)
        guard let question = Self.part(index, Self.question(of: announcement), rendering),
          let part = Self.part(index, row, rendering)
        else { return }
        texts = [question, part]
        isTimed = true
      }
      bytes += texts.reduce(0) { $0 + $1.text.utf8.count + Self.separator.utf8.count }
      guard bytes <= Self.maximumBytes else { return }
      if isTimed, parts.first?.index != nil || parts.isEmpty {
        parts.insert(Part(index: nil, text: Self.mark), at: 0)
      }
      if case .announce = batch.items[index] { announces = true }
      parts += texts
      range = start..<index + 1
      isOpen = isOpenAfter
    }
  }

  private static let separator = "\n;\n"

  /// A line comment at the end of a statement must not swallow what follows.
  var text: String { parts.map(\.text).joined(separator: Self.separator) }

  // MARK: - Statements

  /// Only a text that cannot be taken for several, or reach into what follows it, however the server's
  /// `sql_mode` is, and that has one answer.
  private static func canHold(_ statement: SQLStatement, _ hasNoBackslashEscapes: Bool) -> Bool {
    guard let word = statement.keywords.first, !["CALL", "EXECUTE", "USE"].contains(word),
      statement.copyData == nil, !MySQLConnection.mayChangeSettings(statement)
    else { return false }
    var isAfterSlash = false
    for byte in statement.text.utf8 {
      switch byte {
      case UInt8(ascii: ";"), 0: return false
      case UInt8(ascii: "\\") where hasNoBackslashEscapes: return false
      case UInt8(ascii: "*") where isAfterSlash: return false
      default: isAfterSlash = byte == UInt8(ascii: "/")
      }
    }
    return true
  }

  private static func part(
    _ index: Int, _ sql: SQLFragment, _ rendering: (SQLFragment) throws(DatabaseError) -> String
  ) -> Part? {
    guard let text = try? rendering(sql), !text.utf8.contains(UInt8(ascii: ";")) else {
      return nil
    }
    return Part(index: index, text: text)
  }

  // MARK: - Announcements

  /// What the last announcement has found, as digits.
  static let found: SQLFragment = "@aludel_found"

  /// The question comes before the row, which only tells what it has found: what a server reads in its
  /// catalog while it writes a row could not be repeated by its replicas.
  private static func question(of announcement: Announcement) -> SQLFragment {
    let mark: SQLFragment = "SET \(announced) = UTC_TIMESTAMP(6)"
    guard !announcement.facts.isEmpty else { return mark }
    return "\(mark), \(found) = \(MySQLSighting.digits(of: announcement.facts))"
  }

  private static func outcome(of announcement: Announcement) -> SQLFragment {
    let (clear, blind) = announcement.outcomes
    guard !announcement.facts.isEmpty else { return clear }
    let before = SQLValue.text(MySQLSighting.digitsBefore(announcement.facts))
    return "IF(\(found) = \(bind: before), \(clear), \(blind))"
  }

  // MARK: - Time and rows

  /// When the packet was begun, and when the last announcement in it.
  private static let started: SQLFragment = "@aludel_started"
  private static let announced: SQLFragment = "@aludel_announced"

  private static let mark = "SET @aludel_started = UTC_TIMESTAMP(6)"

  private static func elapsed(since mark: SQLFragment) -> SQLFragment {
    "GREATEST(0, TIMESTAMPDIFF(MICROSECOND, \(mark), UTC_TIMESTAMP(6)) DIV 1000)"
  }

  private static func elapsed(after before: Int) -> SQLFragment {
    "\(SQLFragment(verbatim: String(before))) + \(elapsed(since: started))"
  }

  /// - Parameter before: when the packet was put together, in milliseconds since 1970.
  private static func timestamp(after before: Int64) -> SQLFragment {
    let time: SQLFragment = """
      (\(SQLFragment(verbatim: String(before))) + \(elapsed(since: started))) DIV 1000
      """
    return MySQLDialect.timestamp("TIMESTAMP'1970-01-01 00:00:00' + INTERVAL \(time) SECOND")
  }

  /// A subquery must not have two rows where a value is wanted; DO would only warn.
  private static func check(_ count: Int?, _ index: Int) -> [Part] {
    guard let count else { return [] }
    let text =
      "SET @aludel_changed = IF(ROW_COUNT() = \(count), \(count), (SELECT 1 UNION ALL SELECT 2))"
    return [Part(index: index, text: text, isCheck: true)]
  }

  /// ER_SUBQUERY_NO_1_ROW
  static let checkError = "1242"
}
