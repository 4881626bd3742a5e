import Tensors

/// How pictures become a network's input: which order of colours, which mean is taken off.
package struct InputNormalisation: Equatable, Sendable {
  /// Mean of blue, green and red, on the scale of 0 to 255.
  package var meanBGR: [Float]

  /// Names a form.
  ///
  /// - Parameter meanBGR: mean of blue, green and red, on the scale of 0 to 255.
  package init(meanBGR: [Float]) {
    self.meanBGR = meanBGR
  }

  /// The authors': blue, green, red, 0–255, minus (103.939, 116.779, 128.68).
  ///
  /// 128.68 is probably a slip for ImageNet's 123.68; kept, since their networks were trained so.
  package static let authors = InputNormalisation(meanBGR: [103.939, 116.779, 128.68])

  /// Turns pictures into a network's input.
  ///
  /// - Parameters:
  ///   - pixels: batch × side × side × 3 bytes, red, green, blue.
  ///   - side: width and height in pixels.
  ///   - precision: the numbers that the network computes in.
  ///   - device: where the network is.
  /// - Returns: batch × 3 × side × side, channels-last in memory.
  package func callAsFunction(
    _ pixels: [UInt8], side: Int, precision: Precision = .float32, on device: Device
  ) throws -> Tensor {
    try .pictures(pixels, side: side, meanBGR: meanBGR, precision: precision, on: device)
  }

  /// Turns pictures into a network's input.
  ///
  /// - Parameters:
  ///   - pixels: batch × side × side × 3 bytes, red, green, blue.
  ///   - network: the network that is to see them.
  package func callAsFunction(_ pixels: [UInt8], for network: Network) throws -> Tensor {
    try self(
      pixels, side: network.architecture.inputSide, precision: network.precision,
      on: network.device)
  }
}
