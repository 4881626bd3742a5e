import Basics
import Foundation

/// A frame store while it is being made: held by one process, taken back if nothing comes of it.
final class StoreFolder: Sendable {
  let path: String
  /// Holds the folders of videos whose frames are not all there.
  var temporaryPath: String { path + "/.preparing" }

  /// Within the store: the number of the process that prepares it.
  private static let holderName = ".preparing/process"

  private let descriptor: Int32
  /// The topmost folder that was created for the store.
  private let created: String?

  /// Creates a store, or takes up one that is there.
  ///
  /// - Parameters:
  ///   - path: its folder.
  ///   - settings: what it is to be made from and how.
  /// - Throws: ``PreparationError`` where something else is there, or a ``SystemCallError``.
  init(path: String, settings: FrameStoreSettings) throws {
    try Self.refuseAmongVideos(path, settings)
    let created = Self.topmostMissing(path)
    try Folder.create(path)
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemCallError(action: "opening", path: path) }
    do {
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
        throw PreparationError.busy(
          path: path, process: FileLock.holder(of: path + "/" + Self.holderName))
      }
      try Self.claim(path, settings)
    } catch {
      close(descriptor)
      // The error that ended the work says more than one of cleaning up after it.
      if let created { try? Folder.remove(created) }
      throw error
    }
    (self.path, self.descriptor, self.created) = (path, descriptor, created)
    try Folder.remove(temporaryPath)
    // Only who waits reads it, and a finished store may lie where nothing can be written.
    try? Folder.create(temporaryPath)
    try? "\(getpid())\n".write(
      toFile: path + "/" + Self.holderName, atomically: false, encoding: .utf8)
  }

  deinit { close(descriptor) }

  /// Removes the frames of videos that are not all there, and lets other preparations begin.
  func release() {
    // What can't be removed now is by the next preparation.
    try? Folder.remove(temporaryPath)
    flock(descriptor, LOCK_UN)
  }

  /// The ledger of the videos that are done, `ledger.csv`.
  var ledgerPath: String { path + "/" + FrameStore.ledgerName }
  /// The rows of those that were done since it was written.
  var partialLedgerPath: String { path + "/" + FrameStore.partialLedgerName }

  /// Writes the ledger once all frames are on disk, and removes what only served until then.
  func finish(_ ledger: Ledger) throws {
    try Folder.remove(temporaryPath)
    // Once for all frames: an fsync for each of a hundred thousand would take longer than decoding.
    sync()
    try DurableFile.write(ledger.text, to: ledgerPath)
    try Folder.remove(partialLedgerPath)
  }

  /// Removes a store in which there is no frame.
  func abandon() throws {
    if let created { return try Folder.remove(created) }
    for name in [temporaryPath, partialLedgerPath, path + "/" + FrameStore.settingsName] {
      try Folder.remove(name)
    }
  }

  private static func claim(_ path: String, _ settings: FrameStoreSettings) throws {
    let settingsPath = path + "/" + FrameStore.settingsName
    if Folder.isFile(settingsPath) {
      let found = try FrameStoreSettings(path: settingsPath)
      if let difference = found.difference(from: settings) {
        throw PreparationError.otherStore(path: path, difference: difference)
      }
      return
    }
    let entries: [String]
    do {
      entries = try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw SystemCallError(action: "listing", path: path)
    }
    guard entries.isEmpty else { throw PreparationError.occupied(path: path) }
    try settings.write(to: settingsPath)
  }

  /// The first of a path's folders that is not there, nil if all are.
  private static func topmostMissing(_ path: String) -> String? {
    var missing: String?
    var folder = path
    while !folder.isEmpty, folder != "/", access(folder, F_OK) != 0 {
      missing = folder
      folder = Folder.above(folder)
    }
    return missing
  }

  /// Refuses a store within the folder of the videos, where the next scan would find its pictures.
  private static func refuseAmongVideos(_ path: String, _ settings: FrameStoreSettings) throws {
    guard let resolved = realpath(Folder.nearest(path), nil) else { return }
    defer { free(resolved) }
    guard (String(cString: resolved) + "/").hasPrefix(settings.videos + "/") else { return }
    throw PreparationError.storeAmongVideos(store: path, videos: settings.videos)
  }
}
