import CFFmpeg

/// A frame of FFmpeg.
///
/// Its picture is released with this object.
final class Frame {
  let pointer: UnsafeMutablePointer<AVFrame>

  /// Allocates a frame without a picture.
  ///
  /// - Throws: ``FFmpegError`` if memory runs out.
  init() throws { pointer = try check(av_frame_alloc()) }

  /// Returns another frame that shares this picture.
  ///
  /// The picture exists as long as one of the two frames does.
  ///
  /// - Throws: ``FFmpegError`` if memory runs out.
  func shared() throws -> Frame {
    let other = try Frame()
    try check(av_frame_ref(other.pointer, pointer))
    return other
  }

  /// Allocates a frame with room for a picture.
  ///
  /// - Parameters:
  ///   - width: width in pixels.
  ///   - height: height in pixels.
  ///   - format: pixel format.
  /// - Throws: ``FFmpegError`` if memory runs out.
  convenience init(width: Int32, height: Int32, format: AVPixelFormat) throws {
    try self.init()
    pointer.pointee.width = width
    pointer.pointee.height = height
    pointer.pointee.format = format.rawValue
    // 0: FFmpeg chooses the alignment that its vector code needs.
    try check(av_frame_get_buffer(pointer, 0))
  }

  deinit {
    var pointer: UnsafeMutablePointer<AVFrame>? = pointer
    av_frame_free(&pointer)
  }

  /// Repeats the last column and the last row of luma where their number is odd.
  ///
  /// TurboJPEG takes 2×2 luma values for one chroma value. FFmpeg allocates room for the extra
  /// values.
  func repeatLumaToEvenSize() {
    let (width, height) = (Int(pointer.pointee.width), Int(pointer.pointee.height))
    if width % 2 == 1 {
      for y in 0..<height {
        guard let row = row(y) else { return }
        row[width] = row[width - 1]
      }
    }
    if height % 2 == 1, let last = row(height - 1) {
      row(height)?.update(from: last, count: width + width % 2)
    }
  }

  /// Returns the start of one row of a packed picture, or of the luma plane.
  ///
  /// - Parameter y: the row, from 0 at the top.
  func row(_ y: Int) -> UnsafeMutablePointer<UInt8>? {
    pointer.pointee.data.0?.advanced(by: y * Int(pointer.pointee.linesize.0))
  }
}

/// The meaning of the pixel values.
extension Frame {
  /// Whether values use the full range 0 to 255, rather than 16 to 235 for luma.
  var isFullRange: Bool { statedFullRange ?? false }

  /// Whether the frame states that its values use the full range; nil if it does not state a range.
  var statedFullRange: Bool? {
    let fullFormats = [
      AV_PIX_FMT_YUVJ411P, AV_PIX_FMT_YUVJ420P, AV_PIX_FMT_YUVJ422P, AV_PIX_FMT_YUVJ440P,
      AV_PIX_FMT_YUVJ444P,
    ]
    if fullFormats.contains(where: { $0.rawValue == pointer.pointee.format }) { return true }
    switch pointer.pointee.color_range {
    case AVCOL_RANGE_JPEG: return true
    case AVCOL_RANGE_MPEG: return false
    default: return nil
    }
  }

  /// The matrix between RGB and the frame's luma and chroma, by its number in ITU-T H.273.
  ///
  /// It is that of BT.601 where FFmpeg's tools use it: for frames that state none, and for matrices
  /// that swscale does not know, such as YCgCo. RGB needs no matrix, whatever it states: between two
  /// RGB pictures swscale converts to luma and chroma and back, by the matrices of both.
  var matrix: Int32 {
    let stated = pointer.pointee.colorspace
    let known = AVCOL_SPC_BT709.rawValue...AVCOL_SPC_BT2020_CL.rawValue
    let isUsed = known.contains(stated.rawValue) && stated != AVCOL_SPC_YCGCO && !isRGB
    return Int32((isUsed ? stated : AVCOL_SPC_BT470BG).rawValue)
  }

  /// Whether the values have the same meaning as in a JPEG file (JFIF 1.02), except for their
  /// range.
  ///
  /// That is 8-bit luma and chroma by BT.601. A frame that states no matrix counts as BT.601, as in
  /// FFmpeg's tools.
  var isCodedAsJPEG: Bool {
    let matrices = [AVCOL_SPC_UNSPECIFIED, AVCOL_SPC_BT470BG, AVCOL_SPC_SMPTE170M]
    guard isLumaAndChroma, matrices.contains(pointer.pointee.colorspace),
      let format = av_pix_fmt_desc_get(AVPixelFormat(pointer.pointee.format))
    else { return false }
    return format.pointee.comp.0.depth == 8
  }

  /// Whether the picture is RGB, or a palette of RGB colours.
  private var isRGB: Bool {
    guard let format = av_pix_fmt_desc_get(AVPixelFormat(pointer.pointee.format)) else {
      return false
    }
    let flags = UInt64(AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_BAYER)
    return format.pointee.flags & flags != 0
  }

  /// Whether the picture has one luma and two chroma planes, rather than RGB, a palette or grey.
  var isLumaAndChroma: Bool {
    guard let format = av_pix_fmt_desc_get(AVPixelFormat(pointer.pointee.format)) else {
      return false
    }
    return !isRGB && format.pointee.nb_components >= 3
  }

  /// Copies a picture into the frame.
  ///
  /// - Parameter image: a picture of the frame's size. The frame must hold packed 8-bit RGB.
  func fill(with image: RGBImage) {
    image.pixels.withUnsafeBufferPointer { pixels in
      let length = image.width * 3
      for y in 0..<image.height {
        guard let row = row(y), let source = pixels.baseAddress else { return }
        row.update(from: source + y * length, count: length)
      }
    }
  }
}

/// A packet of FFmpeg.
///
/// Its data are released with this object.
final class Packet {
  let pointer: UnsafeMutablePointer<AVPacket>

  /// Allocates a packet without data.
  ///
  /// - Throws: ``FFmpegError`` if memory runs out.
  init() throws { pointer = try check(av_packet_alloc()) }

  deinit {
    var pointer: UnsafeMutablePointer<AVPacket>? = pointer
    av_packet_free(&pointer)
  }
}

/// A decoder or an encoder of FFmpeg.
///
/// It is freed with this object.
final class CodecContext {
  let pointer: UnsafeMutablePointer<AVCodecContext>

  /// Allocates a context that still has to be configured and opened.
  ///
  /// It uses one thread: decoding many videos in parallel uses a machine better than many threads
  /// on one video.
  ///
  /// - Parameter codec: the decoder or encoder.
  /// - Throws: ``FFmpegError`` if memory runs out.
  init(_ codec: UnsafePointer<AVCodec>) throws {
    pointer = try check(avcodec_alloc_context3(codec))
    pointer.pointee.thread_count = 1
  }

  deinit {
    var pointer: UnsafeMutablePointer<AVCodecContext>? = pointer
    avcodec_free_context(&pointer)
  }
}

/// The callback by which FFmpeg asks, while it reads a file, whether to stop.
///
/// FFmpeg's demuxers can search an endless file for ever. This callback is the only way to stop
/// them.
final class InterruptCallback {
  private let shouldStop: @Sendable () -> Bool

  /// Wraps a closure.
  ///
  /// - Parameter shouldStop: returns true when reading is to end.
  init(_ shouldStop: @escaping @Sendable () -> Bool) {
    self.shouldStop = shouldStop
  }

  /// The structure that FFmpeg takes.
  ///
  /// It is valid as long as this object exists.
  var pointer: AVIOInterruptCB {
    AVIOInterruptCB(
      callback: { object in
        guard let object else { return 0 }
        let question = Unmanaged<InterruptCallback>.fromOpaque(object).takeUnretainedValue()
        return question.shouldStop() ? 1 : 0
      }, opaque: Unmanaged.passUnretained(self).toOpaque())
  }
}
