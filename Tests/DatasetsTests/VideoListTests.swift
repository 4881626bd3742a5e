import Datasets
import Foundation
import TestSupport
import Testing

@Suite struct VideoListTests {
  private func names(_ text: String) throws -> [String] {
    let folder = try TemporaryFolder()
    try text.write(toFile: folder("list.txt"), atomically: false, encoding: .utf8)
    return try VideoList(reading: folder("list.txt")).names
  }

  @Test func labelsAreDroppedAndNothingElse() throws {
    let found = try names("A/a.avi 1\r\nA/b 2.avi\nA/c d.avi  12\n\n 3\nA/e7\nA/f 1 2\n")
    #expect(found == ["A/a.avi", "A/b 2.avi", "A/c d.avi", "3", "A/e7", "A/f 1"])
  }

  /// Time that grows with the square of a line's length would be hours.
  @Test(.timeLimit(.minutes(1))) func aLineOfAMillionSpacesIsRead() throws {
    let spaces = String(repeating: " ", count: 1_000_000)
    #expect(try names("a\(spaces)b\n") == ["a\(spaces)b"])
    #expect(try names("a\(spaces)7\n") == ["a"])
  }
}
