/// What classifiers that are shown the training videos' labels read out of frozen features.
package struct Probe: Codable, Equatable, Sendable {
  /// How often a classifier was right on held-out items, 0 to 1.
  package struct Accuracies: Codable, Equatable, Sendable {
    /// The share of frames whose category was the most probable one.
    package var top1: Double
    /// The share of frames whose category was among the five most probable, or among all if fewer.
    package var top5: Double
    /// The share of videos whose category was the most probable, by their frames' mean.
    package var videoTop1: Double
    /// The share of videos whose category was among the five most probable.
    package var videoTop5: Double
    /// How many neighbours voted; absent where none do.
    package var k: Int?

    /// ClusteringMetrics predictions.
    ///
    /// - Parameters:
    ///   - predictions: for every frame, what it was taken for.
    ///   - truth: for every frame, the number of its category.
    ///   - videoOfRow: for every frame, the number of its video.
    ///   - videos: how many videos there are; each has a frame.
    ///   - k: how many neighbours voted, if any did.
    package init(
      _ predictions: Predictions, truth: [Int], videoOfRow: [Int], videos: Int, k: Int? = nil
    ) {
      var videoTruth = [Int](repeating: 0, count: videos)
      for (video, category) in zip(videoOfRow, truth) { videoTruth[video] = category }
      let means = predictions.means(of: videoOfRow, count: videos)
      top1 = predictions.accuracy(amongFirst: 1, truth: truth)
      top5 = predictions.accuracy(amongFirst: 5, truth: truth)
      videoTop1 = means.accuracy(amongFirst: 1, truth: videoTruth)
      videoTop5 = means.accuracy(amongFirst: 5, truth: videoTruth)
      self.k = k
    }

    enum CodingKeys: String, CodingKey {
      case top1, top5, k
      case videoTop1 = "video_top1"
      case videoTop5 = "video_top5"
    }
  }

  /// A linear probe's.
  package var linear: Accuracies
  /// A vote of nearest neighbours.
  package var neighbours: Accuracies
  /// How many frames the classifiers were shown.
  package var trainingFrames: Int

  /// Puts a probe's scores together.
  package init(linear: Accuracies, neighbours: Accuracies, trainingFrames: Int) {
    self.linear = linear
    self.neighbours = neighbours
    self.trainingFrames = trainingFrames
  }

  enum CodingKeys: String, CodingKey {
    case linear, neighbours
    case trainingFrames = "training_frames"
  }
}
