import Foundation
import TestSupport
import Testing
import Videos

/// Transport streams with missing packets, and joined ones.
///
/// FFmpeg's muxer gives the video the PID 256, the sound 257, and tables 0 (PAT), 17 (SDT) and 4096
/// (PMT). Each video has 100 frames, with a key frame every second.
@Suite(.enabled(if: FFmpegTool.isHere, "\(FFmpegTool.skipReason)"))
struct TransportStreamTests {
  static let codecs = ["libx264", "libx265", "mpeg2video"]

  @Test(arguments: codecs) func missingPacketsOfOtherStreamsMeanNothing(_ codec: String) throws {
    let folder = try TemporaryFolder()
    try Self.write("whole.ts", codec, in: folder)
    let packets = try Packets(folder("whole.ts"))
    for pid in [0, 17, 257, 4096] {
      let own = packets.places(of: pid)
      // The first ones tell FFmpeg what the file holds.
      try packets.without([own[own.count / 2]]).write(folder("videos/one-\(pid).ts"))
      try packets.without(own.dropFirst(3).filter { $0 % 3 == 0 })
        .write(folder("videos/many-\(pid).ts"))
    }
    for row in try prepare(folder("videos"), into: folder("store")).rows {
      #expect((row.status, row.frames, row.reason) == (.ok, 100, ""), "\(row.video)")
    }
  }

  @Test(arguments: codecs) func aMissingPacketOfTheVideoIsDamage(_ codec: String) throws {
    let folder = try TemporaryFolder()
    try Self.write("whole.ts", codec, in: folder)
    let packets = try Packets(folder("whole.ts"))
    let own = packets.places(of: 256)
    // It lies in a picture: it does not begin one, and the packet after it does not either.
    let place = try #require(
      own.indices.first { index in
        index > own.count / 2
          && !packets.beginsPicture(own[index]) && !packets.beginsPicture(own[index + 1])
      })
    try packets.without([own[place]]).write(folder("videos/a.ts"))
    let row = try #require(try prepare(folder("videos"), into: folder("store")).rows.first)
    #expect(row.status == .partial)
    #expect(row.frames >= 60 && row.frames < 100)
    #expect(row.reason.contains("packets of PID 256 are missing at byte"), "\(row.reason)")
  }

  /// Whole pictures are missing, up to a key frame: nothing of what is left is damaged.
  @Test func picturesThatAreMissingAsAWholeAreNoticed() throws {
    let folder = try TemporaryFolder()
    try Self.write("whole.ts", "libx264", in: folder)
    let packets = try Packets(folder("whole.ts"))
    let own = packets.places(of: 256)
    let starts = own.filter(packets.beginsPicture)
    // The pictures are in the order of the file; the key frames are the 1st, 26th, 51st and 76th.
    let missing = own.filter { $0 >= starts[40] && $0 < starts[50] }
    // If their number is a multiple of 16, the counters show nothing.
    #expect(missing.count % 16 != 0)
    try packets.without(missing).write(folder("videos/a.ts"))
    let row = try #require(try prepare(folder("videos"), into: folder("store")).rows.first)
    #expect((row.status, row.frames) == (.partial, 90))
    #expect(row.reason.contains("packets of PID 256 are missing"))
    let decoder = try VideoDecoder(path: folder("videos/a.ts"))
    var breaks: [Int] = []
    while let frame = try decoder.next() {
      if !frame.followsPrevious { breaks.append(frame.number) }
    }
    #expect(breaks == [0, 40])
  }

  @Test(arguments: codecs) func joinedSegmentsAreWhole(_ codec: String) throws {
    let folder = try TemporaryFolder()
    try Self.write("whole.ts", codec, in: folder)
    try FFmpegTool.run(
      "-i whole.ts -c copy -f segment -segment_time 1 segment%d.ts", in: folder.path)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasPrefix("segment") }.sorted()
    #expect(names.count > 3)
    let segments = try names.flatMap { try bytes(folder($0)) }
    try VideosTests.write(segments, to: folder("videos/a.ts"))
    // Blu-ray discs and camcorders put four bytes before each packet.
    try Packets(folder("videos/a.ts")).write(folder("videos/b.m2ts"), before: [0, 0, 0, 0])
    for row in try prepare(folder("videos"), into: folder("store")).rows {
      let right = try FFmpegTool.frames(of: "videos/\(row.video)", in: folder.path)
      #expect((row.status, row.frames, row.reason) == (.ok, 100, ""), "\(row.video)")
      #expect(right == 100 && row.seconds == 4)
    }
    let decoder = try VideoDecoder(path: folder("videos/a.ts"))
    while let frame = try decoder.next() { #expect(frame.followsPrevious == (frame.number > 0)) }
  }

  /// Recordings of their own, of two sizes, each from the same time on.
  @Test(arguments: codecs) func joinedRecordingsAreWhole(_ codec: String) throws {
    let folder = try TemporaryFolder()
    try Self.write("a.ts", codec, in: folder)
    try Self.write("b.ts", codec, size: "96x80", in: folder)
    let joined = try bytes(folder("a.ts")) + bytes(folder("b.ts")) + bytes(folder("a.ts"))
    try VideosTests.write(joined, to: folder("videos/a.ts"))
    let row = try #require(try prepare(folder("videos"), into: folder("store")).rows.first)
    #expect((row.status, row.reason) == (.ok, ""))
    let right = try #require(try FFmpegTool.frames(of: "videos/a.ts", in: folder.path))
    #expect(row.frames == right && right >= 294)
    #expect((row.width, row.height) == (64, 48))
    // Times go on where a recording ends.
    #expect(abs(row.seconds - Double(right) / 25) < 0.2)
    let decoder = try VideoDecoder(path: folder("videos/a.ts"))
    var (breaks, latest) = (0, -1.0)
    while let frame = try decoder.next() {
      if !frame.followsPrevious { breaks += 1 }
      #expect(frame.seconds > latest)
      latest = frame.seconds
    }
    #expect(breaks == 3)
  }

  @Test func countersThatNeverCountMeanNothing() throws {
    let folder = try TemporaryFolder()
    try Self.write("whole.ts", "libx264", in: folder)
    var packets = try Packets(folder("whole.ts"))
    for place in packets.places(of: 256) { packets.all[place][3] &= 0xF0 }
    try packets.write(folder("videos/a.ts"))
    let row = try #require(try prepare(folder("videos"), into: folder("store")).rows.first)
    #expect((row.status, row.frames, row.reason) == (.ok, 100, ""))
  }

  /// Times have 33 bits, at 90 kHz: they begin anew after 95443.7 s.
  @Test func timesThatBeginAnewGoOn() throws {
    let folder = try TemporaryFolder()
    try Self.write("whole.ts", "libx264", options: "-output_ts_offset 95440", in: folder)
    try VideosTests.write(bytes(folder("whole.ts")), to: folder("videos/a.ts"))
    let row = try #require(try prepare(folder("videos"), into: folder("store")).rows.first)
    #expect((row.status, row.frames, row.reason, row.seconds) == (.ok, 100, "", 4))
  }

  /// Writes a video of four seconds with sound.
  private static func write(
    _ name: String, _ codec: String, size: String = "64x48", options: String = "",
    in folder: TemporaryFolder
  ) throws {
    // No key frames but those of every second.
    let regular = [
      "libx264": "-sc_threshold 0", "libx265": "-x265-params log-level=none:scenecut=0",
      "mpeg2video": "-sc_threshold 1000000000",
    ]
    try FFmpegTool.run(
      "-f lavfi -i testsrc2=s=\(size):r=25:d=4 -f lavfi -i sine=d=4 -c:v \(codec) "
        + "\(regular[codec] ?? "") -bf 2 -g 25 -c:a mp2 \(options) \(name)", in: folder.path)
  }

  /// The packets of a transport stream.
  private struct Packets {
    var all: [[UInt8]]

    init(_ path: String) throws {
      let file = try bytes(path)
      all = stride(from: 0, to: file.count, by: 188).map { Array(file[$0..<$0 + 188]) }
    }

    func places(of pid: Int) -> [Int] {
      all.indices.filter { Int(all[$0][1] & 31) << 8 | Int(all[$0][2]) == pid }
    }

    func beginsPicture(_ place: Int) -> Bool { all[place][1] & 0x40 != 0 }

    func without(_ places: [Int]) -> Packets {
      let missing = Set(places)
      var rest = self
      rest.all = all.indices.filter { !missing.contains($0) }.map { all[$0] }
      return rest
    }

    func write(_ path: String, before prefix: [UInt8] = []) throws {
      try VideosTests.write(all.flatMap { prefix + $0 }, to: path)
    }
  }
}
