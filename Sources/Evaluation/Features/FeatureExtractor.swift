import Basics
import Datasets
import Networks
import Numerics
import Tensors
import Videos

/// Computes features of frames: the output of a network's layer, or raw pixels.
public struct FeatureExtractor {
  private let store: FrameStore
  private let context: RunContext

  /// Frames in a batch.
  private static let batch = 64
  /// The width and height of the images whose raw pixels are features (docs/method.md).
  private static let pixelSide = 32

  /// Creates an extractor.
  ///
  /// - Parameters:
  ///   - store: the frame store.
  ///   - context: receives progress, and can cancel the work.
  public init(_ store: FrameStore, in context: RunContext = RunContext()) {
    (self.store, self.context) = (store, context)
  }

  /// Computes the output of one layer of a network.
  ///
  /// - Parameters:
  ///   - frames: the frames.
  ///   - network: the network.
  ///   - layer: the layer's name.
  ///   - title: the title of the progress lines.
  /// - Returns: one row for every frame.
  /// - Throws: errors of reading or computing; `CancellationError`.
  public func features(
    of frames: EvaluationSet, by network: Network, layer: String = Architecture.features,
    title: String = "computing features"
  ) throws -> Features {
    try extract(frames, side: network.architecture.inputSide, title) { pixels in
      try withoutGradients {
        let output = try network(
          InputNormalisation.authors(pixels, for: network), upTo: layer)
        let count = output.shape[0]
        return try output.reshaped([count, output.count / count]).floats()
      }
    }
  }

  /// Computes raw pixels as features: frames of 32×32 pixels with red, green and blue from 0 to 1.
  ///
  /// - Parameters:
  ///   - frames: the frames.
  ///   - title: the title of the progress lines.
  /// - Returns: one row for every frame, with 32 × 32 × 3 numbers.
  /// - Throws: errors of reading; `CancellationError`.
  public func pixels(of frames: EvaluationSet, title: String = "reading pixels") throws -> Features
  {
    let side = store.settings.side
    let size = side * side * 3
    return try extract(frames, side: side, title) { pixels in
      let starts = Array(stride(from: 0, to: pixels.count, by: size))
      return mapped(starts, threads: LibTorch.threads) { _, start in
        AreaShrinking.shrink(pixels[start..<start + size], side: side, to: Self.pixelSide)
      }.flatMap { $0 }
    }
  }

  private func extract(
    _ frames: EvaluationSet, side: Int, _ title: String, _ convert: ([UInt8]) throws -> [Float]
  ) throws -> Features {
    let source = FrameSource(store: store, side: side)
    let batches = source.batches(of: frames.frames, in: frames.videos, size: Self.batch)
    let total = frames.frames.count
    var values: [Float] = []
    var done = 0
    context.display.show(title, done: 0, of: total, unit: "frames")
    while let pixels = try batches.next() {
      try context.checkCancelled()
      values += try convert(pixels)
      if done == 0 { values.reserveCapacity(values.count * (total / Self.batch + 1)) }
      done += pixels.count / (side * side * 3)
      context.display.show(title, done: done, of: total, unit: "frames")
    }
    return Features(rows: total, dimension: total > 0 ? values.count / total : 0, values: values)
  }
}
