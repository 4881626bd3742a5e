import Basics
import Datasets
import Networks
import Tensors

/// Pairs of windows of motion, each pair from one video: what the network that sees motion learns from.
///
/// A step draws its pairs at random with replacement, so an epoch is the whole training.
public struct MotionTrainingData: TrainingData {
  /// For every video, its histograms of optical flow.
  private let histograms: [[Float]]
  private let windows: MotionWindows
  private let seed: UInt64

  /// Pairs in all.
  public let examplesPerEpoch: Int

  /// Sets the draws apart from everything else that a run's seed decides.
  private static let stream: UInt64 = 7
  /// How often a window is seen on average at most: the network soon knows a few windows by heart.
  private static let mostViews = 100

  /// Takes the motion to learn from.
  ///
  /// - Parameters:
  ///   - histograms: for every training video, its histograms, rows × cells² × directions.
  ///   - layout: what a histogram's numbers are.
  ///   - steps: steps wanted; fewer are taken where there is little motion.
  ///   - batch: pairs a step.
  ///   - seed: the run's seed.
  /// - Returns: nil where fewer than two videos have motion.
  public init?(
    _ histograms: [[Float]], layout: FlowHistogramLayout, steps: Int, batch: Int, seed: UInt64
  ) {
    self.histograms = histograms.filter { !$0.isEmpty }
    guard self.histograms.count > 1 else { return nil }
    windows = MotionWindows(layout: layout)
    self.seed = seed
    let rows = self.histograms.reduce(0) { $0 + $1.count } / layout.count
    examplesPerEpoch = batch * max(1, min(steps, Self.mostViews * rows / (2 * batch)))
  }

  /// Numbers of a window, which the network takes.
  public var dimension: Int { windows.dimension }

  /// Draws the batches as they are asked for.
  public func batches(_ numbers: Range<Int>, size: Int) -> BatchStream {
    var left = numbers
    return BatchStream { left.popFirst().map { draw(step: $0, pairs: size) } }
  }

  private func draw(step: Int, pairs: Int) -> WindowBatch {
    var generator = SeededGenerator(seed: seed, path: Self.stream, UInt64(step))
    let videos = (0..<pairs).map { _ in generator.integer(below: histograms.count) }
    let rows = (videos + videos).flatMap { video in
      let row = generator.integer(below: histograms[video].count / windows.layout.count)
      return windows.window(
        of: histograms[video], around: row, seenAs: .drawn(by: &generator))
    }
    return WindowBatch(rows: rows, labels: videos, dimension: dimension)
  }

  private struct WindowBatch: TrainingBatch {
    /// Anchors, then partners.
    let rows: [Float]
    /// The video of every pair.
    let labels: [Int]
    let dimension: Int

    func input(for network: Network) throws -> Tensor {
      try Tensor(rows, shape: [2 * labels.count, dimension]).moved(to: network.device)
    }

    func described() -> [BadStep.Example] {
      labels.map { BadStep.Example(label: $0, frames: []) }
    }
  }
}
