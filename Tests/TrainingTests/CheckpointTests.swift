import Basics
import Foundation
import Networks
import TestSupport
import Testing
import Training

@Suite struct CheckpointTests {
  private static func write(
    _ architecture: Architecture = .thesisSmall, to path: String, record: TrainingRecord
  ) throws {
    let network = try Network(architecture, seed: 5)
    try Checkpoint.write(
      to: path, network: network, optimiser: try MomentumSGD(network, settings: .authors),
      record: record)
  }

  private static let record = {
    var history = TrainingHistory()
    for step in 1...120 {
      history.add(0.1 / Double(step), examples: 32, spread: 1 / Double(step), deadShare: 0.25)
    }
    history.saidSigns = [.idle, .dead]
    return TrainingRecord(
      position: TrainingPosition(epoch: 3, stepInEpoch: 2, step: 41), history: history,
      settings: "seed: 5\n", dataFingerprint: "ab12",
      categories: ["two words", "line\nbreak, comma", "œuvre"], toolVersion: "0.1.0")
  }()

  @Test(arguments: [
    Architecture.thesisSmall, .thesisSmall.classifying(3), .residual.projecting(to: 16),
  ])
  func whatIsWrittenIsReadBackAndTheSameStateIsTheSameBytes(architecture: Architecture) throws {
    let folder = try TemporaryFolder()
    for name in ["a.h5", "b.h5"] {
      try Self.write(architecture, to: folder(name), record: Self.record)
    }
    #expect(FileManager.default.contentsEqual(atPath: folder("a.h5"), andPath: folder("b.h5")))
    #expect(try Checkpoint.position(of: folder("a.h5")) == Self.record.position)
    let checkpoint = try Checkpoint(reading: folder("a.h5"))
    #expect(checkpoint.record == Self.record && checkpoint.architecture == architecture.name)
    #expect(Self.record.history.recentSpreads.count == 100)
    let restored = try Network(architecture, weights: checkpoint.weights)
    let network = try Network(architecture, seed: 5)
    for (own, other) in zip(network.parameters, restored.parameters) {
      #expect(try own.tensor.floats() == other.tensor.floats(), "\(own.layer) \(own.role)")
    }
    for (layer, moments) in network.runningMoments {
      let restored = restored.runningMoments[layer]
      #expect(try moments.mean.floats() == restored?.mean.floats(), "\(layer)")
      #expect(try moments.variance.floats() == restored?.variance.floats(), "\(layer)")
    }
    let size = try FileManager.default.attributesOfItem(atPath: folder("a.h5"))[.size] as? Int
    let bytes = try #require(size)
    // HDF5 keeps tables of its own for every layer.
    #expect(abs(bytes - Checkpoint.size(of: architecture)) < 4000 * architecture.layers.count)
  }

  /// Two hundred files that were cut, flipped or overwritten with zeros, the places drawn.
  @Test func mutatedFilesAreRefusedWithTheirName() throws {
    let folder = try TemporaryFolder()
    try Self.write(to: folder("sound.h5"), record: Self.record)
    let sound = try Data(contentsOf: URL(fileURLWithPath: folder("sound.h5")))
    var generator = SeededGenerator(seed: 11)
    for number in 0..<200 {
      var bytes = sound
      // Half of them near the beginning, where HDF5's own tables are.
      let place = generator.integer(below: number % 2 == 0 ? bytes.count : 4096)
      switch number % 4 {
      case 0, 1: bytes[place] ^= UInt8(1 << generator.integer(below: 8))
      case 2: bytes = bytes.prefix(place)
      default: for index in place..<min(place + 300, bytes.count) { bytes[index] = 0 }
      }
      guard bytes != sound else { continue }
      try bytes.write(to: URL(fileURLWithPath: folder("mutated.h5")))
      let error = #expect(throws: (any Error).self, "\(number) at \(place)") {
        try Checkpoint(reading: folder("mutated.h5"))
      }
      let explained = try #require(error as? any ExplainedError)
      #expect(explained.description.contains("mutated.h5"))
    }
  }

  @Test func filesThatAreNoCheckpointsAreRefusedByName() throws {
    let folder = try TemporaryFolder()
    try "no HDF5".write(toFile: folder("text.h5"), atomically: true, encoding: .utf8)
    let error = #expect(throws: CheckpointError.self) { try Checkpoint(reading: folder("text.h5")) }
    #expect(error?.description == "\(folder("text.h5")) is not an unreel checkpoint")
    #expect(throws: SystemCallError.self) { try Checkpoint(reading: folder("missing.h5")) }
  }

  @Test func aFolderThatCannotBeWrittenLeavesNothing() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: SystemCallError.self) {
      try Self.write(to: folder("missing/a.h5"), record: Self.record)
    }
    #expect(error?.description == "writing \(folder("missing/a.h5")): No such file or directory")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }
}
