import Networks
import Tensors

/// The form in which Keras keeps weights, so that `load_weights` reads Unreel's checkpoints.
///
/// Kernels of convolutions are height × width × inputs/groups × outputs, of linear layers
/// inputs × outputs; where a map is flattened, Keras counts height, width, channel, and LibTorch
/// channel, height, width, so that layer's rows are in another order.
enum KerasForm {
  /// The shape of a layer's kernel in the file.
  static func shape(of parameters: ParameterShape) -> [Int] {
    let kernel = parameters.kernel
    return switch kernel.count {
    case 4: [kernel[2], kernel[3], kernel[1], kernel[0]]
    case 2: [kernel[1], kernel[0]]
    default: kernel
    }
  }

  /// What Keras calls a layer's two arrays of weights.
  static func names(of parameters: ParameterShape) -> (kernel: String, bias: String) {
    parameters.isNormalisation ? ("gamma:0", "beta:0") : ("kernel:0", "bias:0")
  }

  /// What Keras calls the two arrays that batch normalisation keeps besides.
  static let runningNames = (mean: "moving_mean:0", variance: "moving_variance:0")

  /// A kernel's numbers in Keras's order.
  static func export(_ kernel: Tensor, of parameters: ParameterShape) throws -> [Float] {
    let shape = parameters.kernel
    if shape.count == 1 { return try kernel.floats() }
    if shape.count == 4 { return try kernel.permuted([2, 3, 1, 0]).floats() }
    guard let map = parameters.flattenedFrom else { return try kernel.transposed().floats() }
    return try kernel.reshaped([shape[0], map.channels, map.side, map.side])
      .permuted([2, 3, 1, 0]).floats()
  }

  /// A kernel from its numbers in Keras's order.
  static func restore(_ values: [Float], of parameters: ParameterShape) throws -> Tensor {
    let shape = parameters.kernel
    if shape.count == 1 { return try Tensor(values, shape: shape) }
    if shape.count == 4 {
      return try Tensor(values, shape: self.shape(of: parameters)).permuted([3, 2, 0, 1])
    }
    guard let map = parameters.flattenedFrom else {
      return try Tensor(values, shape: [shape[1], shape[0]]).transposed().contiguous()
    }
    return try Tensor(values, shape: [map.side, map.side, map.channels, shape[0]])
      .permuted([3, 2, 0, 1]).reshaped(shape)
  }
}
