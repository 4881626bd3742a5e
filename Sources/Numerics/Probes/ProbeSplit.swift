/// Labelled training rows and held-out rows that probes are fitted to and scored on.
package struct ProbeSplit: Sendable {
  /// The categories' names, in order.
  package let categories: [String]
  private let trainingTruth: [Int]
  private let heldOutTruth: [Int]
  private let heldOut: RowGroups

  /// Numbers the categories.
  ///
  /// - Parameters:
  ///   - training: where the training rows come from.
  ///   - heldOut: where the held-out rows come from.
  /// - Returns: nil where nothing can be probed: without labels, with fewer than two categories, or
  ///   where a held-out category has no training row.
  package init?(training: RowGroups, heldOut: RowGroups) {
    guard let trained = training.categories, let tested = heldOut.categories else { return nil }
    let names = Set(trained).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    guard names.count > 1, Set(tested).isSubset(of: names) else { return nil }
    categories = names
    trainingTruth = training.videoOfRow.compactMap { numbers[trained[$0]] }
    heldOutTruth = heldOut.videoOfRow.compactMap { numbers[tested[$0]] }
    self.heldOut = heldOut
  }

  /// Fits both probes to the training rows' features and scores them on the held-out rows'.
  ///
  /// - Parameters:
  ///   - training: the training rows' features.
  ///   - features: the held-out rows' features, of the same kind.
  ///   - isCancelled: whether to stop.
  /// - Returns: the scores, and what the linear probe took the held-out rows for.
  /// - Throws: ``NumericsError``, `TensorError`, `CancellationError`.
  package func probe(
    training: Features, heldOut features: Features, isCancelled: () -> Bool = { false }
  ) throws -> (probe: Probe, confusion: ConfusionMatrix) {
    let linear = try LinearProbe().fit(
      training, truth: trainingTruth, categories: categories.count, isCancelled: isCancelled
    ).predictions(for: features)
    let classifier = NeighbourClassifier(
      training: training, truth: trainingTruth, categories: categories.count)
    let probe = Probe(
      linear: accuracies(of: linear),
      neighbours: accuracies(of: try classifier.predictions(for: features), k: classifier.k),
      trainingFrames: training.rows)
    let confusion = ConfusionMatrix(
      categories: categories, truth: heldOutTruth, predicted: linear.first)
    return (probe, confusion)
  }

  private func accuracies(of predictions: Predictions, k: Int? = nil) -> Probe.Accuracies {
    Probe.Accuracies(
      predictions, truth: heldOutTruth, videoOfRow: heldOut.videoOfRow, videos: heldOut.videos,
      k: k)
  }
}
