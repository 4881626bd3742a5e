import CFFmpeg

/// Writes PNG files with a palette of 256 colours.
///
/// For a sheet of photographs a palette of its own is enough, if the error of every pixel is passed on to
/// its neighbours. The file is less than half as large as with 24 bits a pixel.
package enum PNGCodec {
  /// Encodes a picture.
  ///
  /// - Parameter image: the picture.
  /// - Returns: the bytes of a PNG file.
  /// - Throws: ``PictureError``.
  package static func encode(_ image: RGBImage) throws -> [UInt8] {
    let indexed = IndexedImage(image)
    do {
      return try encode(indexed)
    } catch let error as FFmpegError {
      throw PictureError(action: "compressing", path: "a picture", reason: "\(error)")
    }
  }

  private static func encode(_ image: IndexedImage) throws -> [UInt8] {
    guard let codec = avcodec_find_encoder(AV_CODEC_ID_PNG) else {
      throw FFmpegError(code: cffmpeg_no_encoder())
    }
    let encoder = try CodecContext(codec)
    encoder.pointer.pointee.width = Int32(image.width)
    encoder.pointer.pointee.height = Int32(image.height)
    encoder.pointer.pointee.time_base = AVRational(num: 1, den: 1)
    encoder.pointer.pointee.pix_fmt = AV_PIX_FMT_PAL8
    encoder.pointer.pointee.flags |= AV_CODEC_FLAG_BITEXACT
    try check(avcodec_open2(encoder.pointer, codec, nil))
    let frame = try Frame(
      width: Int32(image.width), height: Int32(image.height), format: AV_PIX_FMT_PAL8)
    for y in 0..<image.height {
      guard let row = frame.row(y) else { continue }
      image.indices.withUnsafeBufferPointer { indices in
        guard let source = indices.baseAddress else { return }
        row.update(from: source + y * image.width, count: image.width)
      }
    }
    frame.pointer.pointee.data.1?.withMemoryRebound(to: UInt32.self, capacity: 256) { palette in
      for index in 0..<256 {
        palette[index] =
          index < image.palette.count ? 0xFF00_0000 | image.palette[index] : 0xFF00_0000
      }
    }
    let packet = try Packet()
    try check(avcodec_send_frame(encoder.pointer, frame.pointer))
    try check(avcodec_receive_packet(encoder.pointer, packet.pointer))
    return Array(
      UnsafeBufferPointer(
        start: packet.pointer.pointee.data, count: Int(packet.pointer.pointee.size)))
  }
}
