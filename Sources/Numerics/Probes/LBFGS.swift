/// L-BFGS with a backtracking line search, a minimiser of smooth convex functions.
///
/// The algorithm is 7.5 of Nocedal and Wright (2006). It draws nothing at random and has no learning
/// rate to tune.
struct LBFGS {
  /// The largest number of iterations.
  let iterations: Int
  /// The minimum counts as found when no element of the gradient is larger than this.
  let tolerance: Double

  /// The number of last steps that the curvature is estimated from, as in SciPy.
  private static let memory = 10
  /// The share of the expected decrease that a step must bring (Armijo's condition).
  private static let sufficientDecrease = 1e-4
  /// How often a step is halved to bring it.
  private static let halvings = 20

  private struct Step {
    var change: [Double]
    var gradientChange: [Double]
    var inverseProduct: Double
  }

  /// Minimises a function.
  ///
  /// - Parameters:
  ///   - start: the first place.
  ///   - function: computes the value and the gradient at a place.
  /// - Returns: the best place, the value there, and the number of iterations.
  /// - Throws: what `function` throws.
  /// - Complexity: O(dimension) and about one call of `function` for each iteration.
  func minimise(
    from start: [Double], _ function: ([Double]) throws -> (value: Double, gradient: [Double])
  ) throws -> (place: [Double], value: Double, iterations: Int) {
    var place = start
    var (value, gradient) = try function(place)
    var steps: [Step] = []
    for iteration in 0..<iterations {
      guard (gradient.lazy.map(abs).max() ?? 0) > tolerance else {
        return (place, value, iteration)
      }
      var direction = Self.direction(gradient, steps)
      var slope = Self.dot(gradient, direction)
      if slope >= 0 {
        steps = []
        direction = gradient.map { -$0 }
        slope = -Self.dot(gradient, gradient)
      }
      // The curvature is not known yet in the first step, so its length is at most 1.
      var length = steps.isEmpty ? min(1, 1 / (-slope).squareRoot()) : 1
      var next = place
      var found = (value: Double.infinity, gradient: gradient)
      for _ in 0..<Self.halvings {
        next = zip(place, direction).map { $0 + length * $1 }
        found = try function(next)
        if found.value <= value + Self.sufficientDecrease * length * slope { break }
        length /= 2
      }
      // What is left to gain is below the rounding of the products in 32 bits.
      guard found.value < value else { return (place, value, iteration) }
      let change = zip(next, place).map { $0 - $1 }
      let gradientChange = zip(found.gradient, gradient).map { $0 - $1 }
      let product = Self.dot(change, gradientChange)
      if product > 1e-12 * Self.dot(gradientChange, gradientChange) {
        steps.append(
          Step(change: change, gradientChange: gradientChange, inverseProduct: 1 / product))
        if steps.count > Self.memory { steps.removeFirst() }
      }
      (place, value, gradient) = (next, found.value, found.gradient)
    }
    return (place, value, iterations)
  }

  /// Computes minus the inverse Hessian times the gradient, estimated from the last steps (algorithm
  /// 7.4).
  private static func direction(_ gradient: [Double], _ steps: [Step]) -> [Double] {
    var direction = gradient.map { -$0 }
    var shares = [Double](repeating: 0, count: steps.count)
    for (index, step) in steps.enumerated().reversed() {
      shares[index] = step.inverseProduct * dot(step.change, direction)
      add(step.gradientChange, times: -shares[index], to: &direction)
    }
    if let last = steps.last {
      let scale = 1 / (last.inverseProduct * dot(last.gradientChange, last.gradientChange))
      for index in direction.indices { direction[index] *= scale }
    }
    for (index, step) in steps.enumerated() {
      let share = step.inverseProduct * dot(step.gradientChange, direction)
      add(step.change, times: shares[index] - share, to: &direction)
    }
    return direction
  }

  /// Computes the product of two vectors, in sums that do not wait for each other.
  private static func dot(_ left: [Double], _ right: [Double]) -> Double {
    left.withUnsafeBytes { left in
      right.withUnsafeBytes { right in
        let width = MemoryLayout<SIMD16<Double>>.size
        let whole = left.count - left.count % width
        var sums = SIMD16<Double>.zero
        for offset in stride(from: 0, to: whole, by: width) {
          sums +=
            left.loadUnaligned(fromByteOffset: offset, as: SIMD16<Double>.self)
            * right.loadUnaligned(fromByteOffset: offset, as: SIMD16<Double>.self)
        }
        var sum = sums.sum()
        for offset in stride(from: whole, to: left.count, by: MemoryLayout<Double>.size) {
          sum +=
            left.load(fromByteOffset: offset, as: Double.self)
            * right.load(fromByteOffset: offset, as: Double.self)
        }
        return sum
      }
    }
  }

  private static func add(_ vector: [Double], times factor: Double, to sum: inout [Double]) {
    for index in sum.indices { sum[index] += factor * vector[index] }
  }
}
