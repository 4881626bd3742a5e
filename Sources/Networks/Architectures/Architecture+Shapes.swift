/// What one layer puts out for one image.
package struct LayerShape: Equatable, Sendable {
  /// The layer's name.
  package let name: String
  /// Channels of a map, or the length of a row.
  package let channels: Int
  /// Width and height of a map in pixels; 1 for a row.
  package let side: Int

  /// Numbers in all.
  package var count: Int { channels * side * side }
}

/// The weights of one layer: their shapes as LibTorch wants them.
package struct ParameterShape: Equatable, Sendable {
  /// The layer's name.
  package let layer: String
  /// The kernel: outputs × inputs / groups × side × side, outputs × inputs, or one scale a channel.
  package let kernel: [Int]
  /// The map that a linear layer's inputs are flattened from, or nil if they come as a row.
  package let flattenedFrom: LayerShape?

  /// The bias: one number an output.
  package var bias: [Int] { [kernel[0]] }

  /// Whether the layer divides channels by their deviation, of which it keeps a running mean.
  package var isNormalisation: Bool { kernel.count == 1 }

  /// Kernel and bias together.
  package var count: Int { kernel.reduce(1, *) + kernel[0] }
}

extension Architecture {
  /// What every layer puts out, in order.
  package var shapes: [LayerShape] { walk().shapes }

  /// The weights of every layer that has some, in order.
  package var parameterShapes: [ParameterShape] { walk().parameters }

  /// How many weights there are in all.
  package var parameterCount: Int { parameterShapes.reduce(0) { $0 + $1.count } }

  private func walk() -> (shapes: [LayerShape], parameters: [ParameterShape]) {
    var shapes: [LayerShape] = []
    var parameters: [ParameterShape] = []
    var current = LayerShape(name: "input", channels: inputChannels, side: inputSide)
    var named: [String: LayerShape] = [:]
    for layer in layers {
      if let input = layer.input, let shape = named[input] { current = shape }
      var (channels, side) = (current.channels, current.side)
      switch layer.operation {
      case .convolution(let outputs, let kernelSide, let stride, let padding, let groups):
        parameters.append(
          ParameterShape(
            layer: layer.name, kernel: [outputs, channels / groups, kernelSide, kernelSide],
            flattenedFrom: nil))
        channels = outputs
        side = (side + 2 * padding - kernelSide) / stride + 1
      case .linear(let outputs):
        parameters.append(
          ParameterShape(
            layer: layer.name, kernel: [outputs, current.count],
            flattenedFrom: side > 1 ? current : nil))
        (channels, side) = (outputs, 1)
      case .maxPool(let windowSide, let stride):
        side = (side - windowSide + stride - 1) / stride + 1
      case .batchNorm:
        parameters.append(
          ParameterShape(layer: layer.name, kernel: [channels], flattenedFrom: nil))
      case .globalAveragePool:
        side = 1
      case .relu, .localResponseNorm, .l2Normalise, .sum:
        break
      }
      current = LayerShape(name: layer.name, channels: channels, side: side)
      shapes.append(current)
      named[layer.name] = current
    }
    return (shapes, parameters)
  }
}
