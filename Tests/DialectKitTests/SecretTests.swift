import DialectKit
import Testing

@Suite struct SecretTests {
  private struct Holder {
    var name = "shop"
    var password: Secret? = Secret("canary")
  }

  @Test func itPrintsAsStarsWhateverPrintsIt() {
    let secret = Secret("canary")
    var dumped = ""
    dump(Holder(), to: &dumped)
    var dumpedAlone = ""
    dump(secret, to: &dumpedAlone)
    let endpoint = Endpoint(
      database: "shop", password: secret, identity: "x", display: "sqlite:///shop.db")
    let texts = [
      "\(secret)", secret.debugDescription, String(describing: secret), String(reflecting: secret),
      "\([secret])", "\(["key": secret])", "\(Optional(secret) as Any)", "\(Holder())",
      String(reflecting: Holder()), dumped, dumpedAlone, "\(endpoint)",
      String(reflecting: endpoint),
    ]
    for text in texts {
      #expect(!text.contains("canary"), "\(text)")
    }
    #expect(Mirror(reflecting: secret).children.isEmpty)
  }

  @Test func itIsRevealedWhenAsked() {
    #expect(Secret("canary").reveal() == "canary")
    #expect(Secret("").isEmpty)
    #expect(!Secret(" ").isEmpty)
    #expect(Secret("a") == Secret("a"))
    #expect(Secret("a") != Secret("b"))
  }
}
