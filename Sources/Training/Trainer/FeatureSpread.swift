import Tensors

/// How different the features of a batch's frames are.
struct FeatureSpread {
  /// The standard deviation of every feature over the batch, and the mean of those.
  let deviation: Double
  /// The share of features that are 0 for every frame.
  let deadShare: Double

  /// Measures features.
  ///
  /// - Parameter features: frames × features.
  init(of features: Tensor) throws {
    (deviation, deadShare) = try withoutGradients {
      let centred = try features - features.mean(dimension: 0, keepsDimension: true)
      let deviations = try centred.squared().mean(dimension: 0).squareRoot()
      let squares = try features.squared().sum(dimension: 0).floats()
      return (
        Double(try deviations.mean(dimension: 0).item()),
        Double(squares.count { $0 == 0 }) / Double(max(squares.count, 1))
      )
    }
  }
}
