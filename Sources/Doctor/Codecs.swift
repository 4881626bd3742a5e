import CFFmpeg
import Videos

/// The facts about the loaded FFmpeg libraries: their versions and their codecs.
package struct FFmpegFacts: Sendable {
  /// The libraries' names and versions, such as `avcodec 59.37.100`.
  package var versions: [String]
  /// The version of FFmpeg, such as `5.1.9-0+deb12u1`.
  package var release: String
  /// Tells whether there is a decoder of a name.
  package var decodes: @Sendable (_ name: String) -> Bool
  /// Tells whether there is an encoder of a name.
  package var encodes: @Sendable (_ name: String) -> Bool

  /// Makes a set of facts.
  package init(
    versions: [String], release: String, decodes: @escaping @Sendable (String) -> Bool,
    encodes: @escaping @Sendable (String) -> Bool
  ) {
    self.versions = versions
    self.release = release
    self.decodes = decodes
    self.encodes = encodes
  }

  /// The facts of this process.
  package static var own: FFmpegFacts {
    let libraries = [
      ("avformat", avformat_version()), ("avcodec", avcodec_version()),
      ("swscale", swscale_version()), ("avutil", avutil_version()),
    ]
    return FFmpegFacts(
      versions: libraries.map { name, version in
        "\(name) \(version >> 16).\(version >> 8 & 0xFF).\(version & 0xFF)"
      },
      release: av_version_info().map { String(cString: $0) } ?? "unknown",
      decodes: { avcodec_find_decoder_by_name($0) != nil },
      encodes: { avcodec_find_encoder_by_name($0) != nil })
  }
}

extension Check {
  /// The common kinds of videos, and for each the decoders of FFmpeg of which one is enough.
  private static let videoKinds: [(name: String, decoders: [String])] = [
    ("h264", ["h264"]), ("hevc", ["hevc"]), ("mpeg4", ["mpeg4"]), ("mpeg2", ["mpeg2video"]),
    ("vp8", ["vp8", "libvpx"]), ("vp9", ["vp9", "libvpx-vp9"]),
    // FFmpeg's own av1 decoder needs a graphics card.
    ("av1", ["libdav1d", "libaom-av1"]), ("mjpeg", ["mjpeg"]), ("gif", ["gif"]),
    ("prores", ["prores"]), ("dv", ["dvvideo"]), ("wmv", ["wmv3", "vc1"]), ("flv", ["flv"]),
  ]

  /// The encoder of the videos of `unreel demo`.
  private static let demoEncoder = "mpeg4"

  /// Checks FFmpeg's version and its codecs for common videos.
  ///
  /// - Parameter facts: the facts about FFmpeg.
  /// - Returns: broken if a kind of video cannot be read, or if the demo videos cannot be written.
  package static func ffmpeg(_ facts: FFmpegFacts) -> Finding {
    let missing = videoKinds.filter { !$0.decoders.contains(where: facts.decodes) }.map(\.name)
    let read = videoKinds.map(\.name).filter { !missing.contains($0) }.joined(separator: " ")
    let detail = "\(facts.release) (\(facts.versions.joined(separator: ", "))), reads \(read)"
    func broken(_ because: String) -> Finding {
      let mend = "apt-get install --reinstall libavcodec-dev, then make build"
      return Finding("FFmpeg", .broken(because: because, mend: mend), detail)
    }
    guard missing.isEmpty else {
      let kinds = missing.joined(separator: ", ")
      return broken("it has no decoder for \(kinds): such videos are skipped")
    }
    guard facts.encodes(demoEncoder) else {
      return broken("it has no encoder \(demoEncoder), which unreel demo needs")
    }
    return Finding("FFmpeg", .ok, detail)
  }

  /// The largest difference of a colour value after JPEG compression of a picture of one colour.
  private static let pictureTolerance = 4

  /// Checks TurboJPEG, which reads and writes frames, with a picture that is compressed and decompressed.
  ///
  /// - Parameter roundTrip: compresses and decompresses a picture.
  /// - Returns: broken if the result differs from the picture.
  package static func turboJPEG(
    roundTrip: (RGBImage) throws -> RGBImage = { picture in
      let codec = try JPEGCodec()
      return try codec.decode(codec.encode(picture), name: "a picture")
    }
  ) -> Finding {
    let mend = "apt-get install --reinstall libturbojpeg0"
    let picture = RGBImage(width: 227, height: 227, filledWith: (200, 60, 30))
    do {
      let returned = try roundTrip(picture)
      let isSame =
        returned.pixels.count == picture.pixels.count
        && zip(returned.pixels, picture.pixels).allSatisfy {
          abs(Int($0) - Int($1)) <= pictureTolerance
        }
      guard isSame else {
        return Finding(
          "TurboJPEG",
          .broken(because: "the decompressed picture differs from the original", mend: mend), "")
      }
      return Finding("TurboJPEG", .ok, "compresses and decompresses")
    } catch {
      return Finding("TurboJPEG", .broken(because: "\(error)", mend: mend), "")
    }
  }
}
