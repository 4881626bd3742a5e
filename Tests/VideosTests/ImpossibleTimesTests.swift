import Foundation
import TestSupport
import Testing
import Videos

/// Times of packets that no difference or sum of integers holds.
@Suite struct ImpossibleTimesTests {
  /// A Matroska file's cluster is moved to the end of time, so that only the last frame's start is
  /// still a number (https://www.matroska.org/technical/elements.html).
  @Test func aVideoAtTheEndOfTimeIsPrepared() throws {
    let folder = try TemporaryFolder()
    let path = folder("videos/a.mkv")
    try writeClip(path, count: 21, width: 64, height: 64)
    var file = try bytes(path)
    let unknownSize: [UInt8] = [1] + [UInt8](repeating: 0xFF, count: 7)
    let segment = try #require(file.firstRange(of: [0x18, 0x53, 0x80, 0x67] as [UInt8]))
    file.replaceSubrange(segment.upperBound..<segment.upperBound + 8, with: unknownSize)
    let cluster = try #require(file.firstRange(of: [0x1F, 0x43, 0xB6, 0x75] as [UInt8]))
    let time = try #require(file[cluster.upperBound...].firstRange(of: [0xE7, 0x81] as [UInt8]))
    // 20 frames of 40 ms later there are 10 ms left.
    let start = UInt64(Int64.max) - 20 * 40 - 10
    let written = (0..<8).reversed().map { UInt8(truncatingIfNeeded: start >> ($0 * 8)) }
    file.replaceSubrange(
      cluster.upperBound...time.upperBound, with: unknownSize + [0xE7, 0x88] + written)
    try write(file, to: path)
    let ledger = try prepare(folder("videos"), into: folder("store"))
    #expect(ledger.rows.map(\.frames) == [21])
  }
}
