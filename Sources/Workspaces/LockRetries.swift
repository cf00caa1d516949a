/// How often a step that a lock timeout has stopped is tried again.
package enum LockRetries {
  package static let standard = 3
  /// With pauses of half a minute at most, some eight hours.
  package static let limit = 1000

  /// The pause before the `number`th retry, from 1: from half a second, twice as long each time, up to
  /// half a minute, and somewhere in its second half, so that runs that met do not meet again.
  ///
  /// - Parameter chance: from 0 up to 1.
  package static func pause(before number: Int, chance: Double) -> Duration {
    let whole = min(0.5 * Double(1 << min(max(number - 1, 0), 10)), 30)
    return .seconds(whole * (0.5 + chance / 2))
  }
}
