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
    let capacity = Int(
      tjBufSize(Int32(image.width), Int32(image.height), Int32(TJSAMP_420.rawValue)))
    return try [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      var target = buffer.baseAddress
      var size = UInt(capacity)
      // The buffer holds the largest possible picture, so TurboJPEG needn't move it.
      let answer = tjCompress2(
        compressor, image.pixels, Int32(image.width), 0, Int32(image.height),
        Int32(TJPF_RGB.rawValue), &target, &size, Int32(TJSAMP_420.rawValue), Int32(quality),
        TJFLAG_NOREALLOC | TJFLAG_ACCURATEDCT)
      guard answer == 0 else {
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
