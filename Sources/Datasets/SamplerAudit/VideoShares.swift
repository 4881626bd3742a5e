/// How the anchors are divided among the videos, beside how the frames are.
package struct VideoShares: Codable, Equatable, Sendable {
  /// A video's share of the anchors, beside its share of the frames.
  package struct Share: Codable, Equatable, Sendable {
    /// The video's name.
    package let video: String
    /// Its anchors divided by all anchors.
    package let anchors: Double
    /// Its stored frames divided by those of all videos.
    package let frames: Double

    /// How many times its share of frames its share of anchors is.
    package var ratio: Double { anchors / frames }
  }

  /// Videos that are sampled from.
  package let count: Int
  /// Videos no frame of which is ever an anchor.
  package let absent: Int
  /// How many videos with equal shares of the anchors would be as varied: exp of the entropy.
  package let effectiveNumber: Double
  /// The same of the videos' shares of the frames.
  package let effectiveNumberByFrames: Double
  /// The share of the anchors that would have to be of other videos, were all to have their share by
  /// frames.
  package let misplacedShare: Double
  /// The video with the fewest anchors for its frames.
  package let lowest: Share?
  /// The video with the most anchors for its frames.
  package let highest: Share?

  /// Divides anchors among videos.
  init(_ epochs: [[Pair]], of videos: [StoredVideo]) {
    var counts = [Int](repeating: 0, count: videos.count)
    for pair in epochs.joined() { counts[pair.anchor.video] += 1 }
    let anchors = Shares(counts)
    let frames = Shares(videos.map(\.frames.count))
    count = videos.count
    absent = videos.count - anchors.occupied
    effectiveNumber = anchors.effectiveNumber
    effectiveNumberByFrames = frames.effectiveNumber
    misplacedShare = anchors.distance(to: frames)
    let shares = videos.indices.filter { frames[$0] > 0 }.map {
      Share(video: videos[$0].name, anchors: anchors[$0], frames: frames[$0])
    }
    lowest = shares.min { $0.ratio < $1.ratio }
    highest = shares.max { $0.ratio < $1.ratio }
  }
}
