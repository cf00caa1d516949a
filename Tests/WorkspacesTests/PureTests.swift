import Revisions
import Testing

@testable import Workspaces

@Suite("globs")
struct GlobTests {
  @Test(arguments: [
    ("main", "main", true), ("main", "Main", false), ("main", "main2", false),
    ("*", "", true), ("*", "anything.at all", true), ("?", "", false), ("?", "ä", true),
    ("a*c", "abc", true), ("a*c", "ac", true), ("a*c", "acb", false), ("a*b*c", "a-b-b-c", true),
    ("*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false),
    ("tenant_[0-9]", "tenant_7", true), ("tenant_[0-9]", "tenant_x", false),
    ("[!a-c]x", "dx", true), ("[!a-c]x", "bx", false), ("[^a]", "b", true), ("[]a]", "]", true),
    ("[a-]", "-", true), ("[a\\]]", "]", true), ("[é-ê]", "ê", true),
    ("{main,analytics}", "analytics", true), ("{main,analytics}", "mainanalytics", false),
    ("a{b,c{d,e}}f", "acef", true), ("a{,b}", "a", true), ("a{b}c", "abc", true),
    ("{a,b}{c,d}*", "bd2", true), ("a,b", "a,b", true), ("a}b", "a}b", true),
    ("public.*", "public.users", true), ("*.tmp_*", "public.tmp_x", true), ("\\*", "*", true),
    ("\\*", "x", false), ("**", "x", true),
  ])
  func match(_ pattern: String, _ name: String, _ expected: Bool) throws {
    #expect(try Glob(validating: pattern).matches(name) == expected)
  }

  @Test(arguments: [
    ("", Glob.Problem.empty), ("[a", .unfinished("[")), ("[", .unfinished("[")),
    ("[\\", .unfinished("[")), ("[a-\\", .unfinished("[")), ("{a", .unfinished("{")),
    ("{a,{b}", .unfinished("{")), ("a\\", .unfinished("\\")), ("[z-a]", .reversedRange),
    (String(repeating: "{a,b}", count: 9), .tooManyAlternatives),
    (String(repeating: "{", count: 100_000), .tooManyAlternatives),
  ])
  func refuse(_ pattern: String, _ expected: Glob.Problem) {
    #expect(throws: expected) { try Glob(validating: pattern) }
  }

  @Test(arguments: [("main", false), ("a\\*", false), ("a*", true), ("{a,b}", true), ("[a]", true)])
  func knowPatterns(_ text: String, _ expected: Bool) throws {
    #expect(try Glob(validating: text).isPattern == expected)
  }
}

@Suite("durations")
struct DurationTests {
  @Test(arguments: [
    ("500ms", Duration.milliseconds(500)), ("10s", .seconds(10)), ("5m", .seconds(300)),
    ("1h", .seconds(3600)), ("0s", .zero), ("007s", .seconds(7)),
    ("2147483647ms", .milliseconds(2_147_483_647)), ("2147483648ms", nil), ("597h", nil),
    ("", nil), ("s", nil), ("10", nil), ("10 s", nil), ("-1s", nil), ("+1s", nil), ("1.5s", nil),
    ("10S", nil), ("1d", nil), ("1h30m", nil), ("9223372036854775807h", nil),
    ("99999999999999999999999999ms", nil), ("1s ", nil), ("１s", nil),
  ])
  func parse(_ text: String, _ expected: Duration?) {
    #expect(DurationText.parse(text) == expected)
  }
}

@Suite("variables in texts")
struct VariableTests {
  static let variables = ["A": "1", "B_2": "two", "EMPTY": "", "NESTED": "${A}"]

  @Test(arguments: [
    ("", ""), ("plain", "plain"), ("${A}", "1"), ("x${A}y${B_2}z", "x1ytwoz"), ("$A", "$A"),
    ("$", "$"), ("$$", "$$"), ("$${A}", "${A}"), ("$$${A}", "$${A}"), ("a$${", "a${"),
    ("${EMPTY}", ""), ("${EMPTY:-d}", "d"), ("${NO:-d}", "d"), ("${NO:-}", ""), ("${A:-d}", "1"),
    ("${NO:-a:-b}", "a:-b"), ("${NO:-postgresql://h/d?x=$1}", "postgresql://h/d?x=$1"),
    ("${NESTED}", "${A}"), ("ä${A}ö", "ä1ö"), ("{A}", "{A}"), ("}", "}"),
  ])
  func expand(_ text: String, _ expected: String) throws {
    let expanded = try VariableText(parsing: text).expanded(with: Self.variables)
    #expect(expanded.text == expected)
    #expect(expanded.missing.isEmpty)
  }

  @Test func missOnes() throws {
    let text = try VariableText(parsing: "${X}${A}${Y}${X}${Z:-}")
    #expect(text.expanded(with: Self.variables).missing == ["X", "Y"])
  }

  @Test(arguments: [
    ("${A", VariableText.Failure.unclosed), ("${", .unclosed), ("${}", .badName),
    ("${1}", .badName), ("${A B}", .badName), ("${A:}", .badName), ("${A:=x}", .badName),
    ("${A-x}", .badName), ("${ä}", .badName),
  ])
  func refuse(_ text: String, _ expected: VariableText.Failure) {
    #expect(throws: expected) { try VariableText(parsing: text) }
  }
}

@Suite("names of new files")
struct FileNameTests {
  @Test(arguments: [
    (FileNameTemplate.standard.text, "20261121_1015_3f2a9e8c4a1b_add_users_email.sql"),
    ("{rev}.sql", "3f2a9e8c4a1b.sql"), ("{epoch}_{slug}.sql", "1795256107_add_users_email.sql"),
    (
      "{year}/{month}-{day}/{hour}{minute}{second}_{rev}.sql",
      "2026/11-21/101507_3f2a9e8c4a1b.sql"
    ),
  ])
  func follow(_ template: String, _ expected: String) throws {
    let name = try FileNameTemplate(validating: template).fileName(
      revision: RevisionID(validating: "3f2a9e8c4a1b"), message: "Add users.email",
      time: CivilTime(epoch: 1_795_256_107))
    #expect(name == expected)
  }

  @Test func theStandardIsValid() throws {
    #expect(
      try FileNameTemplate(validating: FileNameTemplate.standard.text) == FileNameTemplate.standard)
  }

  @Test(arguments: [
    ("", FileNameTemplate.Problem.notSQL), ("{rev}", .notSQL), ("{rev}.sqlx", .notSQL),
    ("a.sql", .noName), ("{rev.sql", .unclosed), ("rev}.sql", .unclosed),
    ("{Rev}.sql", .unknownToken("Rev")), ("{}.sql", .unknownToken("")),
    ("/{rev}.sql", .badPath), ("../{rev}.sql", .badPath), ("a//{rev}.sql", .badPath),
    ("{rev}/.sql", .badPath), (".{rev}.sql", .badPath), ("./{rev}.sql", .badPath),
    ("a\\{rev}.sql", .badCharacter), ("a\n{rev}.sql", .badCharacter),
  ])
  func refuse(_ template: String, _ expected: FileNameTemplate.Problem) {
    #expect(throws: expected) { try FileNameTemplate(validating: template) }
  }

  @Test(arguments: [
    ("Add users.email", "add_users_email"), ("", "revision"), ("!!!", "revision"),
    ("日本語", "revision"), ("Größe der Fußnote", "groesse_der_fussnote"),
    ("café à Łódź", "cafe_a_lodz"),
    ("e\u{301}te\u{301}", "ete"), ("don't drop", "dont_drop"), ("a_b-c", "a_b_c"),
    ("first line\nsecond", "first_line"), ("\nsecond", "second"),
    ("../../etc/passwd", "etc_passwd"),
    (
      "one two three four five six seven eight nine ten",
      "one_two_three_four_five_six_seven_eight"
    ),
    (String(repeating: "x", count: 50), String(repeating: "x", count: 40)),
    ("users 2 orders", "users_2_orders"),
  ])
  func slug(_ message: String, _ expected: String) {
    #expect(Slug.make(from: message) == expected)
    #expect(Slug.make(from: message).utf8.count <= 40)
  }
}

@Suite("times")
struct CivilTimeTests {
  @Test(arguments: [
    (0, "UTC", "1970-01-01T00:00:00Z"), (1_795_256_100, "UTC", "2026-11-21T10:15:00Z"),
    (-1, "UTC", "1969-12-31T23:59:59Z"), (951_782_399, "UTC", "2000-02-28T23:59:59Z"),
    (951_782_400, "UTC", "2000-02-29T00:00:00Z"), (4_107_542_400, "UTC", "2100-03-01T00:00:00Z"),
    (1_795_256_100, "+02:00", "2026-11-21T12:15:00+02:00"),
    (1_795_256_100, "-0330", "2026-11-21T06:45:00-03:30"),
    (1_795_256_100, "+02", "2026-11-21T12:15:00+02:00"),
    // Winter and summer from the table of transitions, and from the rule for later years.
    (1_795_256_100, "Europe/Berlin", "2026-11-21T11:15:00+01:00"),
    (1_782_000_000, "Europe/Berlin", "2026-06-21T02:00:00+02:00"),
    (1_774_745_999, "Europe/Berlin", "2026-03-29T01:59:59+01:00"),
    (1_774_746_000, "Europe/Berlin", "2026-03-29T03:00:00+02:00"),
    (2_551_132_799, "Europe/Berlin", "2050-11-04T00:59:59+01:00"),
    (2_539_990_800, "Europe/Berlin", "2050-06-28T03:00:00+02:00"),
    (2_521_152_000, "Australia/Sydney", "2049-11-22T11:00:00+11:00"),
    (2_539_990_800, "Australia/Sydney", "2050-06-28T11:00:00+10:00"),
    (1_795_256_100, "Asia/Kolkata", "2026-11-21T15:45:00+05:30"),
    (1_795_256_100, "America/New_York", "2026-11-21T05:15:00-05:00"),
    (-3_000_000_000, "Europe/Berlin", "1874-12-07T19:33:28+00:53"),
  ])
  func show(_ epoch: Int64, _ zone: String, _ expected: String) throws {
    #expect(CivilTime(epoch: epoch, zone: try TimeZoneRule(validating: zone)).iso8601 == expected)
  }

  @Test(arguments: [Int64.min, .max]) func clampWhatNoCalendarHas(_ epoch: Int64) {
    #expect((-9999...9999).contains(CivilTime(epoch: epoch).year))
  }

  @Test(arguments: [
    ("", TimeZoneRule.Problem.malformed), ("+", .malformed), ("+1", .malformed),
    ("+25:00", .malformed), ("+01:60", .malformed), ("+1:000", .malformed), ("+0100:", .malformed),
    ("/etc/passwd", .malformed), ("../UTC", .malformed), ("Europe/", .malformed),
    ("Europe/Atlantis", .unknown), ("Europe", .unknown), ("tzdata.zi", .malformed),
  ])
  func refuse(_ zone: String, _ expected: TimeZoneRule.Problem) {
    #expect(throws: expected) { try TimeZoneRule(validating: zone) }
  }

  @Test func saysWhenThereIsNoDatabase() {
    #expect(throws: TimeZoneRule.Problem.databaseMissing) {
      try TimeZoneRule(validating: "Europe/Berlin", database: "/nowhere")
    }
  }

  @Test(arguments: [
    "", "TZif", "TZif2", String(repeating: "\u{7F}", count: 200),
    "TZif2" + String(repeating: "\0", count: 500),
  ])
  func refuseWhatIsNoZone(_ text: String) {
    #expect(TimeZoneData(name: "x", parsing: Array(text.utf8)) == nil)
  }

  @Test(arguments: [
    ("CET-1CEST,M3.5.0,M10.5.0/3", 1_782_000_000, 7200), ("<+03>-3", 0, 10800),
    ("EST5EDT,M3.2.0,M11.1.0", 1_782_000_000, -14400), ("XXX0YYY,J60,J300", 1_782_000_000, 3600),
    ("XXX0YYY,J60,J300", 1_767_225_600, 0), ("XXX0YYY,59,299/1:30", 1_782_000_000, 3600),
    ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 1_782_000_000, -3600),
  ])
  func readRules(_ text: String, _ epoch: Int64, _ expected: Int) {
    #expect(PosixTimeZone(parsing: Array(text.utf8))?.offset(at: epoch) == expected)
  }

  @Test(arguments: ["", "X", "CET", "CET-1CEST", "CET-1CEST,M13.1.0,M1.1.0", "CET-99", "<+03-3"])
  func refuseRules(_ text: String) {
    #expect(PosixTimeZone(parsing: Array(text.utf8)) == nil)
  }
}
