extension RevisionID {
  /// A new id: 12 random hexadecimal digits.
  public init(using random: inout some RandomNumberGenerator) {
    self.init(trusted: Self.randomDigits(12, using: &random))
  }

  /// So many random hexadecimal digits.
  public static func randomDigits(
    _ count: Int, using random: inout some RandomNumberGenerator
  ) -> String {
    let digits = Array("0123456789abcdef")
    return String((0..<max(0, count)).map { _ in digits[Int.random(in: 0..<16, using: &random)] })
  }
}
