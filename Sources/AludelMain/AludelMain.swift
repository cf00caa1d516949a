import CommandLineTool

/// The program: hands the world to the command line and its status back to the system.
@main
struct AludelMain {
  static func main() async {
    await exitWithStatus(of: runCommandLine(.fromProcess()))
  }
}
