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

  /// Whether the picture is of luma and two planes of chroma, not of colours, a palette or grey.
  var isLumaAndChroma: Bool {
    guard let format = av_pix_fmt_desc_get(AVPixelFormat(pointer.pointee.format)) else {
      return false
    }
    let other = UInt64(AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_BAYER)
    return format.pointee.flags & other == 0 && format.pointee.nb_components >= 3
  }
}
