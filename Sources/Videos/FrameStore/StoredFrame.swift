import Basics

/// A query that was stored, and what was stored with it.
public struct StoredFrame: Equatable, Sendable {
  /// Its number among the video's decoded frames, from 0.
  public var number: Int
  /// Seconds from the video's start.
  public var seconds: Double
  /// Whether the very next frame is stored too.
  public var hasSuccessor: Bool
  /// The number of the later frame that is stored with it; nil where none is.
  public var later: Int?

  /// Describes a query.
  ///
  /// - Parameters:
  ///   - number: its number among the video's decoded frames, from 0.
  ///   - seconds: seconds from the video's start.
  ///   - hasSuccessor: whether the very next frame is stored too.
  ///   - later: the number of the later frame that is stored with it, if one is.
  public init(number: Int, seconds: Double, hasSuccessor: Bool, later: Int? = nil) {
    self.number = number
    self.seconds = seconds
    self.hasSuccessor = hasSuccessor
    self.later = later
  }

  /// No video has more frames.
  private static let largest = 1 << 42

  /// The header of a video's list of frames.
  static let columns = ["frame", "time_s", "successor", "later"]

  /// Writes a list as a file's text.
  static func text(_ frames: [StoredFrame]) -> String {
    CommaSeparated.row(columns)
      + frames.map { frame in
        CommaSeparated.row([
          String(frame.number), frame.seconds.decimalText(places: 6),
          frame.hasSuccessor ? "1" : "0", frame.later.map(String.init) ?? "",
        ])
      }.joined()
  }

  /// Reads a list.
  ///
  /// - Throws: ``MalformedFile``, or a ``SystemCallError`` where it can't be read.
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
