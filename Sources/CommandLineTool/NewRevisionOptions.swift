import ArgumentParser

/// What `revision` and `merge` may be told about the new file.
struct NewRevisionOptions: ParsableArguments {
  @Option(
    name: .customLong("branch-label"),
    help: ArgumentHelp("Give the branch that begins here a name.", valueName: "label"))
  var branchLabel: String?

  @Option(
    name: .customLong("rev-id"), help: ArgumentHelp("Instead of a random id.", valueName: "id"))
  var revisionID: String?

  @Option(
    name: .customLong("version-path"),
    help: ArgumentHelp(
      "Which of several versions folders it goes to. Default: where its first parent is.",
      valueName: "folder"))
  var versionPath: String?
}
