/// What dialects make names and literals of.
public enum Quoting {
  /// The text between two quotes, each quote inside it doubled.
  ///
  /// By scalars: to `Character`s a quote with an accent behind it is no quote.
  ///
  /// - Parameter other: another scalar that is doubled, such as a backslash.
  public static func enclosed(
    _ text: String, in quote: Unicode.Scalar, alsoDoubling other: Unicode.Scalar? = nil
  ) -> String {
    var scalars = String.UnicodeScalarView()
    scalars.append(quote)
    for scalar in text.unicodeScalars {
      if scalar == quote || scalar == other { scalars.append(scalar) }
      scalars.append(scalar)
    }
    scalars.append(quote)
    return String(scalars)
  }

  /// Two digits a byte, in upper case.
  public static func hexadecimal(_ bytes: some Collection<UInt8>) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 2)
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
