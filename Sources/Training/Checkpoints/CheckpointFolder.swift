import Basics
import Foundation

/// The checkpoints of a run: `epoch-0010.h5`, …, and `latest`, a text that names the newest.
public struct CheckpointFolder: Sendable {
  /// The folder.
  public let path: String

  /// Names a folder, which need not be there yet.
  public init(_ path: String) {
    self.path = path
  }

  /// The name of the checkpoint of a position: `epoch-0010.h5`, or `epoch-0002-step-0013.h5` within
  /// an epoch.
  public static func name(of position: TrainingPosition) -> String {
    CheckpointPlace(position).fileName
  }

  /// The newest checkpoint's path, or nil if there is none.
  ///
  /// - Throws: `SystemCallError` where `latest` is there and can't be read.
  public func latest() throws -> String? {
    let pointer = path + "/latest"
    guard Folder.isFile(pointer) else { return nil }
    guard let name = try? BoundedFile.text(pointer, atMost: BoundedFile.mostOfSettings) else {
      throw SystemCallError(action: "reading", path: pointer)
    }
    return path + "/" + name.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// The paths of all checkpoints, oldest first.
  public func all() -> [String] { places().sorted().map { path + "/" + $0.fileName } }

  /// The checkpoint at the end of an epoch.
  ///
  /// - Throws: ``CheckpointError/noEpoch(folder:epoch:names:)`` where it was not kept.
  public func checkpoint(ofEpoch epoch: Int) throws -> String {
    let names = places().sorted().map(\.fileName)
    let name = Self.name(of: TrainingPosition(epoch: epoch, stepInEpoch: 0, step: 0))
    guard names.contains(name) else {
      throw CheckpointError.noEpoch(folder: path, epoch: epoch, names: names)
    }
    return path + "/" + name
  }

  /// The newest checkpoint that is whole, and what is wrong with newer ones.
  ///
  /// - Returns: nil where there is no checkpoint at all.
  /// - Throws: ``CheckpointError/allDamaged(folder:reasons:)`` where none is whole.
  public func latestWhole() throws -> (path: String, remarks: [String])? {
    guard let latest = try latest() else { return nil }
    let others = places().sorted(by: >).map { path + "/" + $0.fileName }.filter { $0 != latest }
    var remarks: [String] = []
    for candidate in [latest] + others {
      do {
        try Checkpoint.check(candidate)
        return (candidate, remarks)
      } catch let error as any ExplainedError {
        remarks.append(error.description)
      }
    }
    throw CheckpointError.allDamaged(folder: path, reasons: remarks)
  }

  /// Writes a checkpoint, reads it back, makes it the latest, and only then removes older ones.
  ///
  /// - Parameters:
  ///   - position: how far training has come; names the file.
  ///   - retention: which older ones stay.
  ///   - write: writes the checkpoint to the path that it is given.
  /// - Returns: the file's path.
  @discardableResult
  public func add(
    _ position: TrainingPosition, keeping retention: Retention, write: (String) throws -> Void
  ) throws -> String {
    try Folder.create(path)
    let name = Self.name(of: position)
    try write(path + "/" + name)
    try Checkpoint.check(path + "/" + name)
    try DurableFile.write(name + "\n", to: path + "/latest")
    for place in retention.superfluous(among: places()) where place.fileName != name {
      try Folder.remove(path + "/" + place.fileName)
    }
    return path + "/" + name
  }

  /// Removes what a process that was killed while writing left behind.
  ///
  /// Only for who holds the run, since another one's writing would be taken for that.
  public func removeLeftovers() throws {
    for name in names() where name.hasSuffix(DurableFile.suffix) {
      try Folder.remove(path + "/" + name)
    }
  }

  private func places() -> [CheckpointPlace] {
    names().compactMap(CheckpointPlace.init(fileName:))
  }

  /// What lies in the folder; nothing where there is none.
  private func names() -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
  }
}

/// Which checkpoints of a run are kept.
public struct Retention: Equatable, Sendable {
  /// How many of the newest are kept, at least 1.
  public var last: Int
  /// Those at the end of every so many epochs are kept for good; 0 is none.
  public var everyEpochs: Int

  /// Names a choice.
  ///
  /// - Parameters:
  ///   - last: how many of the newest are kept, at least 1.
  ///   - everyEpochs: those at the end of every so many epochs are kept for good; 0 is none.
  public init(last: Int, everyEpochs: Int = 0) {
    (self.last, self.everyEpochs) = (last, everyEpochs)
  }

  /// Which checkpoints may go.
  ///
  /// - Parameter places: the epoch, and the step within it, of every checkpoint.
  /// - Returns: the places that are neither among the newest nor kept for good.
  public func superfluous(among places: [CheckpointPlace]) -> [CheckpointPlace] {
    places.sorted().dropLast(max(last, 1)).filter { place in
      !(everyEpochs > 0 && place.stepInEpoch == 0 && place.epoch % everyEpochs == 0)
    }
  }
}

/// Where in training a checkpoint was written, as its file's name says.
public struct CheckpointPlace: Comparable, Hashable {
  /// Epochs that were finished.
  public let epoch: Int
  /// Steps taken in the epoch that was not.
  public let stepInEpoch: Int

  init(_ position: TrainingPosition) {
    (epoch, stepInEpoch) = (position.epoch, position.stepInEpoch)
  }

  /// Reads a file's name; nil where it is no checkpoint's.
  public init?(fileName: String) {
    guard let match = fileName.wholeMatch(of: /epoch-(\d{4,9})(?:-step-(\d{4,9}))?\.h5/),
      let epoch = Int(match.1), let step = match.2.map({ Int($0) }) ?? 0
    else { return nil }
    (self.epoch, stepInEpoch) = (epoch, step)
  }

  /// `epoch-0010.h5`, or `epoch-0002-step-0013.h5` within an epoch.
  public var fileName: String {
    func digits(_ number: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, 4 - text.count)) + text
    }
    let name = "epoch-\(digits(epoch))"
    return stepInEpoch == 0 ? name + ".h5" : name + "-step-\(digits(stepInEpoch)).h5"
  }

  public static func < (one: CheckpointPlace, other: CheckpointPlace) -> Bool {
    (one.epoch, one.stepInEpoch) < (other.epoch, other.stepInEpoch)
  }
}
