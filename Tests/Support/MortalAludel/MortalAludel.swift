import Aludel
import CommandLineTool
import MySQLDialect
import Orchestration
import PostgresDialect
import SQLiteDialect

/// The program as it is, on real databases, except that it dies when a test tells it to.
@main
struct MortalAludel {
  static func main() {
    var invocation = Invocation.fromProcess()
    let death = Death(invocation.environment)
    invocation.registry = DialectRegistry([
      MortalDialect(inner: PostgresDialect(), death: death),
      MortalDialect(inner: MySQLDialect(), death: death),
      MortalDialect(inner: SQLiteDialect(), death: death),
    ])
    runProcess(invocation)
  }
}
