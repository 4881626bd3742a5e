import Basics
import Datasets
import Discovery
import Networks
import Tracking
import Training
import Videos

/// Judges a network's features without labels, by some frames of the training videos; the held-out ones stay
/// unseen.
struct FeatureJudge {
  private let frames: EvaluatedFrames
  private let store: FrameStore
  private let settings: Settings
  private let surroundings: Surroundings

  /// Videos that are looked at, and frames of each: enough to tell, and seconds on two cores.
  private static let (mostVideos, mostFrames) = (96, 6)

  /// Draws the frames.
  ///
  /// - Parameters:
  ///   - videos: the training videos.
  ///   - store: where their frames are.
  ///   - settings: by which seed; K is found as for an evaluation of these frames.
  ///   - surroundings: where progress goes and who may stop it.
  init(
    of videos: [StoredVideo], in store: FrameStore, settings: Settings,
    surroundings: Surroundings
  ) {
    var generator = SeededGenerator(seed: settings.seed)
    let drawn = generator.permutation(of: videos.count).prefix(Self.mostVideos).sorted()
    frames = EvaluatedFrames(
      of: drawn.map { number in
        let video = videos[number]
        let count = min(video.frames.count, Self.mostFrames)
        return StoredVideo(
          name: video.name, category: video.category,
          frames: (0..<count).map { video.frames[$0 * video.frames.count / count] })
      })
    (self.store, self.settings, self.surroundings) = (store, settings, surroundings)
  }

  /// Judges what one of a network's layers puts out.
  ///
  /// - Throws: `CancellationError`, and what reading, computing or clustering threw.
  func callAsFunction(_ network: Network, layer: String) throws -> Judgement {
    let features = try FeatureExtraction(
      source: FrameSource(store: store, side: network.architecture.inputSide), frames: frames,
      surroundings: surroundings
    ).features(of: network, layer: layer, title: "judging \(layer)")
    return try Judgement(
      of: features, origins: frames.origins,
      kMeans: settings.judgingKMeans(min(clusters, frames.videos.count)),
      threads: settings.threads)
  }

  /// K of an evaluation; where that finds it out, what it is here does not matter much.
  private var clusters: Int {
    EvaluationRequest(settings).clusters(for: frames) ?? Self.someClusters
  }

  private static let someClusters = 10
}
