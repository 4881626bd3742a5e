import Foundation
import TestSupport
import Testing
import Videos

/// What was done to a file.
enum Harm: CaseIterable { case cutInHalf, zeroedMiddle, flippedBytes, lostMiddle }

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

  @Test(arguments: encodings)
  func onlySoundFramesOfADamagedVideoAreStored(_ encoding: Encoding) throws {
    let folder = try TemporaryFolder()
    let count = 96
    let path = folder("videos/" + encoding.file)
    try writeClip(
      path, count: count, codec: encoding.codec, maximumBFrames: encoding.maximumBFrames)
    let sound = try bytes(path)
    for harm in Harm.allCases {
      try write(harmed(sound, harm), to: path)
      let storePath = folder("store of \(harm)")
      let row = try #require(try prepare(folder("videos"), into: storePath).rows.first)
      // A transport stream promises no length, so that a cut between frames can't be noticed.
      if !(encoding.file.hasSuffix(".ts") && harm == .cutInHalf) {
        #expect(row.status == .partial && !row.reason.isEmpty, "\(harm)")
      }
      #expect(row.frames >= 10 && row.frames < count, "\(harm)")
      #expect(row.queries == (row.frames + 9) / 10, "\(harm)")
      let store = try FrameStore(path: storePath)
      let painted = try paintedQueries(store, encoding.file)
      #expect(painted.count == row.queries, "\(harm)")
      // Never a frame twice, never one before an earlier one, and no number that was not painted.
      for (earlier, later) in zip(painted, painted.dropFirst()) {
        #expect(later >= earlier + 10, "\(harm)")
      }
      #expect(painted.first == 0 && painted.allSatisfy { $0 < count }, "\(harm)")
    }
  }

  @Test func damagedMiddleOfAnIntraOnlyVideoCostsItsFramesOnly() throws {
    let folder = try TemporaryFolder()
    let path = folder("videos/clip.avi")
    try writeClip(path, count: 60, codec: "png", groupOfPictures: 1, pixelFormat: "rgb24")
    var file = try bytes(path)
    // PNG guards its data by checksums.
    file[file.count / 2] ^= 0xFF
    try write(file, to: path)
    let row = try #require(try prepare(folder("videos"), into: folder("store")).rows.first)
    #expect((row.status, row.frames) == (.partial, 59))
    #expect(row.reason.hasPrefix("damaged, 1 frame left out"))
    let store = try FrameStore(path: folder("store"))
    let painted = try paintedQueries(store, "clip.avi")
    #expect(painted.prefix(3) == [0, 10, 20] && painted.suffix(2) == [41, 51])
  }

  private func harmed(_ file: [UInt8], _ harm: Harm) -> [UInt8] {
    var file = file
    let middle = file.count / 2
    switch harm {
    case .cutInHalf: file.removeLast(file.count - middle)
    case .zeroedMiddle: for place in middle..<middle + 3000 { file[place] = 0 }
    case .flippedBytes: for index in 0..<40 { file[middle + index * 71] ^= 0x5A }
    case .lostMiddle: file.removeSubrange(middle..<middle + 3000)
    }
    return file
  }
}
