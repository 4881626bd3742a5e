import Basics
import Datasets
import Networks
import Tensors

/// A source of training batches.
///
/// The examples of a batch must depend only on the seed and the batch's number. Then training can resume at
/// any step.
public protocol TrainingData {
  /// Examples in an epoch.
  var examplesPerEpoch: Int { get }

  /// Returns a range of batches.
  ///
  /// - Parameters:
  ///   - numbers: the numbers of the batches, counted over all epochs from 0.
  ///   - size: examples in a batch; an epoch's last batch may have fewer.
  func batches(_ numbers: Range<Int>, size: Int) -> BatchStream
}

/// The examples of one step.
public protocol TrainingBatch {
  /// The label of every example; the objective defines what labels mean.
  var labels: [Int] { get }

  /// Turns the examples into the network's input.
  ///
  /// - Parameter network: the network that gets the input.
  /// - Returns: the input: the first frames of all examples, then all second frames, and so on.
  /// - Throws: `TensorError`.
  func input(for network: Network) throws -> Tensor

  /// Describes the examples for the file of a bad step.
  func described() -> [BadStep.Example]
}

/// Batches in order.
public struct BatchStream {
  /// Returns the next batch, or nil after the last one; throws errors of loading.
  public let next: () throws -> (any TrainingBatch)?

  /// Wraps a function that returns the next batch.
  ///
  /// - Parameter next: returns the next batch, or nil after the last one.
  public init(next: @escaping () throws -> (any TrainingBatch)?) { self.next = next }
}

/// Training data from a frame store: a sampler chooses the frames, and a second thread loads them ahead.
public struct FrameTrainingData: TrainingData {
  private let sampler: any Sampler
  private let source: FrameSource
  private let views: ViewSampler?
  private let sideOfBatch: (@Sendable (Int) -> Int)?
  private let normalisation: InputNormalisation

  /// Creates training data.
  ///
  /// - Parameters:
  ///   - sampler: chooses the frames of every example.
  ///   - source: loads frames at the network's input size.
  ///   - views: draws the random views; nil leaves the frames as they are stored.
  ///   - sideOfBatch: returns the width and height of a batch's frames from the batch's number; nil leaves them at
  ///     the network's input size.
  ///   - normalisation: turns pixels into the network's input.
  public init(
    sampler: any Sampler, source: FrameSource, views: ViewSampler? = nil,
    sideOfBatch: (@Sendable (Int) -> Int)? = nil,
    normalisation: InputNormalisation = .authors
  ) {
    (self.sampler, self.source) = (sampler, source)
    (self.views, self.sideOfBatch) = (views, sideOfBatch)
    self.normalisation = normalisation
  }

  /// Examples in an epoch.
  public var examplesPerEpoch: Int { sampler.count }

  /// Returns a stream of batches, and starts to load them.
  ///
  /// - Parameters:
  ///   - numbers: the numbers of the batches, counted over all epochs from 0.
  ///   - size: examples in a batch; an epoch's last batch may have fewer.
  public func batches(_ numbers: Range<Int>, size: Int) -> BatchStream {
    let loaded = source.batches(
      numbers, by: sampler, size: size, seenAs: views, sideOfBatch: sideOfBatch)
    return BatchStream {
      try loaded.next().map { FrameBatch(batch: $0, data: self) }
    }
  }

  private struct FrameBatch: TrainingBatch {
    let batch: Batch
    let data: FrameTrainingData

    var labels: [Int] { batch.labels }

    func input(for network: Network) throws -> Tensor {
      try data.normalisation(
        batch.pixels, side: batch.side, precision: network.precision, on: network.device)
    }

    func described() -> [BadStep.Example] {
      batch.examples.map { example in
        BadStep.Example(
          label: example.label,
          frames: example.frames.map {
            data.source.store.path(of: $0, in: data.sampler.videos[$0.video])
          })
      }
    }
  }
}

/// Training data for the motion network: pairs of motion windows, both from one video.
///
/// Every step draws its pairs at random with replacement. One epoch is the whole training.
public struct MotionTrainingData: TrainingData {
  /// The histograms of optical flow of every video.
  private let histograms: [[Float]]
  private let windows: MotionWindows
  private let seed: UInt64

  /// Pairs in the whole training.
  public let examplesPerEpoch: Int

  /// Separates these draws from others with the same seed.
  private static let stream: UInt64 = 7
  /// How often a window is drawn on average at most; a network soon overfits a few windows.
  private static let mostViews = 100

  /// Creates training data from the motion of videos; nil if fewer than two videos have motion.
  ///
  /// - Parameters:
  ///   - histograms: the histograms of every training video, rows × cells² × directions.
  ///   - layout: the layout of a histogram.
  ///   - steps: the largest number of steps; there are fewer if there is little motion.
  ///   - batch: pairs in a step.
  ///   - seed: the run's seed.
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

  /// How many numbers a window has: the size of the network's input.
  public var dimension: Int { windows.dimension }

  /// Returns a stream that draws each batch when it is asked for.
  ///
  /// - Parameters:
  ///   - numbers: the numbers of the batches, counted over all epochs from 0.
  ///   - size: pairs in a batch.
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
    /// The windows: first all anchors, then their partners.
    let rows: [Float]
    /// The number of every pair's video.
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
