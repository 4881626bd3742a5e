import Basics
import CTurboJPEG
import Foundation

/// Reads and writes JPEG with TurboJPEG.
///
/// It keeps the handles of TurboJPEG and a buffer for the next picture. It is for one thread; each
/// thread needs a codec of its own.
public final class JPEGCodec {
  /// The quality, 1 to 100, of stored frames.
  ///
  /// At 90 no block artefacts are visible that a network could learn, and a frame takes about 13
  /// kB.
  public static let frameQuality = 90

  private let compressor: tjhandle
  private var decompressor: tjhandle
  /// The bytes of the file that was read last.
  ///
  /// The next file reuses the memory.
  private var file: [UInt8] = []

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
  /// Colour is stored at half the resolution in both directions, as in nearly every video.
  ///
  /// - Parameters:
  ///   - image: the picture.
  ///   - quality: from 1 to 100.
  ///   - isProgressive: whether the file is made for a page: a tenth smaller, and slower to read and
  ///     write.
  /// - Returns: the bytes of a JPEG file.
  /// - Throws: ``PictureError``.
  public func encode(
    _ image: RGBImage, quality: Int = frameQuality, isProgressive: Bool = false
  ) throws -> [UInt8] {
    try compress(width: image.width, height: image.height) { target, size in
      tjCompress2(
        compressor, image.pixels, Int32(image.width), 0, Int32(image.height),
        Int32(TJPF_RGB.rawValue), target, size, Int32(TJSAMP_420.rawValue), Int32(quality),
        Self.flags | (isProgressive ? TJFLAG_PROGRESSIVE : 0))
    }
  }

  /// Compresses the planes of a frame without a colour conversion.
  ///
  /// - Parameters:
  ///   - frame: full-range luma and half-resolution chroma by BT.601.
  ///   - quality: from 1 to 100.
  /// - Returns: the bytes of a JPEG file.
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

  /// Runs a compression into a buffer that holds the largest possible result, so TurboJPEG never
  /// has to reallocate it.
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

  /// Replaces the handle after a picture that it could not read.
  ///
  /// TurboJPEG leaves a handle in the middle of a file without a picture, and the next file would
  /// fail.
  private func renewDecompressor() {
    guard let renewed = tjInitDecompress() else { return }
    tjDestroy(decompressor)
    decompressor = renewed
  }

  private static func message(of handle: tjhandle?) -> String {
    tjGetErrorStr2(handle).map { String(cString: $0) } ?? "unknown error"
  }
}

/// Reading.
extension JPEGCodec {
  /// Decompresses a picture.
  ///
  /// - Parameters:
  ///   - bytes: a whole JPEG file.
  ///   - name: the name of the picture in errors.
  ///   - divisor: 1, 2, 4 or 8. Each side becomes smaller by this factor, rounded up. Larger
  ///     divisors are faster.
  /// - Returns: the picture.
  /// - Throws: ``PictureError``, also if the file ends early or is damaged.
  public func decode(_ bytes: [UInt8], name: String, divisor: Int = 1) throws -> RGBImage {
    let stored = try size(of: bytes, name: name)
    let width = (stored.width + divisor - 1) / divisor
    let height = (stored.height + divisor - 1) / divisor
    let pixels = try [UInt8](unsafeUninitializedCapacity: width * height * 3) { buffer, count in
      try decompress(bytes, name: name, into: buffer, width: width, height: height)
      count = buffer.count
    }
    return RGBImage(width: width, height: height, pixels: pixels)
  }

  /// Reads a JPEG file.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - divisor: as for ``decode(_:name:divisor:)``.
  /// - Returns: the picture.
  /// - Throws: ``PictureError``, or `SystemCallError` if the file cannot be read.
  public func read(_ path: String, divisor: Int = 1) throws -> RGBImage {
    try load(path)
    return try decode(file, name: path, divisor: divisor)
  }

  /// Reads a JPEG file of a known size into existing memory.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - buffer: receives `height` × `width` × 3 bytes, red, green and blue, row by row.
  ///   - width: width of the picture in pixels.
  ///   - height: height of the picture in pixels.
  /// - Throws: ``PictureError``, also if the picture has another size, or `SystemCallError` if
  ///   the file cannot be read.
  public func read(
    _ path: String, into buffer: UnsafeMutableBufferPointer<UInt8>, width: Int, height: Int
  ) throws {
    try load(path)
    let stored = try size(of: file, name: path)
    guard stored == (width, height) else {
      throw PictureError(
        action: "reading", path: path,
        reason: "\(stored.width)×\(stored.height) pixels, not \(width)×\(height)")
    }
    try decompress(file, name: path, into: buffer, width: width, height: height)
  }

  /// Reads the size of a picture from its header.
  private func size(of bytes: [UInt8], name: String) throws -> (width: Int, height: Int) {
    var (width, height, subsampling, space): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
    let answer = tjDecompressHeader3(
      decompressor, bytes, UInt(bytes.count), &width, &height, &subsampling, &space)
    guard answer == 0 else { throw failure(name) }
    // A file may hold only tables for other files. For TurboJPEG that is no error.
    guard width > 0, height > 0 else {
      renewDecompressor()
      throw PictureError(action: "reading", path: name, reason: "there is no picture in it")
    }
    return (Int(width), Int(height))
  }

  /// Decompresses a picture into a buffer of at least `height` × `width` × 3 bytes.
  private func decompress(
    _ bytes: [UInt8], name: String, into buffer: UnsafeMutableBufferPointer<UInt8>, width: Int,
    height: Int
  ) throws {
    precondition(
      buffer.count >= width * height * 3, "the buffer must hold height × width × 3 bytes")
    // Without TJFLAG_STOPONWARNING the missing part of a file that ends early would become grey.
    let answer = tjDecompress2(
      decompressor, bytes, UInt(bytes.count), buffer.baseAddress, Int32(width), 0, Int32(height),
      Int32(TJPF_RGB.rawValue), TJFLAG_STOPONWARNING | TJFLAG_ACCURATEDCT)
    guard answer == 0 else { throw failure(name) }
  }

  /// Makes an error of TurboJPEG's message and renews the handle.
  private func failure(_ name: String) -> PictureError {
    let message = Self.message(of: decompressor)
    renewDecompressor()
    return PictureError(action: "reading", path: name, reason: message)
  }

  /// Reads a file's bytes into ``file``.
  private func load(_ path: String) throws {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemCallError(action: "opening", path: path) }
    defer { close(descriptor) }
    var information = stat()
    guard fstat(descriptor, &information) == 0 else {
      throw SystemCallError(action: "reading", path: path)
    }
    let size = Int(information.st_size)
    file.removeAll(keepingCapacity: true)
    file.append(contentsOf: repeatElement(0, count: size))
    var offset = 0
    while offset < size {
      let count = file.withUnsafeMutableBytes { buffer in
        Foundation.read(descriptor, buffer.baseAddress?.advanced(by: offset), size - offset)
      }
      guard count >= 0 else { throw SystemCallError(action: "reading", path: path) }
      guard count > 0 else { break }
      offset += count
    }
    file.removeLast(size - offset)
  }
}

/// A picture that could not be read or written.
public struct PictureError: ExplainedError {
  /// The operation as a phrase: `reading`, `compressing`.
  public var action: String
  /// The file, or the name of the picture.
  public var path: String
  /// The message of TurboJPEG, or what is wrong with the picture.
  public var reason: String

  /// The file is at fault, never the request.
  public var blame: Blame { .execution }

  /// A message such as `reading FRAMES/Archery/v_Archery_g01_c02/query_frame_00010.jpg: Premature
  /// end of JPEG file`.
  public var description: String { "\(action) \(path): \(reason)" }
}
