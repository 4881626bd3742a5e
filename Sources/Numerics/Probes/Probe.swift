/// The accuracies of two classifiers on frozen features: a linear probe and nearest neighbours.
///
/// The classifiers are fitted to labelled training rows and measured on held-out rows.
public struct Probe: Codable, Equatable, Sendable {
  /// The linear probe's accuracies.
  public var linear: Accuracies
  /// The accuracies of the nearest neighbours' vote.
  public var neighbours: Accuracies
  /// The number of training rows.
  public var trainingRows: Int

  /// Makes a probe's result.
  public init(linear: Accuracies, neighbours: Accuracies, trainingRows: Int) {
    self.linear = linear
    self.neighbours = neighbours
    self.trainingRows = trainingRows
  }

  enum CodingKeys: String, CodingKey {
    case linear, neighbours
    case trainingRows = "training_frames"
  }

  /// The accuracies of a classifier on held-out rows, 0 to 1.
  public struct Accuracies: Codable, Equatable, Sendable {
    /// The share of rows whose category was the most probable one.
    public var top1: Double
    /// The share of rows whose category was among the five most probable, or among all if fewer.
    public var top5: Double
    /// The share of groups whose category was the most probable one by the mean of their rows.
    public var groupTop1: Double
    /// The share of groups whose category was among the five most probable.
    public var groupTop5: Double
    /// The number of neighbours that voted; nil for other classifiers.
    public var k: Int?

    /// Computes the accuracies of predictions.
    ///
    /// - Parameters:
    ///   - predictions: every row's prediction.
    ///   - truth: the number of every row's category.
    ///   - groupOfRow: the number of every row's group.
    ///   - groups: the number of groups; each has a row, and all its rows have one category.
    ///   - k: the number of neighbours that voted, if any did.
    public init(
      _ predictions: Predictions, truth: [Int], groupOfRow: [Int], groups: Int, k: Int? = nil
    ) {
      var groupTruth = [Int](repeating: 0, count: groups)
      for (group, category) in zip(groupOfRow, truth) { groupTruth[group] = category }
      let means = predictions.means(of: groupOfRow, count: groups)
      top1 = predictions.accuracy(amongFirst: 1, truth: truth)
      top5 = predictions.accuracy(amongFirst: 5, truth: truth)
      groupTop1 = means.accuracy(amongFirst: 1, truth: groupTruth)
      groupTop5 = means.accuracy(amongFirst: 5, truth: groupTruth)
      self.k = k
    }

    enum CodingKeys: String, CodingKey {
      case top1, top5, k
      case groupTop1 = "video_top1"
      case groupTop5 = "video_top5"
    }
  }
}

/// The labels of training rows and of held-out rows, for probes of several kinds of features.
public struct ProbeSplit: Sendable {
  /// The categories' names, in order.
  public let categories: [String]
  private let trainingTruth: [Int]
  private let heldOutTruth: [Int]
  private let heldOut: RowGroups

  /// Numbers the categories of training rows and of held-out rows.
  ///
  /// - Parameters:
  ///   - training: the training rows' groups and categories.
  ///   - heldOut: the held-out rows' groups and categories.
  /// - Returns: nil if probing is impossible: there are no labels, there are fewer than two
  ///   categories, or a held-out category has no training row.
  public init?(training: RowGroups, heldOut: RowGroups) {
    guard let trained = training.categories, let tested = heldOut.categories else { return nil }
    let names = Set(trained).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    guard names.count > 1, Set(tested).isSubset(of: names) else { return nil }
    categories = names
    trainingTruth = training.groupOfRow.compactMap { numbers[trained[$0]] }
    heldOutTruth = heldOut.groupOfRow.compactMap { numbers[tested[$0]] }
    self.heldOut = heldOut
  }

  /// Fits both classifiers to the training rows, and measures them on the held-out rows.
  ///
  /// - Parameters:
  ///   - training: the training rows' features.
  ///   - features: the held-out rows' features, of the same kind.
  ///   - isCancelled: called at every iteration of the fit; true stops it.
  /// - Returns: the accuracies, and the linear probe's confusion matrix.
  /// - Throws: ``NumericsError``, `TensorError`, `CancellationError`.
  public func probe(
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
      trainingRows: training.rows)
    let confusion = ConfusionMatrix(
      categories: categories, truth: heldOutTruth, predicted: linear.first)
    return (probe, confusion)
  }

  private func accuracies(of predictions: Predictions, k: Int? = nil) -> Probe.Accuracies {
    Probe.Accuracies(
      predictions, truth: heldOutTruth, groupOfRow: heldOut.groupOfRow, groups: heldOut.count,
      k: k)
  }
}
