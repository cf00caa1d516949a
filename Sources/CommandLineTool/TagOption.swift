public import ArgumentParser
public import Orchestration

/// The option of the commands that move databases.
struct TagOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What to call this run: in its JSON, in scripts, and on the servers beside its sessions.",
      valueName: "text"))
  var tag: RunTag?
}

extension RunTag: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}
