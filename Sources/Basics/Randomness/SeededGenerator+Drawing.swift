import Foundation

extension SeededGenerator {
  /// Draws an integer below a bound, without bias.
  ///
  /// The standard library's `Int.random(in:using:)` may change its algorithm between releases, and
  /// a sampler's order must not, so this one is fixed here (Lemire 2019, multiply and reject).
  ///
  /// - Parameter bound: the number of possible values, at least 1.
  /// - Returns: an integer in `0 ..< bound`.
  package mutating func integer(below bound: Int) -> Int {
    precondition(bound > 0, "nothing to draw from")
    let bound = UInt64(bound)
    let threshold = (0 &- bound) % bound
    while true {
      let product = next().multipliedFullWidth(by: bound)
      if product.low >= threshold { return Int(product.high) }
    }
  }

  /// Draws a number uniformly from 0 (included) to 1 (excluded), in steps of 2^-53.
  package mutating func unit() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// Draws from the standard normal distribution (Box and Muller 1958).
  package mutating func gaussian() -> Double {
    let radius = (-2 * log(1 - unit())).squareRoot()
    return radius * cos(2 * .pi * unit())
  }

  /// Draws an order of `0 ..< count`, every order equally likely (Fisher and Yates).
  ///
  /// - Complexity: O(count).
  package mutating func permutation(of count: Int) -> [Int] {
    var order = Array(0..<count)
    guard count > 1 else { return order }
    for last in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(last, integer(below: last + 1))
    }
    return order
  }
}
