import Foundation
import Networks
import TestSupport
import Testing
import Training

@Suite struct CheckpointTests {
  @Test func whatIsWrittenIsReadBackAndTheSameStateIsTheSameBytes() throws {
    let folder = try TemporaryFolder()
    let network = try Network(.thesis, seed: 5)
    let optimiser = try MomentumSGD(network, settings: .authors)
    let position = TrainingPosition(epoch: 3, stepInEpoch: 2, step: 41)
    for name in ["a.h5", "b.h5"] {
      try Checkpoint.write(
        to: folder(name), network: network, optimiser: optimiser, position: position,
        settings: "seed: 5\n")
    }
    #expect(FileManager.default.contentsEqual(atPath: folder("a.h5"), andPath: folder("b.h5")))
    #expect(try Checkpoint.position(of: folder("a.h5")) == position)
    let checkpoint = try Checkpoint(reading: folder("a.h5"))
    #expect(checkpoint.position == position && checkpoint.settings == "seed: 5\n")
    let restored = try Network(.thesis, weights: checkpoint.weights)
    for (own, other) in zip(network.parameters, restored.parameters) {
      #expect(try own.tensor.floats() == other.tensor.floats(), "\(own.layer) \(own.role)")
    }
  }

  @Test func aClassifierKeepsTheNamesOfItsCategories() throws {
    let folder = try TemporaryFolder()
    let names = ["two words", "line\nbreak, comma", "œuvre"]
    let network = try Network(Architecture.thesisOf1024.classifying(3), seed: 5)
    try Checkpoint.write(
      to: folder("a.h5"), network: network,
      optimiser: try MomentumSGD(network, settings: .authors), position: .start, settings: "",
      categories: names)
    let checkpoint = try Checkpoint(reading: folder("a.h5"))
    #expect(checkpoint.categories == names && checkpoint.architecture == "thesis-1024+3")
    #expect(checkpoint.weights["fc8"]?.kernel.shape == [3, 1024])
  }

  @Test func filesThatAreNoCheckpointsAreRefusedByName() throws {
    let folder = try TemporaryFolder()
    try "no HDF5".write(toFile: folder("text.h5"), atomically: true, encoding: .utf8)
    let error = #expect(throws: HDF5Error.self) { try Checkpoint(reading: folder("text.h5")) }
    #expect(error?.description.contains("text.h5") == true)
  }

  @Test func aFolderThatCannotBeWrittenLeavesNothing() throws {
    let folder = try TemporaryFolder()
    let network = try Network(.thesis, seed: 5)
    let optimiser = try MomentumSGD(network, settings: .authors)
    #expect(throws: HDF5Error.self) {
      try Checkpoint.write(
        to: folder("missing/a.h5"), network: network, optimiser: optimiser, position: .start,
        settings: "")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  @Test func namesSortByEpoch() {
    #expect(CheckpointFolder.name(of: .init(epoch: 10, stepInEpoch: 0, step: 9)) == "epoch-0010.h5")
    #expect(
      CheckpointFolder.name(of: .init(epoch: 2, stepInEpoch: 13, step: 9))
        == "epoch-0002-step-0013.h5")
    #expect(
      CheckpointFolder.name(of: .init(epoch: 12_345, stepInEpoch: 0, step: 9)) == "epoch-12345.h5")
  }
}
