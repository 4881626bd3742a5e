import Basics
import Foundation

/// The folder of a run's checkpoints: `epoch-0010.h5`, …, and `latest`, a text file with the newest one's name.
public struct CheckpointFolder: Sendable {
  /// The folder's path.
  public let path: String

  /// Names a folder, which need not exist yet.
  ///
  /// - Parameter path: the folder's path.
  public init(_ path: String) {
    self.path = path
  }

  /// Returns the file name of a checkpoint: `epoch-0010.h5`, or `epoch-0002-step-0013.h5` within an epoch.
  ///
  /// - Parameter position: how far training has come.
  public static func name(of position: TrainingPosition) -> String {
    CheckpointPlace(position).fileName
  }

  /// Returns the path of the newest checkpoint, or nil if there is none.
  ///
  /// - Throws: `SystemCallError` if the file `latest` exists but can't be read.
  public func latest() throws -> String? {
    let pointer = path + "/latest"
    guard Folder.isFile(pointer) else { return nil }
    guard let name = try? BoundedFile.text(pointer, atMost: BoundedFile.mostOfSettings) else {
      throw SystemCallError(action: "reading", path: pointer)
    }
    return path + "/" + name.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Returns the paths of all checkpoints, oldest first.
  public func all() -> [String] { places().sorted().map { path + "/" + $0.fileName } }

  /// Returns the path of the checkpoint at the end of an epoch.
  ///
  /// - Parameter epoch: the epoch's number, from 1.
  /// - Throws: ``CheckpointError/noEpoch(folder:epoch:names:)`` if it was not kept.
  public func checkpoint(ofEpoch epoch: Int) throws -> String {
    let names = places().sorted().map(\.fileName)
    let name = Self.name(of: TrainingPosition(epoch: epoch, stepInEpoch: 0, step: 0))
    guard names.contains(name) else {
      throw CheckpointError.noEpoch(folder: path, epoch: epoch, names: names)
    }
    return path + "/" + name
  }

  /// Finds the newest undamaged checkpoint.
  ///
  /// - Returns: its path and what is wrong with newer ones; nil if there is no checkpoint at all.
  /// - Throws: ``CheckpointError/allDamaged(folder:reasons:)`` if all checkpoints are damaged.
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

  /// Writes a checkpoint, checks it, makes it the latest, and only then removes older ones.
  ///
  /// - Parameters:
  ///   - position: how far training has come; it decides the file's name.
  ///   - retention: decides which older checkpoints stay.
  ///   - write: writes the checkpoint to the given path.
  /// - Returns: the file's path.
  /// - Throws: errors of writing, ``CheckpointError``, or `SystemCallError`.
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

  /// Removes temporary files that a killed process left behind.
  ///
  /// Call this only while holding the run's lock: otherwise the files of another writing process are removed.
  ///
  /// - Throws: `SystemCallError`.
  public func removeLeftovers() throws {
    for name in names() where name.hasSuffix(DurableFile.suffix) {
      try Folder.remove(path + "/" + name)
    }
  }

  private func places() -> [CheckpointPlace] {
    names().compactMap(CheckpointPlace.init(fileName:))
  }

  /// The names of the folder's files; empty if the folder does not exist.
  private func names() -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
  }
}

/// Decides which checkpoints of a run are kept.
public struct Retention: Equatable, Sendable {
  /// How many of the newest checkpoints are kept, at least 1.
  public var last: Int
  /// The checkpoint of every `everyEpochs`-th epoch is never removed; 0 keeps none of them.
  public var everyEpochs: Int

  /// Creates a retention.
  ///
  /// - Parameters:
  ///   - last: how many of the newest checkpoints are kept, at least 1.
  ///   - everyEpochs: the checkpoint of every `everyEpochs`-th epoch is never removed; 0 keeps none of them.
  public init(last: Int, everyEpochs: Int = 0) {
    (self.last, self.everyEpochs) = (last, everyEpochs)
  }

  /// Returns the checkpoints that can be removed.
  ///
  /// - Parameter places: the epoch and the step of every checkpoint.
  /// - Returns: the places that are neither among the newest nor kept by ``everyEpochs``.
  public func superfluous(among places: [CheckpointPlace]) -> [CheckpointPlace] {
    places.sorted().dropLast(max(last, 1)).filter { place in
      !(everyEpochs > 0 && place.stepInEpoch == 0 && place.epoch % everyEpochs == 0)
    }
  }
}

/// The epoch and the step at which a checkpoint was written, as in its file name.
public struct CheckpointPlace: Comparable, Hashable {
  /// Finished epochs.
  public let epoch: Int
  /// Steps taken in the unfinished epoch.
  public let stepInEpoch: Int

  init(_ position: TrainingPosition) {
    (epoch, stepInEpoch) = (position.epoch, position.stepInEpoch)
  }

  /// Reads a file name; nil if it is not the name of a checkpoint.
  ///
  /// - Parameter fileName: the name, such as `epoch-0010.h5`.
  public init?(fileName: String) {
    guard let match = fileName.wholeMatch(of: /epoch-(\d{4,9})(?:-step-(\d{4,9}))?\.h5/),
      let epoch = Int(match.1), let step = match.2.map({ Int($0) }) ?? 0
    else { return nil }
    (self.epoch, stepInEpoch) = (epoch, step)
  }

  /// The file name: `epoch-0010.h5`, or `epoch-0002-step-0013.h5` within an epoch.
  public var fileName: String {
    func digits(_ number: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, 4 - text.count)) + text
    }
    let name = "epoch-\(digits(epoch))"
    return stepInEpoch == 0 ? name + ".h5" : name + "-step-\(digits(stepInEpoch)).h5"
  }

  /// Orders places by epoch, then by step.
  public static func < (one: CheckpointPlace, other: CheckpointPlace) -> Bool {
    (one.epoch, one.stepInEpoch) < (other.epoch, other.stepInEpoch)
  }
}
