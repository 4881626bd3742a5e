import Tensors

/// InfoNCE: of all frames in the batch, the one of the same video is to be the most alike.
///
/// Mean over all frames of −log (exp(sᵢⱼ/T) / Σₖ exp(sᵢₖ/T)), s the cosine of two frames' projections, j
/// the frame's partner, k every frame of the batch but itself and others of its video (van den Oord et
/// al. 2018; both directions in one softmax as in Chen et al. 2020).
package struct InfoNCEObjective: Objective, Equatable {
  /// T: the lower, the more the most alike of the other videos' frames count.
  package var temperature: Double

  /// Names an objective.
  ///
  /// - Parameter temperature: what cosines are divided by; 0.2 in METHOD.md's trials.
  package init(temperature: Double = 0.2) {
    self.temperature = temperature
  }

  /// The mean loss of a batch of pairs.
  ///
  /// - Parameters:
  ///   - features: projections of anchors and partners, each pairs × numbers.
  ///   - labels: for every pair, its video's number.
  /// - Returns: one number.
  /// - Complexity: O(pairs²).
  package func loss(_ features: [Tensor], labels: [Int]) throws -> Tensor {
    precondition(features.count == 2, "a pair has two frames")
    let rows = try Tensor.concatenate(features).l2Normalised()
    let cosines = try rows.matrixProduct(rows.transposed())
    let mask = try Tensor(Self.mask(of: labels), shape: [2 * labels.count, 2 * labels.count])
      .moved(toDeviceOf: cosines)
    let partners = labels.indices.map { $0 + labels.count } + labels.indices
    return try (cosines.affine(factor: 1 / temperature) + mask).crossEntropy(labels: partners)
  }

  /// −∞, nearly, for a frame with itself and with others of its video than its partner; 0 elsewhere.
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

  /// exp of it is 0 in 32 bits, and it is far from overflow.
  private static let leastLogit: Float = -1e4

  /// None: a guess costs log(frames to choose from), which depends on the batch.
  package func trivialLosses(negativeShare: Double) -> ClosedRange<Double>? { nil }
}
