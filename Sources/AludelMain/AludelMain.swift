import CommandLineTool

/// The program: hands the world to the command line.
@main
struct AludelMain {
  static func main() {
    runProcess(.fromProcess())
  }
}
