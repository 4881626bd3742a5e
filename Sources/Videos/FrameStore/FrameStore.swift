import Basics
import Foundation

/// A frame store on disk: the frames of a collection of videos, ready to train on.
///
///     FRAMES/store.json                                      source and settings
///     FRAMES/ledger.csv                                      one row per video
///     FRAMES/Archery/v_Archery_g01_c02/frames.csv            one row per query
///     FRAMES/Archery/v_Archery_g01_c02/motion.npy            one row per 5 frames: FlowHistogram
///     FRAMES/Archery/v_Archery_g01_c02/query_frame_00010.jpg
///     FRAMES/Archery/v_Archery_g01_c02/next_frame_00011.jpg
///     FRAMES/Archery/v_Archery_g01_c02/later_frame_00027.jpg if the sampling asks for later frames
public struct FrameStore: Sendable {
  static let settingsName = "store.json"
  static let ledgerName = "ledger.csv"
  static let partialLedgerName = "ledger.partial.csv"
  static let framesName = "frames.csv"
  static let motionName = "motion.npy"

  /// The folder of the store.
  public let path: String
  /// What the store was made from and how.
  public let settings: FrameStoreSettings
  /// What became of every video.
  public let ledger: Ledger
  /// The folder of each video with frames, relative to the store, by the video's name.
  private let folders: [String: String]

  /// Opens a finished store.
  ///
  /// - Parameter path: its folder.
  /// - Throws: ``FrameStoreError`` if there is no store or it is not finished; `MalformedFile` or
  ///   `SystemCallError` if a file of it cannot be read.
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
    folders = Self.folders(of: ledger.rows).filter { usable.contains($0.key) }
  }

  /// Reads the ledger of a finished store; nil if there is none.
  ///
  /// - Parameter path: the store's folder.
  /// - Throws: `MalformedFile`, or `SystemCallError` if the ledger cannot be read.
  package static func ledger(at path: String) throws -> Ledger? {
    let ledger = path + "/" + ledgerName
    return Folder.isFile(ledger) ? try Ledger(path: ledger) : nil
  }

  /// Lists the stored queries of a video, in order.
  ///
  /// - Parameter video: its name in the ledger.
  /// - Returns: the queries; none if the video was skipped.
  /// - Throws: `MalformedFile`, or `SystemCallError` if the list cannot be read.
  public func frames(of video: String) throws -> [StoredFrame] {
    guard folders[video] != nil else { return [] }
    return try StoredFrame.read(folder(of: video) + "/" + Self.framesName)
  }

  /// Returns the path of a query.
  ///
  /// - Parameters:
  ///   - video: the video's name in the ledger.
  ///   - number: the frame's number.
  public func queryPath(_ video: String, frame number: Int) -> String {
    folder(of: video) + "/" + Self.queryName(number)
  }

  /// Returns the path of the successor of a query.
  ///
  /// The file exists if the successor is stored.
  ///
  /// - Parameters:
  ///   - video: the video's name in the ledger.
  ///   - number: the number of the query; the successor's is one more.
  public func successorPath(_ video: String, query number: Int) -> String {
    folder(of: video) + "/" + Self.successorName(number + 1)
  }

  /// Returns the path of the later frame of a query.
  ///
  /// The file exists if the later frame is stored.
  ///
  /// - Parameters:
  ///   - video: the video's name in the ledger.
  ///   - number: the number of the later frame itself, as in ``StoredFrame/later``.
  public func laterPath(_ video: String, frame number: Int) -> String {
    folder(of: video) + "/" + Self.laterName(number)
  }

  /// Returns the path of a video's flow histograms.
  ///
  /// Stores of earlier versions have none.
  ///
  /// - Parameter video: the video's name in the ledger.
  public func motionPath(_ video: String) -> String {
    folder(of: video) + "/" + Self.motionName
  }

  private func folder(of video: String) -> String { path + "/" + (folders[video] ?? video) }

  static func queryName(_ number: Int) -> String { "query_frame_\(fiveDigits(number)).jpg" }
  static func successorName(_ number: Int) -> String { "next_frame_\(fiveDigits(number)).jpg" }
  static func laterName(_ number: Int) -> String { "later_frame_\(fiveDigits(number)).jpg" }

  /// Returns the folder of each video, by the video's name.
  ///
  /// - Parameter rows: the rows of the videos; one may name a folder of its own.
  static func folders(of rows: [LedgerRow]) -> [String: String] {
    let usual = FrameFolders.assign(rows.map(\.video))
    return Dictionary(
      uniqueKeysWithValues: zip(rows, usual).map { row, folder in
        (row.video, row.folder.isEmpty ? folder : row.folder)
      })
  }

  private static func fiveDigits(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(5 - digits.count, 0)) + digits
  }
}

/// A stored query, and which frames are stored with it: one row of `frames.csv`.
public struct StoredFrame: Equatable, Sendable {
  /// Its number among the decoded frames of the video, from 0.
  public var number: Int
  /// Seconds from the start of the video.
  public var seconds: Double
  /// Whether the next frame is stored too.
  public var hasSuccessor: Bool
  /// The number of the later frame that is stored with it; nil if there is none.
  public var later: Int?

  /// Describes a query.
  ///
  /// - Parameters:
  ///   - number: its number among the decoded frames of the video, from 0.
  ///   - seconds: seconds from the start of the video.
  ///   - hasSuccessor: whether the next frame is stored too.
  ///   - later: the number of the later frame that is stored with it; nil if there is none.
  public init(number: Int, seconds: Double, hasSuccessor: Bool, later: Int? = nil) {
    self.number = number
    self.seconds = seconds
    self.hasSuccessor = hasSuccessor
    self.later = later
  }

  /// The largest frame number that is accepted; no video has so many frames.
  private static let largest = 1 << 42

  /// The header of `frames.csv`.
  static let columns = ["frame", "time_s", "successor", "later"]

  /// Returns the text of `frames.csv`.
  ///
  /// - Parameter frames: the queries of a video, in order.
  static func text(_ frames: [StoredFrame]) -> String {
    CommaSeparated.row(columns)
      + frames.map { frame in
        CommaSeparated.row([
          String(frame.number), frame.seconds.decimalText(places: 6),
          frame.hasSuccessor ? "1" : "0", frame.later.map(String.init) ?? "",
        ])
      }.joined()
  }

  /// Reads `frames.csv`.
  ///
  /// - Parameter path: the file.
  /// - Returns: the queries.
  /// - Throws: `MalformedFile`, or `SystemCallError` if the file cannot be read.
  static func read(_ path: String) throws -> [StoredFrame] {
    try Table.read(path, columns: columns) { row in
      let later = Int(row.fields[3])
      guard let number = Int(row.fields[0]), (0...largest).contains(number),
        let seconds = Double(row.fields[1]), seconds.isFinite, ["0", "1"].contains(row.fields[2]),
        row.fields[3].isEmpty || later.map({ number < $0 && $0 <= largest }) == true
      else {
        throw MalformedFile(
          path: path, line: row.line,
          reason: "not a frame, a time, 0 or 1, and a later frame or nothing")
      }
      return StoredFrame(
        number: number, seconds: seconds, hasSuccessor: row.fields[2] == "1", later: later)
    }
  }
}

/// A folder that cannot be opened as a frame store.
public enum FrameStoreError: ExplainedError, Equatable {
  /// There is no frame store at the path.
  case missing(path: String)
  /// The preparation of the store was stopped before its end.
  case unfinished(path: String)

  /// The request is at fault.
  public var blame: Blame { .usage }

  /// A message such as `FRAMES is not a frame store; make one with unreel prepare`.
  public var description: String {
    switch self {
    case .missing(let path): "\(path) is not a frame store; make one with unreel prepare"
    case .unfinished(let path):
      "the frame store \(path) is not finished; run unreel prepare on it again"
    }
  }
}
