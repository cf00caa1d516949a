/// A message as part of a file name: its words in lower case, joined by `_`, 40 characters at most.
package enum Slug {
  static let limit = 40

  /// `Add users.email!` gives `add_users_email`; a message without any usable letter gives `revision`.
  package static func make(from message: String) -> String {
    var slug = ""
    for word in words(of: message) {
      let length = slug.isEmpty ? word.utf8.count : slug.utf8.count + 1 + word.utf8.count
      if length > limit {
        if slug.isEmpty { slug = String(word.prefix(limit)) }
        break
      }
      if !slug.isEmpty { slug += "_" }
      slug += word
    }
    return slug.isEmpty ? "revision" : slug
  }

  /// Of the first line only: the rest of a message is its body.
  private static func words(of message: String) -> [String] {
    var words: [String] = []
    var word = ""
    for scalar in message.unicodeScalars {
      switch scalar {
      case "\n", "\r":
        if !word.isEmpty { words.append(word) }
        if !words.isEmpty { return words }
        word = ""
      case "a"..."z", "0"..."9":
        word.unicodeScalars.append(scalar)
      case "A"..."Z":
        word += scalar.properties.lowercaseMapping
      case "'", "\u{2019}", "\u{300}"..."\u{36F}":
        break  // an apostrophe or a combining accent parts no word
      default:
        if let plain = plainLetters[scalar] {
          word += plain
        } else if !scalar.properties.isAlphabetic, !word.isEmpty {
          words.append(word)
          word = ""
        }
      }
    }
    if !word.isEmpty { words.append(word) }
    return words
  }

  /// The letters of Latin-1 and Latin Extended-A that have a usual spelling in ASCII.
  private static let plainLetters: [Unicode.Scalar: String] = {
    let groups = [
      ("a", "àáâãåāăąÀÁÂÃÅĀĂĄ"), ("ae", "äæÄÆ"), ("c", "çćĉċčÇĆĈĊČ"), ("d", "ďđðĎĐÐ"),
      ("e", "èéêëēĕėęěÈÉÊËĒĔĖĘĚ"), ("g", "ĝğġģĜĞĠĢ"), ("h", "ĥħĤĦ"),
      ("i", "ìíîïĩīĭįıÌÍÎÏĨĪĬĮİ"), ("j", "ĵĴ"), ("k", "ķĸĶ"), ("l", "ĺļľŀłĹĻĽĿŁ"),
      ("n", "ñńņňŋÑŃŅŇŊ"), ("o", "òóôõøōŏőÒÓÔÕØŌŎŐ"), ("oe", "öœÖŒ"), ("r", "ŕŗřŔŖŘ"),
      ("s", "śŝşšŚŜŞŠș"), ("ss", "ßẞ"), ("t", "ţťŧŢŤŦț"), ("th", "þÞ"), ("u", "ùúûũūŭůűųÙÚÛŨŪŬŮŰŲ"),
      ("ue", "üÜ"), ("w", "ŵŴ"), ("y", "ýÿŷÝŸŶ"), ("z", "źżžŹŻŽ"),
    ]
    var letters: [Unicode.Scalar: String] = [:]
    for (plain, accented) in groups {
      for scalar in accented.unicodeScalars { letters[scalar] = plain }
    }
    return letters
  }()
}
