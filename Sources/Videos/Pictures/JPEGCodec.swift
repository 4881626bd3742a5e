import CTurboJPEG

/// Reads and writes JPEG with TurboJPEG.
///
/// Keeps TurboJPEG's handles and a file's bytes for the next picture. For one thread; threads that
/// work side by side have one each.
public final class JPEGCodec {
  /// The quality, of 100, that frames are stored with: blocks that a network could learn are
  /// not seen, and a picture takes 13 kB or so.
  public static let frameQuality = 90

  private let compressor: tjhandle
  private(set) var decompressor: tjhandle
  /// The bytes of the file that was read last, whose memory the next one takes.
  var file: [UInt8] = []

  /// Allocates the handles.
  ///
  /// - Throws: ``PictureError`` if memory runs out.
  public init() throws {
    guard let compressor = tjInitCompress() else {
      throw PictureError(action: "preparing", path: "TurboJPEG", reason: Self.message(of: nil))
    }
    guard let decompressor = tjInitDecompress() else {
      tjDestroy(compressor)
      throw PictureError(action: "preparing", path: "TurboJPEG", reason: Self.message(of: nil))
    }
    (self.compressor, self.decompressor) = (compressor, decompressor)
  }

  deinit {
    tjDestroy(compressor)
    tjDestroy(decompressor)
  }

  /// Compresses a picture.
  ///
  /// Colour is stored at half the resolution each way, as it is in nearly every video.
  ///
  /// - Parameters:
  ///   - image: the picture.
  ///   - quality: from 1 to 100.
  /// - Throws: ``PictureError``.
  public func encode(_ image: RGBImage, quality: Int = frameQuality) throws -> [UInt8] {
    try compress(width: image.width, height: image.height) { target, size in
      tjCompress2(
        compressor, image.pixels, Int32(image.width), 0, Int32(image.height),
        Int32(TJPF_RGB.rawValue), target, size, Int32(TJSAMP_420.rawValue), Int32(quality),
        Self.flags)
    }
  }

  /// Compresses a frame's planes as they are.
  ///
  /// - Parameters:
  ///   - frame: luma and half-resolution chroma by BT.601, of full range.
  ///   - quality: from 1 to 100.
  /// - Throws: ``PictureError``.
  func encode(_ frame: Frame, quality: Int = frameQuality) throws -> [UInt8] {
    let properties = frame.pointer.pointee
    let data = properties.data
    var planes = [UnsafePointer(data.0), UnsafePointer(data.1), UnsafePointer(data.2)]
    let strides = [properties.linesize.0, properties.linesize.1, properties.linesize.2]
    return try compress(width: Int(properties.width), height: Int(properties.height)) {
      target, size in
      tjCompressFromYUVPlanes(
        compressor, &planes, properties.width, strides, properties.height,
        Int32(TJSAMP_420.rawValue), target, size, Int32(quality), Self.flags)
    }
  }

  private static let flags = TJFLAG_NOREALLOC | TJFLAG_ACCURATEDCT

  /// Has a picture compressed into a buffer that holds the largest possible one, so that TurboJPEG needn't
  /// move it.
  private func compress(
    width: Int, height: Int,
    _ call: (
      UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>, UnsafeMutablePointer<UInt>
    ) -> Int32
  ) throws -> [UInt8] {
    let capacity = Int(tjBufSize(Int32(width), Int32(height), Int32(TJSAMP_420.rawValue)))
    return try [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      var target = buffer.baseAddress
      var size = UInt(capacity)
      guard call(&target, &size) == 0 else {
        throw PictureError(
          action: "compressing", path: "a picture", reason: Self.message(of: compressor))
      }
      count = Int(size)
    }
  }

  /// Puts a new handle in the place of one that met a picture it could not read.
  ///
  /// TurboJPEG leaves a handle half-way in a file without a picture, and the next file fails then.
  func renewDecompressor() {
    guard let renewed = tjInitDecompress() else { return }
    tjDestroy(decompressor)
    decompressor = renewed
  }

  static func message(of handle: tjhandle?) -> String {
    tjGetErrorStr2(handle).map { String(cString: $0) } ?? "unknown error"
  }
}
