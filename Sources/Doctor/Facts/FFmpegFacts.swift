import CFFmpeg

/// FFmpeg's libraries as they are loaded, and which codecs they have.
package struct FFmpegFacts: Sendable {
  /// The libraries' names and versions, such as `avcodec 59.37.100`.
  package var versions: [String]
  /// FFmpeg's own version, such as `5.1.9-0+deb12u1`.
  package var release: String
  /// Whether there is a decoder of a name.
  package var decodes: @Sendable (_ name: String) -> Bool
  /// Whether there is an encoder of a name.
  package var encodes: @Sendable (_ name: String) -> Bool

  /// States the facts.
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
