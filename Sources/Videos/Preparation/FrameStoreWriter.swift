import Basics
import Foundation

/// A frame store that is being made.
///
/// One process at a time owns it.
///
/// If nothing comes of the preparation, everything it created is removed again.
final class FrameStoreWriter: Sendable {
  /// The folder of the store.
  let path: String
  /// The folder for the files of unfinished videos.
  var temporaryPath: String { path + "/.preparing" }

  /// A file within the store that holds the number of the process that owns it.
  private static let holderName = ".preparing/process"

  /// The open folder, which carries the lock.
  private let descriptor: Int32
  /// The topmost folder that was created for the store; nil if none was.
  private let created: String?

  /// Creates a store, or takes over an existing one.
  ///
  /// - Parameters:
  ///   - path: its folder.
  ///   - settings: what it is made from and how.
  /// - Throws: ``PreparationError`` if the folder holds something else or another process owns it,
  ///   or `SystemCallError`.
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
      // The error that ended the work matters more than an error of cleaning up.
      if let created { try? Folder.remove(created) }
      throw error
    }
    (self.path, self.descriptor, self.created) = (path, descriptor, created)
    try Folder.remove(temporaryPath)
    // An error does not matter here: only a waiting process reads the file, and a finished store
    // may lie where nothing can be written.
    try? Folder.create(temporaryPath)
    try? "\(getpid())\n".write(
      toFile: path + "/" + Self.holderName, atomically: false, encoding: .utf8)
  }

  deinit { close(descriptor) }

  /// Removes the files of unfinished videos, and lets other processes take the store.
  func release() {
    // What cannot be removed now is removed by the next preparation.
    try? Folder.remove(temporaryPath)
    flock(descriptor, LOCK_UN)
  }

  /// The ledger of a finished store, `ledger.csv`.
  var ledgerPath: String { path + "/" + FrameStore.ledgerName }
  /// The rows of videos that were finished since the ledger was written.
  var partialLedgerPath: String { path + "/" + FrameStore.partialLedgerName }

  /// Finds the folders for the frames of some videos.
  ///
  /// - Parameters:
  ///   - files: the videos.
  ///   - taken: the folders of videos that are in the store already.
  /// - Returns: the folders, in the order of the videos; the usual ones if the disk can hold them.
  /// - Throws: `SystemCallError`.
  func folders(for files: [VideoFile], besides taken: [String]) throws -> [String] {
    guard !files.isEmpty else { return [] }
    return try FolderNames.find(
      files.map(\.frameFolder), besides: taken, trials: temporaryPath + "/names")
  }

  /// Writes the ledger once all frames are on disk, and removes the files of the work.
  ///
  /// - Parameter ledger: the rows of all videos.
  /// - Throws: `SystemCallError`.
  func finish(_ ledger: Ledger) throws {
    try Folder.remove(temporaryPath)
    // One call for all frames: fsync for each of 100,000 files would take longer than the decoding.
    sync()
    try DurableFile.write(ledger.text, to: ledgerPath)
    try Folder.remove(partialLedgerPath)
  }

  /// Removes a store without any frame.
  ///
  /// - Throws: `SystemCallError`.
  func abandon() throws {
    if let created { return try Folder.remove(created) }
    for name in [temporaryPath, partialLedgerPath, path + "/" + FrameStore.settingsName] {
      try Folder.remove(name)
    }
  }

  /// Compares the settings of an existing store, or writes those of a new one.
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

  /// Returns the first folder of a path that does not exist; nil if all exist.
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
    guard Folder.holds(settings.videos, Folder.absolute(path)) else { return }
    throw PreparationError.storeAmongVideos(store: path, videos: settings.videos)
  }
}

/// A preparation that cannot begin or cannot be completed.
public enum PreparationError: ExplainedError, Equatable {
  /// No frame of any video could be decoded.
  case nothingDecoded(folder: String, reasons: [String])
  /// The folder for the store holds other files.
  case occupied(path: String)
  /// The store would lie within the folder of the videos.
  case storeAmongVideos(store: String, videos: String)
  /// The existing store was made with other settings.
  case otherStore(path: String, difference: String)
  /// The store holds videos that the collection lacks.
  case videosGone(store: String, videos: String, first: String, count: Int)
  /// The store holds videos that exist but are left out of the request.
  case videosLeftOut(store: String, first: String, count: Int)
  /// The store holds files that a scan passes over since this version.
  case videosPassedOver(store: String, first: String, count: Int)
  /// Another process is preparing the store.
  case busy(path: String, process: Int?)

  /// The request is at fault.
  public var blame: Blame { .usage }

  /// A message such as `FRAMES was made with stride 5, not 10; prepare into another folder`.
  public var description: String {
    switch self {
    case .nothingDecoded(let folder, let reasons):
      "no frame could be decoded from any file of \(folder): \(reasons.joined(separator: "; "))"
    case .occupied(let path):
      "\(path) is neither empty nor a frame store; prepare into another folder"
    case .storeAmongVideos(let store, let videos):
      "the frame store \(store) would lie among the videos of \(videos); prepare into another folder"
    case .otherStore(let path, let difference):
      "\(path) was made \(difference); prepare into another folder"
    case .videosGone(let store, let videos, let first, let count):
      "\(videos) lacks \(count) video\(count == 1 ? "" : "s") that \(store) holds, such as \(first);"
        + " put them back, or choose another folder with -o for those that are there"
    case .videosLeftOut(let store, let first, let count):
      "\(store) holds \(count) video\(count == 1 ? "" : "s") that these categories and lists leave out,"
        + " such as \(first); include them or prepare into another folder"
    case .videosPassedOver(let store, let first, let count):
      "\(store) holds \(count) file\(count == 1 ? "" : "s") that \(count == 1 ? "is" : "are") no longer"
        + " taken for videos, such as \(first); choose another folder with -o"
    case .busy(let path, let process):
      "another process\(process.map { " (\($0))" } ?? "") is preparing \(path);"
        + " wait for it or stop it"
    }
  }
}
