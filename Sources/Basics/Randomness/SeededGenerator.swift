/// A small random number generator whose stream is a pure function of a seed and a path.
///
/// SplitMix64 (Steele, Lea, Flood 2014). A path names what the numbers are for, such as
/// (stream, epoch, index), so that any of them can be drawn again without the ones before it.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Opens the stream that belongs to a seed and a path.
  ///
  /// - Parameters:
  ///   - seed: the run's seed.
  ///   - path: what the numbers are for, outermost first.
  package init(seed: UInt64, path: UInt64...) {
    state = Self.mix(seed &+ Self.goldenGamma)
    for component in path {
      state = Self.mix(state ^ Self.mix(component &+ Self.goldenGamma))
    }
  }

  /// Draws 64 random bits.
  package mutating func next() -> UInt64 {
    state &+= Self.goldenGamma
    return Self.mix(state)
  }

  /// 2^64 divided by the golden ratio, odd: the increment that SplitMix64 is defined with.
  private static let goldenGamma: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// SplitMix64's finaliser, a bijection that spreads every input bit over all output bits.
  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
