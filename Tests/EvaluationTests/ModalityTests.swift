import Basics
import Datasets
import Evaluation
import Numerics
import Testing

@Suite struct ModalityFusionTests {
  /// Made of length 1: a quarter turn apart, and (0.6, 0.8) and (1, 0) by turns.
  private let appearance = Features(
    rows: 4, dimension: 2, values: [2, 0, 0, 3, -1, 0, 0, -9])
  private let motion = Features(rows: 4, dimension: 2, values: [3, 4, 5, 0, 6, 8, 0.5, 0])
  /// Their mean is (0.8, 0.4), from which all are √0.2 away: (∓0.2, ±0.4) / √0.2.
  private let moved = (Float(0.2).squareRoot(), 2 * Float(0.2).squareRoot())

  private func expect(_ found: Features, _ values: [Float]) {
    #expect(found.values.count == values.count)
    for (one, other) in zip(found.values, values) { #expect(abs(one - other) < 1e-6) }
  }

  private func made(_ modality: Modality) -> Features {
    ModalityFusion(modality, appearance: appearance, motion: motion).fuse(
      appearance: appearance, motion: motion)
  }

  @Test func appearanceStaysAsTheNetworkMadeIt() {
    let long = Features(rows: 2, dimension: 1, values: [40, 2])
    let fusion = ModalityFusion(.appearance, appearance: long, motion: long)
    #expect(fusion.fuse(appearance: long, motion: long) == long)
  }

  @Test func motionAloneIsStandardised() {
    let (low, high) = moved
    expect(made(.motion), [-low, high, low, -high, -low, high, low, -high])
  }

  @Test func motionCountsHalf() {
    let (low, high) = (moved.0 / 2, moved.1 / 2)
    #expect(made(.both).dimension == 4)
    expect(
      made(.both), [1, 0, -low, high, 0, 1, low, -high, -1, 0, -low, high, 0, -1, low, -high])
  }

  /// What a classifier is shown is scaled as what it is asked about.
  @Test func otherFramesAreScaledAlike() {
    let fusion = ModalityFusion(.both, appearance: appearance, motion: motion)
    let other = fusion.fuse(
      appearance: Features(rows: 1, dimension: 2, values: [0, 9]),
      motion: Features(rows: 1, dimension: 2, values: [7, 0]))
    expect(other, [0, 1, moved.0 / 2, -moved.1 / 2])
  }

  @Test func withoutMotionThereIsAppearance() {
    let fusion = ModalityFusion(.motion, appearance: appearance, motion: nil)
    #expect(fusion.modality == .appearance)
    #expect(fusion.fuse(appearance: appearance, motion: nil) == appearance)
  }
}

/// Forty videos in four kinds.
@Suite struct VideoClusteringTests {
  private static let videos = 40
  private static let descriptor = MotionDescriptor(
    layout: FlowHistogramLayout(cells: 2, directions: 4))

  /// Two numbers a video around its kind's corner of a square.
  private static func appearance(of kind: (Int) -> Int) -> Features {
    var generator = SeededGenerator(seed: 1)
    return Features(
      rows: videos, dimension: 3,
      values: (0..<videos).flatMap { video -> [Float] in
        let corner = kind(video)
        return [Float(corner % 2), Float(corner / 2), 1].map { $0 + 0.05 * Float(generator.unit()) }
      })
  }

  /// Twelve histograms a video: its kind's place among the 16 numbers, none the mirror image of another,
  /// and some of its own.
  private static func motion(of kind: ((Int) -> Int)?) -> [[Float]] {
    (0..<videos).map { video in
      var own = SeededGenerator(seed: 2, path: UInt64(video))
      let place = kind.map { [0, 2, 8, 10][$0(video)] }
      let habit = (0..<16).map { _ in 0.05 * Float(own.unit()) }
      return (0..<12).flatMap { row -> [Float] in
        var noise = SeededGenerator(seed: 3, path: UInt64(video), UInt64(row))
        guard let place else { return (0..<16).map { _ in Float(noise.unit() < 0.1 ? 1 : 0) } }
        var histogram = habit
        histogram[place] += 1
        return histogram
      }
    }
  }

  private static func grouping(
    appearance: (Int) -> Int, motion: ((Int) -> Int)??, learned: Features? = nil,
    modality: Modality? = nil
  ) throws -> VideoClustering {
    try VideoClustering(
      VideoEmbeddings(
        appearance: Self.appearance(of: appearance), motion: motion.map { Self.motion(of: $0) },
        descriptor: descriptor, learned: learned, modality: modality),
      by: KMeans(clusters: 4, starts: 5, seed: 1))
  }

  @Test func whatAgreesIsToldTogether() throws {
    let found = try Self.grouping(appearance: { $0 % 4 }, motion: .some { $0 % 4 })
    #expect(found.embeddings.modality == .both && found.embeddings.alignment ?? 0 > 0.7)
    let scores = try found.scorer(by: .both, categories: (0..<Self.videos).map { "\($0 % 4)" })?
      .score()?.rows
    #expect(scores?.conditionalEntropyBits == 0 && scores?.neighbourAccuracy == 1)
  }

  /// Learned features stand beside the descriptor with equal weight, whatever their own scale is.
  @Test func whatWasLearnedOfMotionCountsAsMuchAsItsDescriptor() throws {
    var values: [Float] = []
    for video in 0..<Self.videos { values += [Float(video % 2) * 100, Float(video % 4 / 2) * 100] }
    let learned = Features(rows: Self.videos, dimension: 2, values: values)
    let found = try Self.grouping(
      appearance: { $0 % 4 }, motion: .some { $0 % 4 }, learned: learned)
    let plain = try Self.grouping(appearance: { $0 % 4 }, motion: .some { $0 % 4 })
    let joined = try #require(found.embeddings.features[.motion])
    let descriptor = try #require(plain.embeddings.features[.motion])
    #expect(joined.dimension == descriptor.dimension + 2)
    // Both halves have a mean squared length of a half.
    var own = 0.0
    for video in 0..<Self.videos {
      for value in joined[video].suffix(2) { own += Double(value) * Double(value) }
    }
    #expect(abs(own / Double(Self.videos) - 0.5) < 1e-5)
  }

  /// Kinds of motion that are dealt evenly over the kinds of appearance.
  @Test func whatDoesNotAgreeIsGroupedByMotion() throws {
    let found = try Self.grouping(appearance: { $0 % 4 }, motion: .some { $0 / 4 % 4 })
    #expect(found.embeddings.modality == .motion)
    #expect(abs(found.embeddings.alignment ?? 1) < 0.1)
    let categories = (0..<Self.videos).map { "\($0 / 4 % 4)" }
    let scores = try found.scorer(by: .motion, categories: categories)?.score()?.rows
    #expect(scores?.conditionalEntropyBits == 0)
  }

  @Test func whatIsAskedForIsDone() throws {
    for modality in Modality.allCases {
      let found = try Self.grouping(
        appearance: { $0 % 4 }, motion: .some { $0 / 4 % 4 }, modality: modality)
      #expect(found.embeddings.modality == modality)
    }
    let still = try Self.grouping(appearance: { $0 % 4 }, motion: nil, modality: .motion)
    #expect(still.embeddings.modality == .appearance, "there is no motion")
  }

  /// Six videos whose appearance and motion are numbers drawn apart agree above 0.2 in a fifth of draws.
  @Test func ofFewVideosChanceIsNoAgreement() throws {
    let count = 6
    let chosen = try (0..<40).map { draw in
      var generator = SeededGenerator(seed: 5, path: UInt64(draw))
      return try VideoEmbeddings(
        appearance: Features(
          rows: count, dimension: 8, values: (0..<count * 8).map { _ in Float(generator.unit()) }),
        motion: (0..<count).map { _ in (0..<16 * 8).map { _ in Float(generator.unit()) } },
        descriptor: Self.descriptor)
    }
    #expect(chosen.count { $0.alignment ?? 0 > 0.2 } > 3)
    #expect(chosen.count { $0.modality == .both } < 3)
  }

  @Test func ofFewVideosMotionIsNotTakenAlone() throws {
    func modality(of count: Int) throws -> Modality {
      try VideoEmbeddings(
        appearance: Features(
          rows: count, dimension: 2,
          values: (0..<count).flatMap { [Float($0 / 2 % 2), 1] }),
        motion: (0..<count).map { video in
          (0..<12).flatMap { _ in (0..<16).map { $0 == video % 2 * 2 ? 1 : 0.01 } }
        },
        descriptor: Self.descriptor
      ).modality
    }
    #expect(try modality(of: 12) == .motion)
    #expect(try modality(of: 8) == .appearance)
  }

  @Test func motionThatIsNoiseIsLeftOut() throws {
    let found = try Self.grouping(appearance: { $0 % 4 }, motion: .some(nil))
    #expect(found.embeddings.modality == .appearance)
  }

  @Test func withoutMotionThereIsAppearance() throws {
    let found = try Self.grouping(appearance: { $0 % 4 }, motion: nil)
    #expect(found.embeddings.modality == .appearance && found.embeddings.alignment == nil)
    #expect(found.clusterings.count == 1)
    #expect(try found.scorer(by: .motion, categories: []) == nil)
  }
}
