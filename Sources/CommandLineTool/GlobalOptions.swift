public import ArgumentParser
import Reporting

/// The options that every command has, before or after its name.
struct GlobalOptions: ParsableArguments {
  @Option(
    name: [.short, .customLong("config")],
    help: ArgumentHelp(
      "The workspace file. Default: $ALUDEL_CONFIG, else aludel.toml here or in a parent folder.",
      valueName: "file"))
  var config: String?

  @Option(
    name: [.short, .customLong("environment")],
    help: ArgumentHelp(
      "Lay [environments.NAME] of the workspace file over its keys.", valueName: "name"))
  var environment: String?

  @Option(
    name: [.short, .customLong("name")],
    help: ArgumentHelp(
      "Only these databases; glob patterns are allowed, and the option may be repeated.",
      valueName: "database"))
  var names: [String] = []

  @Option(
    name: [.customShort("x")],
    help: ArgumentHelp(
      "Set a ${VARIABLE} of the workspace file for this run.", valueName: "variable=value"))
  var variables: [String] = []

  @Flag(name: .customLong("json"), help: "Print JSON on standard output and nothing else there.")
  var json = false

  @Flag(name: [.short, .customLong("quiet")], help: "Print results and errors only.")
  var quiet = false

  @Flag(
    name: [.short, .customLong("verbose"), .customLong("raiseerr")],
    help: "Print more: every statement of a run, the long form of lists.")
  var verbose = false

  @Option(name: .customLong("color"), help: "When to use colour: auto, always or never.")
  var color: ColorChoice = .auto

  func validate() throws {
    for pair in variables where pair.hasPrefix("=") || !pair.contains("=") {
      // What was given is not told: it may be the value alone.
      throw ValidationError(
        pair.isEmpty || pair.hasPrefix("=")
          ? "-x takes variable=value, and no variable is named"
          : "-x takes variable=value, and there is no = in what was given")
    }
  }

  /// Refuses what was no UTF-8 text: what we make of it would name another file, or say something else.
  static func checkText(of arguments: [String]) throws {
    guard
      let index = arguments.firstIndex(where: { $0.unicodeScalars.contains("\u{fffd}") })
    else { return }
    throw ValidationError("argument \(index + 1) is not UTF-8 text: '\(arguments[index])'")
  }

  /// The options that stand before a command's name, as Alembic's do, and take a value.
  static let spellingsWithValue: Set<String> = [
    "-c", "--config", "-e", "--environment", "-n", "--name", "-x", "--color",
  ]
  static let flags: Set<String> = ["--json", "-q", "--quiet", "-v", "--verbose", "--raiseerr"]

  /// The arguments with options before the command's name moved behind it, where the parser wants
  /// them: `-c FILE upgrade` is `upgrade -c FILE`.
  static func movedBehindCommand(_ arguments: [String]) -> [String] {
    var leading: [String] = []
    var rest = arguments[...]
    while let first = rest.first, first.hasPrefix("-") {
      let name = first.split(separator: "=", maxSplits: 1).first.map(String.init) ?? first
      if flags.contains(first) || (spellingsWithValue.contains(name) && name != first) {
        leading.append(first)
        rest = rest.dropFirst()
      } else if spellingsWithValue.contains(first), rest.count > 1 {
        leading += rest.prefix(2)
        rest = rest.dropFirst(2)
      } else {
        break
      }
    }
    guard let command = rest.first else { return arguments }
    return [command] + leading + rest.dropFirst()
  }
}

extension ColorChoice: ExpressibleByArgument {}
