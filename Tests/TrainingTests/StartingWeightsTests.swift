import Foundation
import Networks
import Tensors
import TestSupport
import Testing
import Training

@Suite struct StartingWeightsTests {
  /// A network of other maps behind the first convolution takes that one, and says what it draws.
  @Test func layersOfTheSameNameAndShapeAreTaken() throws {
    let workplace = try Workplace()
    let trainer = try workplace.trainer(comparingViews: true)
    let path = try workplace.write(trainer, to: "begun.h5")
    let other = try #require(Architecture.named("residual@64>8"))
    let found = try StartingWeights(reading: path, for: other)
    #expect(found.sentence.hasSuffix("layers; drawn at random: project2"), "\(found.sentence)")
    #expect(found.weights["project2"] == nil)
    let first = try #require(trainer.network.parameters.first)
    #expect(try found.weights["conv1"]?.kernel.floats() == first.tensor.contiguous().floats())
    #expect(found.weights["bn1"]?.running != nil)
  }

  @Test func aFileWithoutTheSealIsRead() throws {
    let folder = try TemporaryFolder()
    let layer = Architecture.thesisSmall.parameterShapes[0]
    let kernel = [layer.kernel[2], layer.kernel[3], layer.kernel[1], layer.kernel[0]]
    try HDF5File.exclusively {
      let file = try HDF5File(creating: folder("keras.h5"))
      try file.createGroup("conv1")
      try file.createGroup("conv1/conv1")
      try file.write(
        [Float](repeating: 0.5, count: kernel.reduce(1, *)), shape: kernel,
        as: "conv1/conv1/kernel:0")
      try file.write(
        [Float](repeating: 2, count: layer.bias[0]), shape: layer.bias, as: "conv1/conv1/bias:0")
      try file.close()
    }
    let found = try StartingWeights(reading: folder("keras.h5"), for: .thesisSmall)
    #expect(Array(found.weights.keys) == ["conv1"])
    #expect(try found.weights["conv1"]?.bias.floats().first == 2)
  }

  @Test func whatHasNothingToTakeIsRefused() throws {
    let folder = try TemporaryFolder()
    #expect(throws: CheckpointError.self) {
      try StartingWeights(reading: folder("gone.h5"), for: .residual)
    }
    try HDF5File.exclusively { try HDF5File(creating: folder("empty.h5")).close() }
    #expect(throws: CheckpointError.self) {
      try StartingWeights(reading: folder("empty.h5"), for: .residual)
    }
    try "no weights".write(toFile: folder("text.h5"), atomically: false, encoding: .utf8)
    #expect(throws: CheckpointError.self) {
      try StartingWeights(reading: folder("text.h5"), for: .residual)
    }
  }
}
