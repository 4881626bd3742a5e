/// What became of one video when its frames were stored.
public struct LedgerRow: Equatable, Sendable {
  /// How it went.
  public enum Status: String, Sendable {
    /// Nothing of the video lacks, as far as it had to be decoded.
    case ok
    /// Frames were stored, but the video is damaged or ends early.
    case partial
    /// Nothing was stored: it is no video, or no frame of it could be decoded.
    case skipped
  }

  /// The video's path relative to its collection.
  public var video: String
  /// The first folder of that path, empty if there is none.
  public var category: String
  /// How it went.
  public var status: Status
  /// Why it was not ``Status/ok``, empty if it was.
  public var reason: String
  /// Sound frames, with those that needed no decoding; 0 if skipped, as are the other numbers.
  public var frames = 0
  /// Frames stored as queries.
  public var queries = 0
  /// Frames stored as successors of queries.
  public var successors = 0
  /// Width in pixels as shown, that is after rotation.
  public var width = 0
  /// Height in pixels as shown.
  public var height = 0
  /// Frames a second, 0 if the video does not tell.
  public var framesPerSecond = 0.0
  /// The codec's name in FFmpeg, empty if skipped.
  public var codec = ""
  /// How long the decoded frames last, in seconds.
  public var seconds = 0.0
  /// Frames stored as later frames of queries.
  public var laterFrames = 0
  /// The file's size in bytes.
  public var bytes = 0
  /// When the file was last written, in nanoseconds since 1970.
  public var modified = 0
  /// SHA-256 of the file as hexadecimal digits, empty if it could not be read.
  public var sha256 = ""

  /// A row for a video of which nothing was stored.
  static func skipped(_ file: VideoFile, reason: String) -> LedgerRow {
    LedgerRow(video: file.name, category: file.category, status: .skipped, reason: reason)
  }

  /// The row with what the file was known by, if that could be asked.
  func stamped(_ stamp: FileStamp?) -> LedgerRow {
    var row = self
    if let stamp { (row.bytes, row.modified) = (stamp.bytes, stamp.modified) }
    return row
  }
}
