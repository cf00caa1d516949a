/// What one output stream can show.
public struct Terminal: Hashable, Sendable {
  /// Whether a person sits behind it, so that rows can be redrawn and questions asked.
  public var isInteractive: Bool
  /// Whether it understands how to take lines back, which a dumb terminal does not.
  public var canRedraw: Bool
  public var hasColor: Bool
  /// Whether box-drawing letters arrive as such.
  public var hasUnicode: Bool
  /// In columns.
  public var width: Int

  public init(
    isInteractive: Bool = false, canRedraw: Bool = false, hasColor: Bool = false,
    hasUnicode: Bool = true, width: Int = 100
  ) {
    self.isInteractive = isInteractive
    self.canRedraw = canRedraw
    self.hasColor = hasColor
    self.hasUnicode = hasUnicode
    self.width = width
  }

  /// Decides for one stream: `--color`, then `NO_COLOR` (any content), `CLICOLOR_FORCE`,
  /// `TERM=dumb`, then whether it is a terminal.
  public init(
    choice: ColorChoice, environment: [String: String], isInteractive: Bool, width: Int?
  ) {
    let wantsColor =
      switch choice {
      case .always: true
      case .never: false
      case .auto:
        if environment["NO_COLOR"].map({ !$0.isEmpty }) == true {
          false
        } else if environment["CLICOLOR_FORCE"].map({ $0 != "0" && !$0.isEmpty }) == true {
          true
        } else {
          isInteractive && environment["TERM"] != "dumb"
        }
      }
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy
      .compactMap { environment[$0] }.first { !$0.isEmpty }
    let charset = (locale ?? "").lowercased()
    self.init(
      isInteractive: isInteractive,
      canRedraw: isInteractive && environment["TERM"] != "dumb", hasColor: wantsColor,
      hasUnicode: charset.contains("utf-8") || charset.contains("utf8"), width: width ?? 100)
  }

  /// The text in a role's colour, or as it is.
  public func paint(_ text: String, _ role: Role) -> String {
    hasColor ? "\u{1B}[\(role.code)m\(text)\u{1B}[0m" : text
  }
}

public enum ColorChoice: String, Hashable, Sendable, CaseIterable {
  case auto, always, never
}

/// What a piece of text is, not what it looks like. Colour never carries the meaning alone.
public enum Role: Hashable, Sendable {
  case error, warning, success, hint, identifier, label, dim, heading

  /// One of the sixteen colours that every terminal theme defines.
  var code: String {
    switch self {
    case .error: "1;31"
    case .warning: "33"
    case .success: "32"
    case .hint: "36"
    case .identifier: "33"
    case .label: "35"
    case .dim: "2"
    case .heading: "1"
    }
  }
}

extension String {
  /// The text with control characters made visible, so that what comes from files and servers cannot
  /// steer a terminal. Line feeds and tabs stay.
  package var sanitized: String {
    guard unicodeScalars.contains(where: \.isControl) else { return self }
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      if scalar.isControl {
        result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }
}

extension Unicode.Scalar {
  /// C0 and C1 controls and the marks that change the direction of text.
  fileprivate var isControl: Bool {
    switch value {
    case 0x09, 0x0A: false
    case 0..<0x20, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
