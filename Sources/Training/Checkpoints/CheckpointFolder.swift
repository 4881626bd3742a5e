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
    func digits(_ number: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, 4 - text.count)) + text
    }
    let epoch = "epoch-\(digits(position.epoch))"
    return position.stepInEpoch == 0
      ? epoch + ".h5" : epoch + "-step-\(digits(position.stepInEpoch)).h5"
  }

  /// The newest checkpoint's path, or nil if there is none.
  ///
  /// - Throws: `SystemCallError` where `latest` is there and can't be read.
  public func latest() throws -> String? {
    let pointer = path + "/latest"
    guard Folder.isFile(pointer) else { return nil }
    guard let name = try? String(contentsOfFile: pointer, encoding: .utf8) else {
      throw SystemCallError(action: "reading", path: pointer)
    }
    return path + "/" + name.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Writes a checkpoint and makes it the latest.
  ///
  /// - Parameters:
  ///   - position: how far training has come; names the file.
  ///   - write: writes the checkpoint to the path that it is given.
  /// - Returns: the file's path.
  @discardableResult
  public func add(_ position: TrainingPosition, write: (String) throws -> Void) throws -> String {
    try Folder.create(path)
    let name = Self.name(of: position)
    try write(path + "/" + name)
    let previous = try latest()
    try DurableFile.write(name + "\n", to: path + "/latest")
    // A checkpoint within an epoch is kept only until the next one.
    if let previous, previous != path + "/" + name, previous.contains("-step-") { unlink(previous) }
    return path + "/" + name
  }
}
