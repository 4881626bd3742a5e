import Foundation
import TestSupport
import Testing
import Training

@Suite struct CheckpointFolderTests {
  private static func place(_ epoch: Int, _ step: Int = 0) -> TrainingPosition {
    TrainingPosition(epoch: epoch, stepInEpoch: step, step: 3 * epoch + step)
  }

  private static func names(_ folder: CheckpointFolder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  /// Saves a small network at some places, as training does.
  private static func fill(
    _ folder: CheckpointFolder, _ workplace: Workplace, _ places: [TrainingPosition],
    keeping retention: Retention
  ) throws {
    let trainer = try workplace.trainer()
    for place in places {
      try folder.add(place, keeping: retention) { path in
        try Checkpoint.write(
          to: path, network: trainer.network, optimiser: trainer.optimiser,
          record: TrainingRecord(position: place))
      }
    }
  }

  @Test func theNewestAndThoseKeptForGoodStay() throws {
    let workplace = try Workplace()
    let folder = CheckpointFolder(workplace.folder("checkpoints"))
    try Self.fill(
      folder, workplace,
      [1, 2, 3, 4, 5].map { Self.place($0) } + [Self.place(5, 1), Self.place(5, 2)],
      keeping: Retention(last: 2, everyEpochs: 2))
    #expect(
      try Self.names(folder) == [
        "epoch-0002.h5", "epoch-0004.h5", "epoch-0005-step-0001.h5", "epoch-0005-step-0002.h5",
        "latest",
      ])
    #expect(try folder.latest() == folder.path + "/epoch-0005-step-0002.h5")
  }

  @Test func anEpochIsFoundByItsNumber() throws {
    let workplace = try Workplace()
    let folder = CheckpointFolder(workplace.folder("checkpoints"))
    #expect(folder.all() == [])
    try Self.fill(
      folder, workplace, [Self.place(1), Self.place(2), Self.place(2, 1)],
      keeping: Retention(last: 3))
    #expect(
      folder.all()
        == ["epoch-0001.h5", "epoch-0002.h5", "epoch-0002-step-0001.h5"].map {
          folder.path + "/" + $0
        })
    #expect(try folder.checkpoint(ofEpoch: 2) == folder.path + "/epoch-0002.h5")
    #expect(throws: CheckpointError.self) { try folder.checkpoint(ofEpoch: 3) }
  }

  @Test func nothingGoesWhereTheNewestCannotBeReadBack() throws {
    let workplace = try Workplace()
    let folder = CheckpointFolder(workplace.folder("checkpoints"))
    try Self.fill(folder, workplace, [Self.place(1)], keeping: Retention(last: 1))
    #expect(throws: CheckpointError.self) {
      try folder.add(Self.place(2), keeping: Retention(last: 1)) { path in
        try "half".write(toFile: path, atomically: false, encoding: .utf8)
      }
    }
    #expect(try folder.latest() == folder.path + "/epoch-0001.h5")
    #expect(try folder.latestWhole()?.path == folder.path + "/epoch-0001.h5")
  }

  @Test func aDamagedOneIsPassedOverForTheOneBefore() throws {
    let workplace = try Workplace()
    let folder = CheckpointFolder(workplace.folder("checkpoints"))
    #expect(try folder.latestWhole() == nil)
    try Self.fill(
      folder, workplace, [1, 2, 3].map { Self.place($0) }, keeping: Retention(last: 3))
    #expect(try folder.latestWhole()?.remarks == [])
    for (name, before) in [("epoch-0003.h5", "epoch-0002.h5"), ("epoch-0002.h5", "epoch-0001.h5")] {
      truncate(folder.path + "/" + name, 100_000)
      let (path, remarks) = try #require(try folder.latestWhole())
      #expect(path == folder.path + "/" + before)
      #expect(remarks.first?.contains("epoch-0003.h5 is damaged") == true, "\(remarks)")
    }
    unlink(folder.path + "/epoch-0001.h5")
    let error = #expect(throws: CheckpointError.self) { try folder.latestWhole() }
    #expect(error?.description.contains("are damaged: ") == true, "\(error?.description ?? "")")
  }

  @Test func whatAKilledProcessLeftIsRemovedAndNothingElse() throws {
    let folder = try TemporaryFolder()
    for name in ["epoch-0001.h5", "epoch-0002.h5.tmp", "latest", "latest.tmp", "notes.txt"] {
      try "x".write(toFile: folder(name), atomically: false, encoding: .utf8)
    }
    try CheckpointFolder(folder.path).removeLeftovers()
    #expect(
      try Self.names(CheckpointFolder(folder.path)) == ["epoch-0001.h5", "latest", "notes.txt"])
    try CheckpointFolder(folder("missing")).removeLeftovers()
  }

  @Test func namesSortByEpoch() {
    #expect(CheckpointFolder.name(of: Self.place(10)) == "epoch-0010.h5")
    #expect(CheckpointFolder.name(of: Self.place(2, 13)) == "epoch-0002-step-0013.h5")
    #expect(CheckpointFolder.name(of: Self.place(12_345)) == "epoch-12345.h5")
    for name in ["epoch-0010.h5", "epoch-0002-step-0013.h5", "epoch-12345.h5"] {
      #expect(CheckpointPlace(fileName: name)?.fileName == name)
    }
    for name in [
      "epoch-10.h5", "epoch-0010.h5.tmp", "latest", "epoch-0010-step.h5", "Epoch-0010.h5",
    ] {
      #expect(CheckpointPlace(fileName: name) == nil, "\(name)")
    }
  }
}
