import Basics
import Datasets

/// Chooses the frames of the training videos that a probe is shown.
package enum TrainingFrames {
  /// Draws frames evenly: from every category alike, there from every video alike, and there spread
  /// over the video.
  ///
  /// - Parameters:
  ///   - count: how many frames are drawn; all if there are no more.
  ///   - videos: the training videos.
  ///   - seed: which videos come first where not all can be drawn from.
  /// - Returns: the videos in their order, each with the frames that were drawn from it.
  package static func draw(_ count: Int, of videos: [StoredVideo], seed: UInt64) -> [StoredVideo] {
    var quotas = [Int](repeating: 0, count: videos.count)
    var left = count
    var order = alternating(videos, seed: seed)
    while left > 0, !order.isEmpty {
      order = order.filter { quotas[$0] < videos[$0].frames.count }
      for video in order.prefix(left) { quotas[video] += 1 }
      left -= min(left, order.count)
    }
    return zip(videos, quotas).map { video, quota in
      StoredVideo(
        name: video.name, category: video.category,
        frames: (0..<quota).map { video.frames[(2 * $0 + 1) * video.frames.count / (2 * quota)] })
    }
  }

  /// The videos' numbers, a category's in drawn order, the categories by turns.
  private static func alternating(_ videos: [StoredVideo], seed: UInt64) -> [Int] {
    var generator = SeededGenerator(seed: seed)
    let shuffled = generator.permutation(of: videos.count)
    var ranks: [String: Int] = [:]
    let turns = shuffled.map { video in
      ranks[videos[video].category, default: 0] += 1
      return (turn: ranks[videos[video].category] ?? 0, category: videos[video].category, video)
    }
    return turns.sorted { ($0.turn, $0.category, $0.2) < ($1.turn, $1.category, $1.2) }.map(\.2)
  }
}
