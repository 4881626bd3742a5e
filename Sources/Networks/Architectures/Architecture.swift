/// A network's layers in the order in which they run, without weights.
package struct Architecture: Equatable, Sendable {
  /// The name that settings and checkpoints know it by.
  package let name: String
  /// Width and height of the input images, in pixels.
  package let inputSide: Int
  /// Channels of the input images; of rows, which are images of one pixel, their length.
  package let inputChannels: Int
  /// The layers, input side first.
  package let layers: [Layer]

  /// Describes a network.
  ///
  /// - Parameters:
  ///   - name: the name that settings and checkpoints know it by.
  ///   - inputSide: width and height of the input images, in pixels.
  ///   - inputChannels: their channels.
  ///   - layers: the layers, input side first; what one names stands before it.
  package init(name: String, inputSide: Int, inputChannels: Int = 3, layers: [Layer]) {
    self.name = name
    self.inputSide = inputSide
    self.inputChannels = inputChannels
    self.layers = layers
  }
}
