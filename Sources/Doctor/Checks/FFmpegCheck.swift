/// FFmpeg's version, and the codecs of the videos that people have.
package struct FFmpegCheck: Check {
  /// What videos are made with, and the decoders of FFmpeg that will do for each.
  private static let kinds: [(name: String, decoders: [String])] = [
    ("h264", ["h264"]), ("hevc", ["hevc"]), ("mpeg4", ["mpeg4"]), ("mpeg2", ["mpeg2video"]),
    ("vp8", ["vp8", "libvpx"]), ("vp9", ["vp9", "libvpx-vp9"]),
    // FFmpeg's own av1 decodes only with a graphics card's help.
    ("av1", ["libdav1d", "libaom-av1"]), ("mjpeg", ["mjpeg"]), ("gif", ["gif"]),
    ("prores", ["prores"]), ("dv", ["dvvideo"]), ("wmv", ["wmv3", "vc1"]), ("flv", ["flv"]),
  ]

  /// What the demonstration's videos are written with.
  private static let encoder = "mpeg4"

  private let facts: FFmpegFacts

  /// Prepares the check.
  package init(_ facts: FFmpegFacts) {
    self.facts = facts
  }

  /// Broken where a kind of video can't be read, or the demonstration's can't be written.
  package func callAsFunction() -> Finding {
    let missing = Self.kinds.filter { !$0.decoders.contains(where: facts.decodes) }.map(\.name)
    let read = Self.kinds.map(\.name).filter { !missing.contains($0) }
    let detail =
      "\(facts.release) (\(facts.versions.joined(separator: ", "))), reads \(read.joined(separator: " "))"
    let mend = "apt-get install --reinstall libavcodec-dev, then make build"
    guard missing.isEmpty else {
      let kinds = missing.joined(separator: ", ")
      return Finding(
        "FFmpeg",
        .broken(because: "it has no decoder for \(kinds): such videos are skipped", mend: mend),
        detail)
    }
    guard facts.encodes(Self.encoder) else {
      return Finding(
        "FFmpeg",
        .broken(because: "it has no encoder \(Self.encoder), which unreel demo needs", mend: mend),
        detail)
    }
    return Finding("FFmpeg", .ok, detail)
  }
}
