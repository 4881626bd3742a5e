import Basics
import Foundation

/// The frames of a collection of videos on disk, ready to train on.
///
///     FRAMES/store.json                                      what it was made from and how
///     FRAMES/ledger.csv                                      a row a video
///     FRAMES/Archery/v_Archery_g01_c02/frames.csv            a row a query: frame,time_s,successor,later
///     FRAMES/Archery/v_Archery_g01_c02/motion.npy            a row every 5 frames: MotionHistogram
///     FRAMES/Archery/v_Archery_g01_c02/query_frame_00010.jpg
///     FRAMES/Archery/v_Archery_g01_c02/next_frame_00011.jpg
///     FRAMES/Archery/v_Archery_g01_c02/later_frame_00027.jpg   where the sampling asks for them
public struct FrameStore: Sendable {
  static let settingsName = "store.json"
  static let ledgerName = "ledger.csv"
  static let partialLedgerName = "ledger.partial.csv"
  static let framesName = "frames.csv"
  static let motionName = "motion.npy"

  /// The store's folder.
  public let path: String
  /// What it was made from and how.
  public let settings: FrameStoreSettings
  /// What became of every video.
  public let ledger: Ledger
  /// The folders of the videos that were not skipped, relative to the store's.
  private let folders: [String: String]

  /// Opens a finished store.
  ///
  /// - Parameter path: its folder.
  /// - Throws: ``FrameStoreError`` if there is no store or it is not finished, ``MalformedFile``,
  ///   or a ``SystemCallError``.
  public init(path: String) throws {
    let settings = path + "/" + Self.settingsName
    guard Folder.isFile(settings) else { throw FrameStoreError.missing(path: path) }
    guard Folder.isFile(path + "/" + Self.ledgerName) else {
      throw FrameStoreError.unfinished(path: path)
    }
    self.path = path
    self.settings = try FrameStoreSettings(path: settings)
    ledger = try Ledger(path: path + "/" + Self.ledgerName)
    let usable = Set(ledger.usable.map(\.video))
    folders = Self.folders(of: ledger.rows.map(\.video)).filter { usable.contains($0.key) }
  }

  /// Lists a video's stored queries, in order.
  ///
  /// - Parameter video: its name in the ledger; a video that was skipped has none.
  /// - Throws: ``MalformedFile``, or a ``SystemCallError`` where the list can't be read.
  public func frames(of video: String) throws -> [StoredFrame] {
    guard folders[video] != nil else { return [] }
    return try StoredFrame.read(folder(of: video) + "/" + Self.framesName)
  }

  /// Where a query lies.
  ///
  /// - Parameters:
  ///   - video: the video's name in the ledger.
  ///   - number: the frame's number.
  public func queryPath(_ video: String, frame number: Int) -> String {
    folder(of: video) + "/" + Self.queryName(number)
  }

  /// Where a query's successor lies, if it is stored.
  ///
  /// - Parameters:
  ///   - video: the video's name in the ledger.
  ///   - number: the query's number, one less than the successor's.
  public func successorPath(_ video: String, query number: Int) -> String {
    folder(of: video) + "/" + Self.successorName(number + 1)
  }

  /// Where the later frame of a query lies, if one is stored.
  ///
  /// - Parameters:
  ///   - video: the video's name in the ledger.
  ///   - number: the later frame's own number, as ``StoredFrame/later`` has it.
  public func laterPath(_ video: String, frame number: Int) -> String {
    folder(of: video) + "/" + Self.laterName(number)
  }

  /// Where a video's histograms of motion lie; stores of earlier versions have none.
  ///
  /// - Parameter video: the video's name in the ledger.
  public func motionPath(_ video: String) -> String {
    folder(of: video) + "/" + Self.motionName
  }

  private func folder(of video: String) -> String { path + "/" + (folders[video] ?? video) }

  static func queryName(_ number: Int) -> String { "query_frame_\(fiveDigits(number)).jpg" }
  static func successorName(_ number: Int) -> String { "next_frame_\(fiveDigits(number)).jpg" }
  static func laterName(_ number: Int) -> String { "later_frame_\(fiveDigits(number)).jpg" }

  /// The folders of a store's videos by their names.
  static func folders(of videos: [String]) -> [String: String] {
    Dictionary(uniqueKeysWithValues: zip(videos, FrameFolders.assign(videos)))
  }

  private static func fiveDigits(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(5 - digits.count, 0)) + digits
  }
}
