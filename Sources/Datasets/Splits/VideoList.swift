import Basics
import Foundation

/// A list of videos, as UCF101's `testlist01.txt` and `trainlist01.txt`: `Category/clip.avi` a line,
/// a label may follow.
package struct VideoList: Equatable, Sendable {
  /// Where it was read from.
  package let path: String
  /// The videos' paths in the collection.
  package let names: [String]

  /// Reads a list.
  ///
  /// - Parameter path: the file. Empty lines are skipped; a number after a space at the end of a line,
  ///   UCF101's label, is dropped.
  /// - Throws: ``SplitError/unreadable(path:reason:)``.
  package init(reading path: String) throws {
    self.path = path
    names = try Self.lines(of: path).map(Self.withoutLabel)
  }

  /// Drops a number after spaces; a regular expression would try every space of a long row of them.
  private static func withoutLabel(_ line: String) -> String {
    let name = line.utf8.reversed().drop { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard name.count < line.utf8.count, name.first == UInt8(ascii: " ") else { return line }
    let kept = name.drop { $0 == UInt8(ascii: " ") }
    return String(decoding: kept.reversed(), as: UTF8.self)
  }

  /// The lines of a text file that are not empty, without spaces around them.
  static func lines(of path: String) throws -> [String] {
    let text: String
    do {
      text = try BoundedFile.text(path, atMost: BoundedFile.mostOfList)
    } catch let error as SystemCallError {
      throw SplitError.unreadable(path: path, reason: error.reason)
    }
    return text.split(whereSeparator: \.isNewline).compactMap { line in
      let text = line.trimmingCharacters(in: .whitespaces)
      return text.isEmpty ? nil : text
    }
  }
}
