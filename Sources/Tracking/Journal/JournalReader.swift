import Basics
import Foundation

/// Reads a journal in pieces.
package struct JournalReader {
  private let path: String

  /// Names a journal, which need not exist.
  package init(_ path: String) { self.path = path }

  /// Reads some entries.
  ///
  /// - Parameters:
  ///   - offset: the byte at which the first one begins.
  ///   - count: the most entries.
  ///   - bytes: the most bytes that are read at once; a longer line is read nevertheless.
  /// - Returns: the entries, and the byte after the last one.
  /// - Throws: `SystemCallError`.
  package func entries(
    from offset: Int, atMost count: Int, bytes: Int = 1 << 20
  ) throws -> (entries: [JournalEntry], end: Int) {
    var size = bytes
    while true {
      let data = try read(from: offset, size)
      let (entries, end) = Self.parse(data, atMost: count)
      if end > 0 || data.count < size { return (entries, offset + end) }
      size *= 2
    }
  }

  /// Reads the last entries.
  ///
  /// - Parameter bytes: how many bytes are read.
  /// - Returns: the entries, and the byte after the last whole line.
  /// - Throws: `SystemCallError`.
  package func last(_ bytes: Int) throws -> (entries: [JournalEntry], end: Int) {
    var status = stat()
    guard stat(path, &status) == 0 else { return ([], 0) }
    var start = max(0, Int(status.st_size) - bytes)
    let data = try read(from: start, bytes)
    var lines = data[...]
    if start > 0 {
      // The first line may have begun before.
      let first = lines.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? lines.endIndex
      start += first - lines.startIndex
      lines = lines[first...]
    }
    let (entries, end) = Self.parse(Data(lines), atMost: .max)
    return (entries, start + end)
  }

  /// Reads bytes from an offset on; fewer if the file ends, and none if there is none.
  private func read(from offset: Int, _ count: Int) throws -> Data {
    do {
      return try BoundedFile.piece(path, from: offset, count: count)
    } catch let error as SystemCallError where error.code == ENOENT {
      return Data()
    }
  }

  /// Reads whole lines; those that are no entries are passed over.
  private static func parse(
    _ data: Data, atMost count: Int
  ) -> (entries: [JournalEntry], end: Int) {
    var (entries, end) = ([JournalEntry](), 0)
    var rest = data[...]
    while entries.count < count, let mark = rest.firstIndex(of: UInt8(ascii: "\n")) {
      if let entry = JSONLine.decode(rest[..<mark]) { entries.append(entry) }
      end += mark + 1 - rest.startIndex
      rest = rest[(mark + 1)...]
    }
    return (entries, end)
  }
}
