import CFFmpeg

/// What the numbers of a frame's picture mean.
extension Frame {
  /// Whether black is 0 and white the largest number, rather than 16 and 235 of 255.
  var isFullRange: Bool {
    let fullFormats = [
      AV_PIX_FMT_YUVJ411P, AV_PIX_FMT_YUVJ420P, AV_PIX_FMT_YUVJ422P, AV_PIX_FMT_YUVJ440P,
      AV_PIX_FMT_YUVJ444P,
    ]
    return pointer.pointee.color_range == AVCOL_RANGE_JPEG
      || fullFormats.contains { $0.rawValue == pointer.pointee.format }
  }

  /// Whether the numbers mean what those of JPEG do (JFIF 1.02), but for their range: luma and chroma
  /// of eight bits by BT.601, which is also what FFmpeg's tools take a frame for that does not tell.
  var isCodedAsJPEG: Bool {
    let matrices = [AVCOL_SPC_UNSPECIFIED, AVCOL_SPC_BT470BG, AVCOL_SPC_SMPTE170M]
    guard isLumaAndChroma, matrices.contains(pointer.pointee.colorspace),
      let format = av_pix_fmt_desc_get(AVPixelFormat(pointer.pointee.format))
    else { return false }
    return format.pointee.comp.0.depth == 8
  }

  /// Whether the picture is of luma and two planes of chroma, not of colours, a palette or grey.
  var isLumaAndChroma: Bool {
    guard let format = av_pix_fmt_desc_get(AVPixelFormat(pointer.pointee.format)) else {
      return false
    }
    let other = UInt64(AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_BAYER)
    return format.pointee.flags & other == 0 && format.pointee.nb_components >= 3
  }
}
