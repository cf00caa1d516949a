extension Unicode.Scalar {
  /// How many columns of a terminal it takes: 0 for what combines with the letter before it, 2 for the
  /// wide letters of East Asia and for emoji (Unicode Standard Annex #11), else 1.
  var displayWidth: Int {
    switch value {
    case 0..<0x300: return 1
    case 0x200B...0x200D, 0xFE00...0xFE0F: return 0
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF,
      0x1F900...0x1FAFF, 0x20000...0x3FFFD:
      return 2
    default:
      switch properties.generalCategory {
      case .nonspacingMark, .enclosingMark: return 0
      default: return 1
      }
    }
  }
}

extension String {
  /// How many columns of a terminal it takes, as far as Unicode tells.
  var displayWidth: Int { unicodeScalars.reduce(0) { $0 + $1.displayWidth } }
}
