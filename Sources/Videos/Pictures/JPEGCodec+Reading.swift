import Basics
import CTurboJPEG
import Foundation

extension JPEGCodec {
  /// Decompresses a picture.
  ///
  /// - Parameters:
  ///   - bytes: a whole JPEG file.
  ///   - name: what errors call it.
  ///   - divisor: 1, 2, 4 or 8: how much smaller than stored each side becomes, rounded up. The
  ///     larger, the faster.
  /// - Throws: ``PictureError``, also where the picture ends early or is damaged.
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
  /// - Throws: ``PictureError``, or a ``SystemCallError`` where the file can't be read.
  public func read(_ path: String, divisor: Int = 1) throws -> RGBImage {
    try load(path)
    return try decode(file, name: path, divisor: divisor)
  }

  /// Reads a JPEG file of a known size into memory that is there already.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - buffer: room for `height` × `width` × 3 bytes, which become the picture's red, green and
  ///     blue, row by row.
  ///   - width: the picture's width in pixels.
  ///   - height: the picture's height in pixels.
  /// - Throws: ``PictureError``, also where the picture has another size, or a ``SystemCallError``
  ///   where the file can't be read.
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

  private func size(of bytes: [UInt8], name: String) throws -> (width: Int, height: Int) {
    var (width, height, subsampling, space): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
    let answer = tjDecompressHeader3(
      decompressor, bytes, UInt(bytes.count), &width, &height, &subsampling, &space)
    guard answer == 0 else { throw failure(name) }
    // A file may hold tables for other files and no picture; that is no failure to TurboJPEG.
    guard width > 0, height > 0 else {
      renewDecompressor()
      throw PictureError(action: "reading", path: name, reason: "there is no picture in it")
    }
    return (Int(width), Int(height))
  }

  private func decompress(
    _ bytes: [UInt8], name: String, into buffer: UnsafeMutableBufferPointer<UInt8>, width: Int,
    height: Int
  ) throws {
    precondition(buffer.count >= width * height * 3, "a picture's bytes must fit its buffer")
    // Without the flag a picture that ends early would come out grey from there on.
    let answer = tjDecompress2(
      decompressor, bytes, UInt(bytes.count), buffer.baseAddress, Int32(width), 0, Int32(height),
      Int32(TJPF_RGB.rawValue), TJFLAG_STOPONWARNING | TJFLAG_ACCURATEDCT)
    guard answer == 0 else { throw failure(name) }
  }

  private func failure(_ name: String) -> PictureError {
    let message = Self.message(of: decompressor)
    renewDecompressor()
    return PictureError(action: "reading", path: name, reason: message)
  }

  /// Reads a file's bytes into `file`, in the memory of the one before.
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
