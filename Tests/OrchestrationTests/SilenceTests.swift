import Aludel
import DialectKit
import Foundation
import Orchestration
import SQLText
import Testing

/// A server can leave a client waiting for answers that it has promised: MariaDB does when KILL QUERY comes
/// between two statements of one text.
@Suite(.enabled(if: LiveEngine.mysql != nil)) struct SilenceTests {
  @Test(arguments: [false, true])
  func anInterruptEndsTheWait(asksOnly: Bool) throws {
    let engine = try #require(LiveEngine.mysql)
    let sandbox = try Sandbox()
    var url = try #require(URLComponents(string: try engine.url(of: "mysql")))
    let place = try #require(url.queryItems?.first { $0.name == "socket" }?.value)
    let relay = try CountingRelay(at: sandbox.path("socket"), to: place)
    defer { relay.close() }
    url.queryItems = [URLQueryItem(name: "socket", value: sandbox.path("socket"))]
    let dialect = try #require(DialectRegistry.standard[engine.dialect])
    let endpoint = try dialect.endpoint(
      for: ConnectionURL(parsing: try #require(url.string)), relativeTo: "/")
    let connection = try dialect.connect(to: endpoint, settings: SessionSettings())
    defer { connection.close() }
    let interrupter = connection.interrupter
    let several = Batch([.execute("DO 1", changing: nil), .execute("DO 2", changing: nil)]) { 0 }
    try connection.run(several) { _ in }
    relay.silence()
    if asksOnly {
      let waiting = Thread {
        // As long as nobody waits, an interrupt has nobody to free.
        for _ in 0..<10 {
          interrupter.interrupt()
          usleep(100_000)
        }
      }
      waiting.start()
      let error = #expect(throws: DatabaseError.self) {
        try connection.queryAll(["SELECT 1", "SELECT 2"])
      }
      #expect(error?.kind == .connectionLost)
    } else {
      let failure = #expect(throws: BatchFailure.self) {
        try connection.run(several) { _ in interrupter.interrupt() }
      }
      guard case .database(let error) = failure?.cause else {
        Issue.record("\(String(describing: failure))")
        return
      }
      #expect(error.kind == .connectionLost)
      #expect(failure?.index == 0 && failure?.lastSent == 1)
    }
  }
}
