import Foundation
import TestSupport
import Testing
import Videos

/// What is done to a file.
enum Harm { case cut, zeroed, flippedBytes, lost }

/// Damaged files: only sound frames are stored.
@Suite struct DamageTests {
  static let encodings = [
    Encoding(file: "clip.avi"),
    Encoding(file: "clip.avi", maximumBFrames: 2),
    Encoding(file: "clip.mkv", codec: "libx264", maximumBFrames: 3),
    Encoding(file: "clip.ts", codec: "libx264", maximumBFrames: 3),
    Encoding(file: "clip.flv", codec: "libx264"),
    Encoding(file: "clip.ts", codec: "mpeg2video", maximumBFrames: 2),
    Encoding(file: "clip.webm", codec: "libvpx-vp9"),
  ]

  /// The kinds of damage, each with its position as a share of the file.
  static let harms: [(Harm, Double)] =
    [(.cut, 0.5), (.flippedBytes, 0.4), (.flippedBytes, 0.55)]
    + stride(from: 0.3, to: 0.75, by: 0.1).flatMap { [(.zeroed, $0), (.lost, $0 + 0.03)] }

  @Test(arguments: encodings)
  func onlySoundFramesOfADamagedVideoAreStored(_ encoding: Encoding) throws {
    let folder = try TemporaryFolder()
    let count = 96
    let path = folder("videos/" + encoding.file)
    try writeClip(
      path, count: count, codec: encoding.codec, maximumBFrames: encoding.maximumBFrames)
    let sound = try bytes(path)
    for (index, (harm, place)) in Self.harms.enumerated() {
      let comment = Comment(rawValue: "\(harm) at \(place)")
      try write(harmed(sound, harm, at: Int(place * Double(sound.count))), to: path)
      let row = try #require(
        try prepare(folder("videos"), into: folder("store\(index)")).rows.first)
      if harm != .cut {
        #expect(row.status == .partial && !row.reason.isEmpty, comment)
      } else if !encoding.file.hasSuffix(".ts") {
        // A transport stream states no duration, so a cut between frames cannot be noticed.
        #expect(
          row.status == .partial && row.reason.contains("of the 3.84 s that it promises"), comment)
      }
      #expect(row.frames >= 10 && row.frames < count, comment)
      #expect(row.queries == (row.frames + 9) / 10, comment)
      let painted = try paintedQueries(FrameStore(path: folder("store\(index)")), encoding.file)
      #expect(painted.count == row.queries, comment)
      // No frame twice, no frame out of order, and no number that was not painted.
      for (earlier, later) in zip(painted, painted.dropFirst()) {
        #expect(later >= earlier + 10, comment)
      }
      #expect(painted.first == 0 && painted.allSatisfy { $0 < count }, comment)
    }
  }

  @Test func frameAfterALostOneIsNoSuccessor() throws {
    let folder = try TemporaryFolder()
    let path = folder("videos/clip.avi")
    try writeClip(path, count: 45, codec: "png", groupOfPictures: 1, pixelFormat: "rgb24")
    var file = try bytes(path)
    // Every frame is a PNG file with checksums. Frame 21 is damaged.
    let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A]
    let starts = file.indices.filter { file[$0] == 0x89 && file[$0...].starts(with: signature) }
    #expect(starts.count == 45)
    for place in starts[21] + 200..<starts[21] + 300 { file[place] ^= 0xFF }
    try write(file, to: path)
    let row = try #require(try prepare(folder("videos"), into: folder("store")).rows.first)
    #expect((row.status, row.frames, row.queries) == (.partial, 44, 5))
    #expect(row.reason.hasPrefix("damaged, 1 frame left out"))
    let store = try FrameStore(path: folder("store"))
    #expect(try paintedQueries(store, "clip.avi") == [0, 10, 20, 31, 41])
    #expect(
      try store.frames(of: "clip.avi").map(\.hasSuccessor) == [true, true, false, true, false])
  }

  private func harmed(_ file: [UInt8], _ harm: Harm, at place: Int) -> [UInt8] {
    var file = file
    switch harm {
    case .cut: file.removeLast(file.count - place)
    case .zeroed: for place in place..<place + 2500 { file[place] = 0 }
    case .flippedBytes: for index in 0..<40 { file[place + index * 71] ^= 0x5A }
    case .lost: file.removeSubrange(place..<place + 2500)
    }
    return file
  }
}

/// Times of packets whose differences or sums overflow an integer.
@Suite struct ImpossibleTimesTests {
  /// The cluster of a Matroska file is moved to the largest time, so only the start of the last
  /// frame does not overflow (https://www.matroska.org/technical/elements.html).
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
    // After 20 frames of 40 ms, 10 ms are left.
    let start = UInt64(Int64.max) - 20 * 40 - 10
    let written = (0..<8).reversed().map { UInt8(truncatingIfNeeded: start >> ($0 * 8)) }
    file.replaceSubrange(
      cluster.upperBound...time.upperBound, with: unknownSize + [0xE7, 0x88] + written)
    try write(file, to: path)
    let ledger = try prepare(folder("videos"), into: folder("store"))
    #expect(ledger.rows.map(\.frames) == [21])
  }
}
