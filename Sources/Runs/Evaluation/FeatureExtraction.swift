import Datasets
import Discovery
import Networks
import Tensors

/// Turns frames into features: a network's, or their bare pixels.
struct FeatureExtraction {
  let source: FrameSource
  let frames: EvaluatedFrames
  let surroundings: Surroundings

  /// Frames that a network sees at a time.
  private static let batch = 64
  /// Side of the pictures that raw pixels are compared at, as METHOD.md's figures were.
  private static let pixelSide = 32

  /// The output of one of a network's layers.
  ///
  /// - Parameters:
  ///   - network: the network.
  ///   - layer: the layer's name.
  ///   - title: what the progress calls this.
  func features(of network: Network, layer: String, title: String) throws -> Features {
    try extract(title) { pixels in
      try withoutGradients {
        let output = try network(InputForm.authors(pixels, for: network), upTo: layer)
        let count = output.shape[0]
        return try output.reshaped([count, output.count / count]).floats()
      }
    }
  }

  /// Pixels shrunk to 32×32, red, green and blue from 0 to 1: what needs no learning.
  ///
  /// - Parameter title: what the progress calls this.
  func rawPixels(title: String) throws -> Features {
    let size = source.side * source.side * 3
    return try extract(title) { pixels in
      stride(from: 0, to: pixels.count, by: size).flatMap { start in
        AreaShrinking.shrink(
          pixels[start..<start + size], side: source.side, to: Self.pixelSide)
      }
    }
  }

  private func extract(_ title: String, _ convert: ([UInt8]) throws -> [Float]) throws -> Features {
    let batches = source.batches(of: frames.frames, in: frames.videos, size: Self.batch)
    let total = frames.frames.count
    var values: [Float] = []
    var done = 0
    surroundings.display.show(title, done: 0, of: total, unit: "frames")
    while let pixels = try batches.next() {
      if surroundings.isCancelled() { throw CancellationError() }
      values += try convert(pixels)
      if done == 0 { values.reserveCapacity(values.count * (total / Self.batch + 1)) }
      done += pixels.count / (source.side * source.side * 3)
      surroundings.display.show(title, done: done, of: total, unit: "frames")
    }
    return Features(rows: total, dimension: total > 0 ? values.count / total : 0, values: values)
  }
}
