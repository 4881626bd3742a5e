import Evaluation
import Numerics

/// How near the nearest frame of another video usually is: what a score of a search is compared with.
package struct UsualLikeness {
  /// The cosine that the nearest frame of another video reaches for 95 % of the frames; nil if there is one video.
  package let score: Double?

  /// How many frames are looked at, evenly drawn: the fraction is then off by some percent.
  private static let sample = 200
  /// The share of frames whose nearest frame is farther away.
  private static let rare = 0.05

  /// Looks for the nearest frames of other videos.
  ///
  /// - Parameters:
  ///   - features: the features of the frames, rows of length 1.
  ///   - frames: the frames.
  ///   - threads: how many threads compute.
  package init(of features: Features, _ frames: [FramesTable.Row], threads: Int) {
    let count = min(Self.sample, frames.count)
    let drawn = (0..<count).map { $0 * frames.count / max(count, 1) }
    let scores = mapped(drawn, threads: threads) { _, frame -> Double? in
      let distances = frames.indices.lazy.filter { frames[$0].video != frames[frame].video }
        .map { features.squaredDistance(frame, $0) }
      // Of rows of length 1 the squared distance is twice what the cosine lacks to 1.
      return distances.min().map { 1 - $0 / 2 }
    }.compactMap(\.self).sorted()
    score = scores.isEmpty ? nil : scores[Int(Self.rare * Double(scores.count))]
  }
}
