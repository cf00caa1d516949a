extension FactComparison {
  /// Whether a fact is another one in the desired schema than in the current; nil where it does not hold.
  ///
  /// For `.settled` a true is not the last word: the engine has still to be asked.
  public func differs(_ current: String?, from desired: String?) -> Bool {
    switch self {
    case .ignored: false
    case .exact, .settled: current != desired
    case .unlessMadeUp:
      if let current, current.first == "~" {
        desired?.first != "~" && desired != String(current.dropFirst())
      } else {
        desired?.first != "~" && desired != current
      }
    case .order: Self.isReordered(current ?? "", desired ?? "")
    }
  }

  private static func isReordered(_ current: String, _ desired: String) -> Bool {
    if current == desired { return false }
    let old = current.split(separator: "\n")
    let new = desired.split(separator: "\n")
    let (isOld, isNew) = (Set(old), Set(new))
    return !old.lazy.filter(isNew.contains).elementsEqual(new.lazy.filter(isOld.contains))
  }
}
