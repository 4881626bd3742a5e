import Foundation

/// A small random number generator whose stream is a pure function of a seed and a path.
///
/// The generator is SplitMix64 (Steele, Lea, Flood 2014). A path identifies the purpose of the
/// numbers, such as (stream, epoch, index). Any stream can therefore be drawn again without drawing
/// the streams before it.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Opens the stream of a seed and a path.
  ///
  /// - Parameters:
  ///   - seed: the run's seed.
  ///   - path: the purpose of the numbers, outermost component first.
  public init(seed: UInt64, path: UInt64...) {
    state = Self.mix(seed &+ Self.goldenGamma)
    for component in path {
      state = Self.mix(state ^ Self.mix(component &+ Self.goldenGamma))
    }
  }

  /// Draws 64 random bits.
  public mutating func next() -> UInt64 {
    state &+= Self.goldenGamma
    return Self.mix(state)
  }

  /// The increment of SplitMix64: 2^64 divided by the golden ratio, made odd.
  private static let goldenGamma: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// Applies SplitMix64's finaliser, a bijection that spreads every input bit over all output bits.
  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

extension SeededGenerator {
  /// Draws an integer below a bound, without bias (Lemire 2019, multiply and reject).
  ///
  /// The standard library's `Int.random(in:using:)` may change its algorithm between releases, but
  /// the order of a sampler must stay the same. So the algorithm is fixed here.
  ///
  /// - Parameter bound: the number of possible values, at least 1.
  /// - Returns: an integer in `0 ..< bound`.
  public mutating func integer(below bound: Int) -> Int {
    precondition(bound > 0, "the bound must be at least 1")
    let bound = UInt64(bound)
    let threshold = (0 &- bound) % bound
    while true {
      let product = next().multipliedFullWidth(by: bound)
      if product.low >= threshold { return Int(product.high) }
    }
  }

  /// Draws a number uniformly from 0 (included) to 1 (excluded), in steps of 2^-53.
  public mutating func unit() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// Draws from the standard normal distribution (Box and Muller 1958).
  public mutating func gaussian() -> Double {
    let radius = (-2 * log(1 - unit())).squareRoot()
    return radius * cos(2 * .pi * unit())
  }

  /// Draws a permutation of `0 ..< count`; all are equally likely (Fisher and Yates).
  ///
  /// - Complexity: O(count).
  public mutating func permutation(of count: Int) -> [Int] {
    var order = Array(0..<count)
    guard count > 1 else { return order }
    for last in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(last, integer(below: last + 1))
    }
    return order
  }
}
