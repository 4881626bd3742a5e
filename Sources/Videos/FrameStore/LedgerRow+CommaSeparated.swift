import Basics

extension LedgerRow {
  /// The ledger's header.
  static let columns = [
    "video", "category", "status", "reason", "frames", "queries", "successors", "width", "height",
    "fps", "codec", "seconds", "later_frames", "bytes", "modified_ns", "sha256",
  ]

  /// More than any file has of anything; sums of a million such still fit a number.
  private static let largest = 1 << 42

  /// The row as a line of the ledger.
  var line: String {
    CommaSeparated.row([
      video, category, status.rawValue, reason, String(frames), String(queries),
      String(successors), String(width), String(height), framesPerSecond.decimalText(places: 3),
      codec, seconds.decimalText(places: 3), String(laterFrames), String(bytes), String(modified),
      sha256,
    ])
  }

  /// Reads a row back.
  ///
  /// - Throws: ``MalformedFile``.
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
    // A file from before 1970 has a time below 0.
    guard let modified = Int(row.fields[14]) else {
      throw malformed("modified_ns is not a time: \(row.fields[14])")
    }
    guard let status = Status(rawValue: row.fields[2]) else {
      throw malformed("status is not ok, partial or skipped: \(row.fields[2])")
    }
    guard status == .ok || !row.fields[3].isEmpty else { throw malformed("the reason is missing") }
    self.init(
      video: row.fields[0], category: row.fields[1], status: status, reason: row.fields[3],
      frames: try count(4), queries: try count(5), successors: try count(6), width: try count(7),
      height: try count(8), framesPerSecond: try quantity(9), codec: row.fields[10],
      seconds: try quantity(11), laterFrames: try count(12), bytes: try count(13),
      modified: modified, sha256: row.fields[15])
  }
}
