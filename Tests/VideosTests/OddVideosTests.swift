import Foundation
import TestSupport
import Testing
import Videos

/// Unusual videos that real collections hold.
///
/// Frames were counted with `ffprobe -count_frames`, sizes and rotations read with `ffprobe
/// -show_streams`, FFmpeg 5.1.
@Suite(.enabled(if: SharedData.isHere, "\(SharedData.skipReason)"))
struct OddVideosTests {
  static let expected: [String: (status: LedgerRow.Status, frames: Int, width: Int, height: Int)] =
    [
      "-video-with-dash-.mp4": (.ok, 5, 1, 1),
      "big_buck_bunny_0_30.webm": (.ok, 720, 1280, 720),
      "big_buck_bunny_432_433.webm": (.ok, 24, 1280, 720),
      "chaplin.mp4": (.ok, 241, 640, 360),
      "circle.gif": (.ok, 30, 128, 128),
      // ffprobe decodes 49 of 50 frames. The thirtieth lacks 469 macroblocks, and all later frames
      // are predicted from it: the lower edge stays smeared to the end.
      "corrupted.mp4": (.partial, 29, 1280, 720),
      "example.mp4": (.ok, 50, 640, 480),
      "example2.mp4": (.ok, 48, 1280, 720),
      "example3.mp4": (.ok, 48, 854, 480),
      "example__a44efe.mp4": (.ok, 400, 640, 480),
      "example_mask.mp4": (.ok, 300, 200, 200),
      "fire2.mp4": (.ok, 25, 1280, 720),
      "flipping_a_pancake.mkv": (.ok, 310, 426, 240),
      "no_duration.webm": (.ok, 74, 1280, 720),
      "pigs_in_a_polka.gif": (.ok, 30, 314, 273),
      "rain.mp3": (.skipped, 0, 0, 0),
      "result.mp4": (.ok, 250, 640, 480),
      "result.webm": (.skipped, 0, 0, 0),
      "smpte-2997.mp4": (.ok, 251, 1920, 1080),
      "transparent.webm": (.ok, 150, 200, 200),
      "unordered.mov": (.ok, 4, 50, 50),
      "video_0.mov": (.ok, 3, 568, 320),
      "video_180.mov": (.ok, 3, 568, 320),
      "video_270.mov": (.ok, 3, 320, 568),
      "video_90.mov": (.ok, 3, 320, 568),
      "video_with_failing_audio.mp4": (.ok, 280, 640, 360),
    ]

  @Test func eachHasItsRow() throws {
    let folder = try TemporaryFolder()
    let ledger = try prepare(SharedData.path + "/odd", into: folder("store"), threads: 2)
    #expect(Set(ledger.rows.map(\.video)) == Set(Self.expected.keys))
    let store = try FrameStore(path: folder("store"))
    for row in ledger.rows {
      let (status, frames, width, height) = try #require(Self.expected[row.video])
      #expect(row.status == status, "\(row.video): \(row.reason)")
      #expect(row.reason.isEmpty == (status == .ok), "\(row.video)")
      #expect((row.frames, row.width, row.height) == (frames, width, height), "\(row.video)")
      #expect(row.queries == (frames + 9) / 10, "\(row.video)")
      let stored = try store.frames(of: row.video)
      #expect(stored.map(\.number) == Array(stride(from: 0, to: frames, by: 10)), "\(row.video)")
      for (pair, frame) in stored.enumerated() {
        let hasNext = frame.number + 1 < frames && pair % 5 != 4
        #expect(frame.hasSuccessor == hasNext, "\(row.video) \(frame.number)")
      }
    }
    let reasons = Dictionary(uniqueKeysWithValues: ledger.rows.map { ($0.video, $0.reason) })
    #expect(reasons["rain.mp3"] == "no video stream (FFmpeg reads it as mp3)")
    #expect(reasons["result.webm"] == "the file is empty")
    #expect(
      reasons["corrupted.mp4"]
        == "damaged, 21 frames left out; Invalid data found when processing input "
        + "(AVERROR_INVALIDDATA); h264: Invalid NAL unit size (-1 > 551)")
  }
}
