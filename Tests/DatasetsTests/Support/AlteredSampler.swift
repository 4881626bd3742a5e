import Datasets

/// The real sampler, with something done to every epoch.
struct AlteredSampler: PairSource {
  let sampler: PairSampler
  let alter: ([Pair]) -> [Pair]

  var videos: [StoredVideo] { sampler.videos }

  func pairs(ofEpoch epoch: Int) -> [Pair] { alter(sampler.pairs(ofEpoch: epoch)) }
}

extension PairSampler {
  /// Sixty videos of 186 frames, one in ten stored: as many as UCF101's have on average.
  static func sixtyVideos() throws -> PairSampler {
    try PairSampler(
      videos: (0..<60).map { PairSamplerTests.video("\($0).avi", frames: 19) }, seed: 1)
  }

  /// Every epoch altered.
  func altered(_ alter: @escaping ([Pair]) -> [Pair]) -> AlteredSampler {
    AlteredSampler(sampler: self, alter: alter)
  }

  /// Every pair altered.
  func altered(each alter: @escaping (Pair) -> Pair) -> AlteredSampler {
    altered { $0.map(alter) }
  }
}

extension Pair {
  /// The same anchor, told apart from another frame.
  func with(negative video: Int, frame: Int) -> Pair {
    Pair(
      anchor: anchor, partner: FrameReference(video: video, frame: frame, role: .query),
      isPositive: false)
  }
}
