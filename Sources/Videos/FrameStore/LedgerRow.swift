import Basics
import Foundation

/// What became of one video when its frames were stored.
public struct LedgerRow: Equatable, Sendable {
  /// The outcome.
  public enum Status: String, Sendable {
    /// The video is complete, as far as it had to be decoded.
    case ok
    /// Frames were stored, but the video is damaged or ends early.
    case partial
    /// Nothing was stored: the file is no video, or no frame of it could be decoded.
    case skipped
  }

  /// The path of the video relative to its collection.
  public var video: String
  /// The first folder of that path; empty if there is none.
  public var category: String
  /// The outcome.
  public var status: Status
  /// Why the status is not ``Status/ok``; a remark on the pictures, or empty, if it is.
  public var reason: String
  /// The number of sound frames, including those that needed no decoding.
  ///
  /// All numbers are 0 for a skipped video.
  public var frames = 0
  /// The number of frames stored as queries.
  public var queries = 0
  /// The number of frames stored as successors of queries.
  public var successors = 0
  /// Width in pixels as shown, that is, after rotation.
  public var width = 0
  /// Height in pixels as shown.
  public var height = 0
  /// The frame rate in frames per second; 0 if the video does not state it.
  public var framesPerSecond = 0.0
  /// FFmpeg's name of the codec; empty if the video was skipped.
  public var codec = ""
  /// The duration of the decoded frames in seconds.
  public var seconds = 0.0
  /// The number of frames stored as later frames of queries.
  public var laterFrames = 0
  /// The size of the file in bytes.
  public var bytes = 0
  /// When the file was last written, in nanoseconds since 1970.
  ///
  /// Int would end in the year 2262; some disks count further.
  public var modified: Int128 = 0
  /// SHA-256 of the file in hexadecimal digits; empty if it could not be read.
  public var sha256 = ""
  /// The folder of the frames within the store, if the disk can't hold the usual one; otherwise empty.
  public var folder = ""

  /// Makes a row for a video of which nothing was stored.
  ///
  /// - Parameters:
  ///   - file: the video.
  ///   - reason: why nothing was stored.
  static func skipped(_ file: VideoFile, reason: String) -> LedgerRow {
    LedgerRow(video: file.name, category: file.category, status: .skipped, reason: reason)
  }

  /// Returns the row with the size and the time of the file.
  ///
  /// - Parameter stamp: size and time; nil if they are unknown.
  func stamped(_ stamp: FileStamp?) -> LedgerRow {
    var row = self
    if let stamp { (row.bytes, row.modified) = (stamp.bytes, stamp.modified) }
    return row
  }
}

/// The row as a line of `ledger.csv`.
extension LedgerRow {
  /// The header of `ledger.csv`.
  static let columns = [
    "video", "category", "status", "reason", "frames", "queries", "successors", "width", "height",
    "fps", "codec", "seconds", "later_frames", "bytes", "modified_ns", "sha256",
  ]

  /// The largest count that is accepted.
  ///
  /// A million of them can still be added.
  private static let largest = 1 << 42

  /// The name of the column that follows if a folder has another name than usual.
  static let folderColumn = "folder"

  /// The row as a line.
  ///
  /// - Parameter namesFolders: whether the table has the column `folder`.
  func line(namesFolders: Bool) -> String {
    CommaSeparated.row(
      [
        video, category, status.rawValue, reason, String(frames), String(queries),
        String(successors), String(width), String(height), framesPerSecond.decimalText(places: 3),
        codec, seconds.decimalText(places: 3), String(laterFrames), String(bytes), String(modified),
        sha256,
      ] + (namesFolders ? [folder] : []))
  }

  /// Reads a row.
  ///
  /// - Parameters:
  ///   - row: the fields of the line.
  ///   - path: the file, for errors.
  /// - Throws: `MalformedFile`.
  init(_ row: TableRow, path: String) throws {
    func malformed(_ reason: String) -> MalformedFile {
      MalformedFile(path: path, line: row.line, reason: reason)
    }
    func count(_ column: Int) throws -> Int {
      guard let number = Int(row.fields[column]), (0...Self.largest).contains(number) else {
        throw malformed("\(Self.columns[column]) is not a count: \(row.fields[column])")
      }
      return number
    }
    func quantity(_ column: Int) throws -> Double {
      guard let number = Double(row.fields[column]), number.isFinite else {
        throw malformed("\(Self.columns[column]) is not a number: \(row.fields[column])")
      }
      return number
    }
    // A file from before 1970 has a negative time.
    guard let modified = Int128(row.fields[14]) else {
      throw malformed("modified_ns is not a time: \(row.fields[14])")
    }
    guard let status = Status(rawValue: row.fields[2]) else {
      throw malformed("status is not ok, partial or skipped: \(row.fields[2])")
    }
    // Such a folder is removed and made anew, so it must lie within the store.
    let folder = row.fields[16]
    let parts = folder.split(separator: "/", omittingEmptySubsequences: false)
    guard folder.isEmpty || !parts.contains(where: { ["", ".", ".."].contains($0) }) else {
      throw malformed("folder is not a path within the store: \(folder)")
    }
    guard status == .ok || !row.fields[3].isEmpty else { throw malformed("the reason is missing") }
    self.init(
      video: row.fields[0], category: row.fields[1], status: status, reason: row.fields[3],
      frames: try count(4), queries: try count(5), successors: try count(6), width: try count(7),
      height: try count(8), framesPerSecond: try quantity(9), codec: row.fields[10],
      seconds: try quantity(11), laterFrames: try count(12), bytes: try count(13),
      modified: modified, sha256: row.fields[15], folder: folder)
  }
}

/// The size and the time of a file.
///
/// If both are unchanged, the file is taken to be unchanged without reading it.
struct FileStamp: Equatable {
  /// The size in bytes.
  let bytes: Int
  /// When the file was last written, in nanoseconds since 1970.
  let modified: Int128

  /// Asks the system for the size and the time of a file.
  ///
  /// - Parameter path: the file.
  /// - Throws: `SystemCallError`.
  init(of path: String) throws {
    var information = stat()
    guard stat(path, &information) == 0 else {
      throw SystemCallError(action: "reading", path: path)
    }
    bytes = Int(information.st_size)
    modified =
      Int128(information.st_mtim.tv_sec) * 1_000_000_000 + Int128(information.st_mtim.tv_nsec)
  }

  /// Takes the size and the time from a row of the ledger.
  ///
  /// - Parameter row: the row.
  init(in row: LedgerRow) {
    (bytes, modified) = (row.bytes, row.modified)
  }
}

extension Double {
  /// Writes the number with decimals, without an exponent and independent of the locale: `29.97`.
  ///
  /// Trailing zeros are dropped.
  ///
  /// - Parameter places: the largest number of digits after the decimal point.
  /// - Returns: the rounded number.
  func decimalText(places: Int) -> String {
    guard isFinite else { return "0" }
    var unit = 1.0
    for _ in 0..<places { unit *= 10 }
    let units = (magnitude * unit).rounded()
    guard units < 0x1p62 else { return description }
    var digits = String(Int(units))
    digits = String(repeating: "0", count: max(places + 1 - digits.count, 0)) + digits
    let sign = self < 0 && units > 0 ? "-" : ""
    let behind = digits.suffix(places)
    let trimmed = behind.reversed().drop { $0 == "0" }.reversed()
    return sign + digits.dropLast(places) + (trimmed.isEmpty ? "" : "." + String(trimmed))
  }
}
