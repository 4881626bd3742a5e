/// What make.py keeps of an array that is too long to keep: samples, and sums over everything.
package struct ArraySummary: Decodable {
  private let count: Int
  private let samples: [Double]
  private let largest: Double
  private let mean: Double
  private let meanMagnitude: Double
  private let sumOfSquares: Double
  private let projection: Double

  /// How far an array is from the one that was summarised.
  ///
  /// - Parameters:
  ///   - values: the array.
  ///   - stream: the number of the array, which decides where samples are taken.
  /// - Returns: the largest deviation: of samples, as a share of the summarised array's largest
  ///   magnitude; of sums, as a share of its root mean square. Infinite where the counts differ.
  package func deviation(of values: [Float], stream: Int) -> Double {
    guard values.count == count else { return .infinity }
    let number = Double(count)
    let rootMeanSquare = (sumOfSquares / number).squareRoot()
    var (sum, magnitude, squares, projected, maximum) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for (index, value) in values.enumerated() {
      let value = Double(value)
      sum += value
      magnitude += abs(value)
      squares += value * value
      projected += value * Double(Formula.value(6000 + stream, index))
      maximum = max(maximum, abs(value))
    }
    let ofSums = [
      sum / number - mean,
      magnitude / number - meanMagnitude,
      (squares / number).squareRoot() - rootMeanSquare,
      // A sum of random signs grows with the root of the count.
      (projected - projection) / number.squareRoot(),
    ]
    let ofSamples =
      samples.enumerated().map { place, sample in
        Double(values[position(place, stream: stream)]) - sample
      } + [maximum - largest]
    let deviations =
      ofSums.map { abs($0) / rootMeanSquare } + ofSamples.map { abs($0) / largest }
    // What is not a number must not be lost in a maximum.
    return deviations.allSatisfy(\.isFinite) ? deviations.max() ?? .infinity : .infinity
  }

  /// Where a sample was taken; the first and the last element are among them.
  private func position(_ place: Int, stream: Int) -> Int {
    switch place {
    case 0: 0
    case samples.count - 1: count - 1
    default: Int(Formula.mixed(5000 + stream, place)) % count
    }
  }
}
