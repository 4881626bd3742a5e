import Basics
import Discovery
import Networks
import Tensors
import Training

/// Trains the network that sees motion: two windows of one video are to be more alike than any other windows
/// of the batch.
///
/// Some seconds on two cores, so that it is done in one go; the same seed and motion give the same weights.
struct MotionTraining {
  private let histograms: [[Float]]
  private let settings: Settings
  private let windows = MotionWindows(layout: StoredMotion.layout)

  /// Numbers that the objective compares.
  private static let projection = 64
  /// How often a window is seen on average at most: a few windows are soon known by heart.
  private static let mostViews = 100
  /// Sets its draws apart from everything else that a run's seed decides.
  private static let stream: UInt64 = 7

  /// Takes the motion to learn from.
  ///
  /// - Parameters:
  ///   - motion: the training videos'.
  ///   - settings: the settings.
  /// - Returns: nil where fewer than two videos have any.
  init?(_ motion: StoredMotion, _ settings: Settings) {
    histograms = motion.histograms.filter { !$0.isEmpty }
    guard histograms.count > 1 else { return nil }
    precondition(windows.dimension == Self.architecture.inputChannels, "the network sees windows")
    self.settings = settings
  }

  /// How many steps are taken.
  var steps: Int {
    let rows = histograms.reduce(0) { $0 + $1.count } / windows.layout.count
    return max(1, min(settings.motion.steps, Self.mostViews * rows / (2 * settings.motion.batch)))
  }

  /// The network with what the objective wants at its end.
  static let architecture = Architecture.motion.projecting(to: projection)

  /// Trains.
  ///
  /// - Parameters:
  ///   - progress: told of every step, and its loss.
  ///   - isCancelled: asked as often whether to stop.
  /// - Throws: `TensorError`, ``MotionError``, `CancellationError`.
  func callAsFunction(
    progress: (_ done: Int, _ loss: Double) -> Void, isCancelled: () -> Bool
  ) throws -> (network: Network, optimiser: MomentumSGD) {
    let network = try Network(Self.architecture, seed: settings.seed, on: .best)
    let optimiser = try MomentumSGD(
      network,
      settings: MomentumSGD.Settings(
        momentum: 0.9, weightDecay: 0.0001, clipNorm: 5, biasRateFactor: 1, biasDecayFactor: 0))
    let schedule = CosineSchedule(base: settings.motion.learningRate)
    let objective = InfoNCEObjective(temperature: settings.motion.temperature)
    for step in 0..<steps {
      if isCancelled() { throw CancellationError() }
      let (rows, videos) = draw(step)
      let pairs = videos.count
      let projections = try network(
        try Tensor(rows, shape: [2 * pairs, windows.dimension]).moved(to: network.device),
        mode: .training)
      let loss = try objective.loss(
        [0, pairs].map { try projections.narrowed(start: $0, length: pairs) }, labels: videos)
      try loss.backward()
      guard try optimiser.step(rate: schedule.rate(at: step, of: steps)).isFinite else {
        throw MotionError.notFinite(step: step + 1)
      }
      progress(step + 1, Double(try loss.item()))
    }
    return (network, optimiser)
  }

  /// The windows of a step, anchors and then partners, and the videos that they are of.
  private func draw(_ step: Int) -> (rows: [Float], videos: [Int]) {
    var generator = SeededGenerator(seed: settings.seed, path: Self.stream, UInt64(step))
    let videos = (0..<settings.motion.batch).map { _ in
      generator.integer(below: histograms.count)
    }
    let rows = (videos + videos).flatMap { video in
      let row = generator.integer(below: histograms[video].count / windows.layout.count)
      return windows.window(
        of: histograms[video], around: row, seenAs: .drawn(by: &generator))
    }
    return (rows, videos)
  }
}
