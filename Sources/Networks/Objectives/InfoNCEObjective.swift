import Tensors

/// The InfoNCE objective: among all frames of the batch, the frame of the same video is the most
/// similar.
///
/// The mean over all frames i of −log (exp(sᵢⱼ/T) / Σₖ exp(sᵢₖ/T)). Here sᵢⱼ is the cosine of two
/// frames' projections, j is the partner of frame i, and k runs over j and all frames of other
/// videos. Source: van den Oord et al. 2018; both directions share one softmax as in Chen et al.
/// 2020.
public struct InfoNCEObjective: Objective, Equatable {
  /// The temperature T.
  ///
  /// The lower it is, the more the most similar frames of other videos count.
  public var temperature: Double

  /// Makes the objective.
  ///
  /// - Parameter temperature: the number that cosines are divided by; 0.2 in the trials of
  ///   docs/method.md.
  public init(temperature: Double = 0.2) {
    self.temperature = temperature
  }

  /// Computes the mean loss of a batch of pairs.
  ///
  /// - Parameters:
  ///   - features: projections of anchors and partners, each pairs × numbers.
  ///   - labels: the number of each pair's video.
  /// - Returns: one number.
  /// - Complexity: O(pairs² × numbers).
  public func loss(_ features: [Tensor], labels: [Int]) throws -> Tensor {
    precondition(features.count == 2, "a pair has two frames")
    let rows = try Tensor.concatenate(features).l2Normalised()
    let cosines = try rows.matrixProduct(rows.transposed())
    let mask = try Tensor(Self.mask(of: labels), shape: [2 * labels.count, 2 * labels.count])
      .moved(toDeviceOf: cosines)
    let partners = labels.indices.map { $0 + labels.count } + labels.indices
    return try (cosines.affine(factor: 1 / temperature) + mask).crossEntropy(labels: partners)
  }

  /// Marks the frames that a frame is not compared with.
  ///
  /// - Returns: 2 pairs × 2 pairs: a very low number where both frames are of one video but are not
  ///   partners (a frame and itself included), 0 elsewhere.
  private static func mask(of labels: [Int]) -> [Float] {
    let (pairs, videos) = (labels.count, labels + labels)
    var mask = [Float](repeating: 0, count: videos.count * videos.count)
    for row in videos.indices {
      for column in videos.indices
      where videos[row] == videos[column] && abs(row - column) != pairs {
        mask[row * videos.count + column] = leastLogit
      }
    }
    return mask
  }

  /// Its exponential is 0 in 32 bits, and it is far from overflow.
  private static let leastLogit: Float = -1e4

  /// Nil: a random guess costs log(frames to choose from), which depends on the batch.
  public func trivialLosses(negativeShare: Double) -> ClosedRange<Double>? { nil }
}

extension InfoNCEObjective {
  /// The definition of `infonce`.
  public static let definition = ObjectiveDefinition(
    name: "infonce", title: "InfoNCE", examples: .positivePairs, comparesProjections: true
  ) { InfoNCEObjective(temperature: $0.temperature) }
}
