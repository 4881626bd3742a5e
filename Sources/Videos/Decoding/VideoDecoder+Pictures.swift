import CFFmpeg

extension VideoDecoder {
  /// Scales the frame that ``next()`` returned last, ignoring its aspect ratio.
  ///
  /// - Parameters:
  ///   - width: the picture's width in pixels.
  ///   - height: the picture's height in pixels.
  /// - Throws: ``VideoError``.
  public func picture(width: Int, height: Int) throws -> RGBImage {
    try scaler.picture(of: shownFrame(), width: width, height: height)
  }

  /// The frame that ``next()`` returned last, which stays as it is when the decoder goes on.
  ///
  /// - Throws: ``VideoError``.
  func shownFrame() throws -> ShownFrame {
    do {
      return ShownFrame(frame: try frame.shared(), orientation: orientation, video: name)
    } catch let error as FFmpegError {
      throw VideoError(action: "decoding", path: name, cause: .ffmpeg(error))
    }
  }

  /// How the current frame is to be turned: what it says itself, or what the stream says.
  var orientation: Orientation {
    if let data = av_frame_get_side_data(frame.pointer, AV_FRAME_DATA_DISPLAYMATRIX),
      data.pointee.size >= 9 * MemoryLayout<Int32>.size
    {
      return data.pointee.data.withMemoryRebound(to: Int32.self, capacity: 9) {
        Orientation(displayMatrix: $0)
      }
    }
    return cffmpeg_display_matrix(demuxer.stream).map { Orientation(displayMatrix: $0) } ?? .upright
  }
}
