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
      stride(from: 0, to: pixels.count, by: size).flatMap { start in
        AreaShrinking.shrink(pixels[start..<start + size], side: side, to: Self.pixelSide)
      }
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

/// Shrinks square pictures; a new pixel is the mean over its area.
package enum AreaShrinking {
  /// Shrinks one picture.
  ///
  /// - Parameters:
  ///   - pixels: side × side × 3 bytes.
  ///   - side: the width and height of the picture in pixels.
  ///   - target: the width and height of the result in pixels, at most `side`.
  /// - Returns: target × target × 3 numbers from 0 to 1.
  /// - Complexity: O(side²).
  package static func shrink(_ pixels: ArraySlice<UInt8>, side: Int, to target: Int) -> [Float] {
    let weights = weights(side: side, target: target)
    var narrow = [Float](repeating: 0, count: side * target * 3)
    var result = [Float](repeating: 0, count: target * target * 3)
    pixels.withUnsafeBufferPointer { pixels in
      for y in 0..<side {
        for (x, spans) in weights.enumerated() {
          for (source, weight) in spans {
            for colour in 0..<3 {
              narrow[(y * target + x) * 3 + colour] +=
                weight * Float(pixels[(y * side + source) * 3 + colour])
            }
          }
        }
      }
    }
    for (y, spans) in weights.enumerated() {
      for (source, weight) in spans {
        for index in 0..<target * 3 {
          result[y * target * 3 + index] += weight / 255 * narrow[source * target * 3 + index]
        }
      }
    }
    return result
  }

  /// Returns, for every new pixel, the old pixels that it covers and the share of each.
  private static func weights(side: Int, target: Int) -> [[(source: Int, weight: Float)]] {
    let scale = Double(side) / Double(target)
    return (0..<target).map { pixel in
      let (start, end) = (Double(pixel) * scale, Double(pixel + 1) * scale)
      return (Int(start)..<min(Int(end.rounded(.up)), side)).map { source in
        let overlap = min(end, Double(source + 1)) - max(start, Double(source))
        return (source, Float(overlap / scale))
      }
    }
  }
}
