import Basics
import Datasets
import Networks
import Tensors

/// Where the batches of a training come from.
///
/// The order of the examples is a function of the seed and the batch's number, so that training can go on
/// from any step.
public protocol TrainingData {
  /// Examples in an epoch.
  var examplesPerEpoch: Int { get }

  /// The batches of a stretch of training.
  ///
  /// - Parameters:
  ///   - numbers: the batches wanted, counted over all epochs from 0.
  ///   - size: examples a batch; an epoch's last batch takes what is left.
  func batches(_ numbers: Range<Int>, size: Int) -> BatchStream
}

/// The examples of one step.
public protocol TrainingBatch {
  /// What is known of every example, as the objective wants it.
  var labels: [Int] { get }

  /// Turns the examples into the network's input.
  ///
  /// - Parameter network: the network that sees them.
  /// - Returns: the rows of all examples' first frames, then of all their second ones, and so on.
  func input(for network: Network) throws -> Tensor

  /// The examples in words, for the file of a step that could not be taken.
  func described() -> [BadStep.Example]
}

/// Batches in order.
public struct BatchStream {
  /// The next batch, or nil after the last one.
  ///
  /// Throws what loading the batch threw.
  public let next: () throws -> (any TrainingBatch)?

  /// Wraps a function that returns the next batch.
  public init(next: @escaping () throws -> (any TrainingBatch)?) { self.next = next }
}

/// The frames that a sampler chooses, loaded ahead of training by a thread of their own.
public struct FrameTrainingData: TrainingData {
  private let sampler: any Sampler
  private let source: FrameSource
  private let views: ViewSampler?
  private let normalisation: InputNormalisation

  /// Names the frames.
  ///
  /// - Parameters:
  ///   - sampler: which frames make an example.
  ///   - source: where the frames are, and at which size the network wants them.
  ///   - views: how frames are varied; nil shows them as they are stored.
  ///   - normalisation: how pixels become the network's input.
  public init(
    sampler: any Sampler, source: FrameSource, views: ViewSampler? = nil,
    normalisation: InputNormalisation = .authors
  ) {
    (self.sampler, self.source) = (sampler, source)
    (self.views, self.normalisation) = (views, normalisation)
  }

  /// Examples in an epoch.
  public var examplesPerEpoch: Int { sampler.count }

  /// Starts loading the batches.
  public func batches(_ numbers: Range<Int>, size: Int) -> BatchStream {
    let loaded = source.batches(numbers, by: sampler, size: size, seenAs: views)
    return BatchStream {
      try loaded.next().map { FrameBatch(batch: $0, data: self) }
    }
  }

  private struct FrameBatch: TrainingBatch {
    let batch: Batch
    let data: FrameTrainingData

    var labels: [Int] { batch.labels }

    func input(for network: Network) throws -> Tensor {
      try data.normalisation(batch.pixels, for: network)
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
