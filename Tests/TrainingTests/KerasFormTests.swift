import Networks
import Tensors
import TestSupport
import Testing
import Training

/// Checkpoints' arrays, element by element, at the place where Keras looks for them.
///
/// Tests/Reference/Networks/check_keras.py has Keras itself load a checkpoint.
@Suite struct KerasFormTests {
  /// A map of 6 × 3 × 3 is flattened, a row of 5 is not.
  private static let architecture = Architecture(
    name: "small", inputSide: 6,
    layers: [
      Layer("conv1", .convolution(outputs: 4, side: 3)),
      Layer("pool1", .maxPool(side: 2, stride: 2)),
      Layer("conv2", .convolution(outputs: 6, side: 2, padding: 1, groups: 2)),
      Layer("fc6", .linear(outputs: 5)),
      Layer("fc7", .linear(outputs: 3)),
    ])

  /// Where Keras keeps the element of a convolution's kernel: height, width, input, output.
  private static func convolution(_ array: [Float], side: Int, inputs: Int, outputs: Int)
    -> [Float]
  {
    var kept = [Float](repeating: .nan, count: array.count)
    for output in 0..<outputs {
      for input in 0..<inputs {
        for y in 0..<side {
          for x in 0..<side {
            kept[((y * side + x) * inputs + input) * outputs + output] =
              array[((output * inputs + input) * side + y) * side + x]
          }
        }
      }
    }
    return kept
  }

  /// Where Keras keeps the element of a linear layer's kernel: input, output; the inputs of a map
  /// by height, width, channel.
  private static func linear(_ array: [Float], channels: Int, side: Int, outputs: Int) -> [Float] {
    var kept = [Float](repeating: .nan, count: array.count)
    for output in 0..<outputs {
      for channel in 0..<channels {
        for y in 0..<side {
          for x in 0..<side {
            kept[((y * side + x) * channels + channel) * outputs + output] =
              array[output * channels * side * side + (channel * side + y) * side + x]
          }
        }
      }
    }
    return kept
  }

  @Test func everyElementIsWhereKerasLooksForIt() throws {
    let folder = try TemporaryFolder()
    let network = try Network(formula: Self.architecture)
    let velocities = try network.parameters.enumerated().map { number, parameter in
      try Tensor(
        Formula.values(50 + number, count: parameter.tensor.count), shape: parameter.tensor.shape)
    }
    let optimiser = try MomentumSGD(network, settings: .authors, velocities: velocities)
    try Checkpoint.write(
      to: folder("small.h5"), network: network, optimiser: optimiser,
      record: TrainingRecord(position: .start))
    try HDF5File.exclusively {
      let file = try HDF5File(reading: folder("small.h5"))
      for (group, arrays) in [
        ("", network.parameters.map(\.tensor)), ("unreel/velocity/", optimiser.velocities),
      ] {
        func expect(
          _ layer: String, shape: [Int], bias: Int, _ place: ([Float]) -> [Float]
        ) throws {
          let path = group.isEmpty ? "\(layer)/\(layer)" : group + layer
          let index = try #require(network.parameters.firstIndex { $0.layer == layer })
          let kernel = try file.read("\(path)/kernel:0", shape: shape)
          #expect(kernel == place(try arrays[index].floats()), "\(path)")
          #expect(try file.read("\(path)/bias:0", shape: [bias]) == arrays[index + 1].floats())
        }
        try expect("conv1", shape: [3, 3, 3, 4], bias: 4) {
          Self.convolution($0, side: 3, inputs: 3, outputs: 4)
        }
        try expect("conv2", shape: [2, 2, 2, 6], bias: 6) {
          Self.convolution($0, side: 2, inputs: 2, outputs: 6)
        }
        try expect("fc6", shape: [54, 5], bias: 5) {
          Self.linear($0, channels: 6, side: 3, outputs: 5)
        }
        try expect("fc7", shape: [5, 3], bias: 3) {
          Self.linear($0, channels: 5, side: 1, outputs: 3)
        }
      }
    }
  }

  /// By hand: input 10 of conv1's map of 6 × 3 × 3, counted as Keras does, is the pixel (0, 1)
  /// of channel 4, which LibTorch counts as 4 · 9 + 1.
  @Test func flattenedInputsByHand() throws {
    let map = (0..<54).map(Float.init)
    #expect(Self.linear(map, channels: 6, side: 3, outputs: 1)[10] == 37)
  }
}
