import Foundation
import TestSupport
import Testing
import Videos

/// Times and durations, as formats state them.
@Suite(.enabled(if: FFmpegTool.isHere, "\(FFmpegTool.skipReason)"))
struct StreamTimesTests {
  /// Formats, with an encoder whose streams they hold.
  static let formats = [
    ("mkv", "libx264"), ("webm", "libvpx"), ("mp4", "libx264"), ("mov", "libx264"),
    ("flv", "libx264"), ("wmv", "wmv2"), ("ts", "libx264"), ("mpg", "mpeg2video"),
    ("avi", "mpeg4"), ("nut", "libx264"),
  ]

  /// Two seconds, that begin at 4 s, or by the clock of the year 2023.
  @Test(arguments: formats) func timesBeginAnywhere(format: String, codec: String) throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder("videos"), withIntermediateDirectories: true)
    let source = "-f lavfi -i testsrc2=s=64x48:r=25:d=2 -c:v \(codec) -pix_fmt yuv420p"
    // The muxers of AVI and ASF (WMV) refuse times that are so late.
    let starts = ["avi", "wmv"].contains(format) ? [4] : [4, 1_700_000_000]
    for start in starts {
      try FFmpegTool.run(
        "\(source) -output_ts_offset \(start) videos/from\(start).\(format)", in: folder.path)
    }
    // By what a header states, this would be 98 TB.
    let said = try sentences(preparing: folder("videos"), into: folder("store"))
    #expect(said.contains { $0.contains(" kB at ") }, "\(said)")
    for row in try FrameStore(path: folder("store")).ledger.rows {
      #expect((row.status, row.frames, row.reason) == (.ok, 50, ""), "\(row.video)")
      // An AVI has no times: its muxer writes empty frames instead, behind the first one.
      #expect(format == "avi" || row.seconds == 2, "\(row.video): \(row.seconds)")
    }
  }

  /// The muxer of Matroska writes frames before time 0 without times.
  @Test func timesBeforeZeroCount() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder("videos"), withIntermediateDirectories: true)
    try FFmpegTool.run(
      "-f lavfi -i testsrc2=s=64x48:r=25:d=2 -c:v libx264 -output_ts_offset -1 "
        + "-avoid_negative_ts disabled videos/a.mkv", in: folder.path)
    let row = try #require(try prepare(folder("videos"), into: folder("store")).rows.first)
    #expect((row.status, row.frames, row.seconds) == (.ok, 50, 2))
  }

  /// 24 frames a second for two seconds, then 60, then 1: 48, 60 and 4 frames.
  @Test(arguments: ["mp4", "mov", "mkv", "flv", "ts", "nut"])
  func frameRatesVary(format: String) throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder("videos"), withIntermediateDirectories: true)
    for (rate, seconds) in [(24, 2), (60, 1), (1, 4)] {
      try FFmpegTool.run(
        "-f lavfi -i testsrc2=s=64x48:r=\(rate):d=\(seconds) -c:v libx264 "
          + "-video_track_timescale 12000 \(rate).mp4", in: folder.path)
    }
    try write(Array("file 24.mp4\nfile 60.mp4\nfile 1.mp4\n".utf8), to: folder("list"))
    try FFmpegTool.run("-f concat -i list -c copy videos/a.\(format)", in: folder.path)
    let row = try #require(try prepare(folder("videos"), into: folder("store")).rows.first)
    let right = try FFmpegTool.frames(of: "videos/a.\(format)", in: folder.path)
    #expect((row.status, row.frames, row.reason) == (.ok, 112, "") && right == 112)
    // The last frame is counted by the rate of the stream, since not every format states its
    // duration.
    #expect(row.seconds > 6 && row.seconds <= 7)
  }

  /// The sound lasts longer than the pictures; the file is cut in that part, then in the other.
  @Test(arguments: [
    ("mkv", "libx264", "aac"), ("webm", "libvpx", "libopus"), ("flv", "flv", "aac"),
  ])
  func filesThatEndWithinTheSoundHaveAllFrames(
    format: String, codec: String, sound: String
  ) throws {
    let folder = try TemporaryFolder()
    try FFmpegTool.run(
      "-f lavfi -i testsrc2=s=160x120:r=25:d=1 -f lavfi -i sine=d=6 -c:v \(codec) -c:a \(sound) "
        + "whole.\(format)", in: folder.path)
    let file = try bytes(folder("whole.\(format)"))
    try write(Array(file.dropLast(file.count / 50)), to: folder("videos/sound.\(format)"))
    try write(Array(file.prefix(file.count / 5)), to: folder("videos/picture.\(format)"))
    let rows = try prepare(folder("videos"), into: folder("store")).rows
    #expect(rows[0].status == .partial && rows[0].frames > 0 && rows[0].frames < 25)
    #expect(rows[1].frames == 25)
    // FLV says nothing of an end within a packet that is passed over.
    if format != "flv" { #expect(rows[1].reason.hasPrefix("ends early; ")) }
  }

  /// The header of a WMV file states the duration of the longest stream.
  @Test func soundThatLastsLongerIsNoPromise() throws {
    let folder = try TemporaryFolder()
    try FFmpegTool.run(
      "-f lavfi -i testsrc2=s=64x48:r=25:d=1 -f lavfi -i sine=d=4 -c:v wmv2 -c:a wmav2 a.wmv",
      in: folder.path)
    try write(bytes(folder("a.wmv")), to: folder("videos/a.wmv"))
    let row = try #require(try prepare(folder("videos"), into: folder("store")).rows.first)
    #expect((row.status, row.frames, row.reason) == (.ok, 25, ""))
  }

  /// Prepares videos, and returns what is said before.
  private func sentences(preparing videos: String, into store: String) throws -> [String] {
    var said: [String] = []
    try FramePreparation().run(
      VideoCollection.scan(videos), into: store, say: { said.append($0) })
    return said
  }
}

/// Files with more than one stream of pictures, or with pictures that are none of a video.
@Suite(.enabled(if: FFmpegTool.isHere, "\(FFmpegTool.skipReason)"))
struct StreamChoiceTests {
  /// The transparency is the first stream and has more bytes, which FFmpeg's own choice follows.
  @Test(arguments: ["mp4", "mkv", "mov"]) func transparencyIsNoPicture(format: String) throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder("videos"), withIntermediateDirectories: true)
    try FFmpegTool.run(
      "-f lavfi -i testsrc2=s=64x48:r=25:d=1 -f lavfi -i color=0xC85028:s=64x48:r=25:d=1 "
        + "-map 0 -map 1 -c:v libx265 -x265-params log-level=none -pix_fmt:v:0 gray "
        + "-pix_fmt:v:1 yuv420p videos/a.\(format)", in: folder.path)
    let decoder = try VideoDecoder(path: folder("videos/a.\(format)"))
    _ = try #require(try decoder.next())
    let (red, green, blue) = try decoder.picture(width: 9, height: 9)[4, 4]
    #expect(abs(Int(red) - 200) <= 4 && abs(Int(green) - 80) <= 4 && abs(Int(blue) - 40) <= 4)
  }

  /// A cover that is a stream like any other, not marked as a cover.
  @Test(arguments: [
    ("mp4", "mjpeg"), ("mkv", "mjpeg"), ("mkv", "png"), ("mov", "png"), ("mp4", "libx264"),
  ])
  func soundWithACoverIsSkipped(format: String, codec: String) throws {
    let folder = try TemporaryFolder()
    try writeClip(folder("videos/sound.avi"), count: 12, width: 64, height: 64)
    try FFmpegTool.run(
      "-f lavfi -i sine=d=4 -f lavfi -i testsrc2=s=64x48:r=25:d=0.04 -map 0 -map 1 "
        + "-c:a aac -c:v \(codec) -disposition:v 0 videos/music.\(format)", in: folder.path)
    let row = try #require(try prepare(folder("videos"), into: folder("store")).rows.first)
    #expect((row.video, row.status, row.frames) == ("music.\(format)", .skipped, 0))
    #expect(
      row.reason.hasPrefix("sound with one picture, no moving pictures (FFmpeg reads it as "),
      "\(row.reason)")
  }

  @Test(arguments: [("smpte2084", "PQ"), ("arib-std-b67", "HLG")])
  func highDynamicRangeIsSaid(transfer: String, name: String) throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder("videos"), withIntermediateDirectories: true)
    try FFmpegTool.run(
      "-f lavfi -i testsrc2=s=64x48:r=25:d=1 -pix_fmt yuv420p10le "
        + "-vf format=yuv420p10le,setparams=color_primaries=bt2020:colorspace=bt2020nc:color_trc=\(transfer) "
        + "-c:v libx264 videos/a.mp4",
      in: folder.path)
    let row = try #require(try prepare(folder("videos"), into: folder("store")).rows.first)
    #expect(row.status == .ok)
    #expect(row.reason == "HDR (\(name)), shown without tone mapping")
  }
}
