import ArgumentParser

/// The options of the commands that compare schemas.
struct ScratchOptions: ParsableArguments {
  @Option(help: "How many databases are compared at the same time.")
  var jobs = 4

  func validate() throws {
    if jobs < 1 { throw ValidationError("--jobs takes a number from 1 on") }
  }
}
