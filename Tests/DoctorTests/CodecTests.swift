import Doctor
import Testing
import Videos

/// FFmpeg's codecs and TurboJPEG: those of this machine, and described ones.
@Suite struct CodecTests {
  private static func ffmpeg(without missing: String...) -> Finding {
    let facts = FFmpegFacts(
      versions: ["avcodec 59.37.100"], release: "5.1", decodes: { !missing.contains($0) },
      encodes: { !missing.contains($0 + " encoder") })
    return Check.ffmpeg(facts)
  }

  @Test func aKindOfVideoThatCannotBeReadIsBroken() {
    let found = Self.ffmpeg(without: "hevc", "prores")
    #expect(found.isBroken)
    #expect(found.line.contains("no decoder for hevc, prores: such videos are skipped"))
    #expect(!found.detail.contains("hevc") && found.detail.contains("h264"))
  }

  @Test func oneOfSeveralDecodersIsEnough() {
    #expect(Self.ffmpeg(without: "libdav1d").state == .ok)
    #expect(Self.ffmpeg(without: "libdav1d", "libaom-av1").line.contains("no decoder for av1"))
  }

  @Test func theDemonstrationNeedsAnEncoder() {
    #expect(Self.ffmpeg(without: "mpeg4 encoder").line.contains("which unreel demo needs"))
  }

  @Test func thoseHereWork() {
    #expect(Check.ffmpeg(.own).state == .ok)
    #expect(Check.turboJPEG().state == .ok)
  }

  @Test func anotherPictureIsBroken() {
    let grey = Check.turboJPEG(roundTrip: { RGBImage(width: $0.width, height: $0.height) })
    #expect(grey.isBroken)
    #expect(Check.turboJPEG(roundTrip: { _ in RGBImage(width: 1, height: 1) }).isBroken)
  }
}
