import Basics
import Foundation

/// A file of a run that is being copied, read in pieces; it knows whether it changed meanwhile.
public final class SourceFile {
  /// The file changed while it was read.
  package struct Changed: Error {}

  /// Its path on this machine.
  public let path: String
  /// Its size in bytes, when it was opened.
  public let size: Int

  private let descriptor: Int32
  private let begin: stat

  /// The bytes that are read at once.
  static let piece = 1 << 20

  /// Opens a file.
  ///
  /// - Returns: nil if there is none.
  /// - Throws: `SystemCallError`.
  public init?(_ path: String) throws {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw SystemCallError(action: "reading", path: path)
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let code = errno
      close(descriptor)
      throw SystemCallError(action: "reading", path: path, code: code)
    }
    (begin, size) = (status, Int(status.st_size))
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Reads a part of the file.
  ///
  /// - Parameters:
  ///   - range: the places of the bytes.
  ///   - take: is called with pieces of at most 1 MiB, in order.
  /// - Throws: `SystemCallError`, ``Changed`` if the file is shorter now, or the error of `take`.
  func read(_ range: Range<Int>, take: (UnsafeRawBufferPointer) throws -> Void) throws {
    var buffer = [UInt8](repeating: 0, count: min(Self.piece, range.count))
    var place = range.lowerBound
    while place < range.upperBound {
      let wanted = min(buffer.count, range.upperBound - place)
      let got = pread(descriptor, &buffer, wanted, off_t(place))
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { throw SystemCallError(action: "reading", path: path) }
      guard got > 0 else { throw Changed() }
      try buffer.withUnsafeBytes { try take(UnsafeRawBufferPointer(rebasing: $0[..<got])) }
      place += got
    }
  }

  /// Reads a part of the file into memory.
  ///
  /// - Parameter range: the places of the bytes.
  /// - Throws: as ``read(_:take:)``.
  package func bytes(_ range: Range<Int>) throws -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(range.count)
    try read(range) { bytes += $0 }
    return bytes
  }

  /// Computes the SHA-256 of the file.
  ///
  /// - Returns: 64 hexadecimal digits.
  /// - Throws: as ``read(_:take:)``.
  package func digest() throws -> String {
    let digest = SHA256()
    try read(0..<size) { digest.update($0) }
    return digest.finish()
  }

  /// Computes the MD5 of the file.
  ///
  /// - Returns: 32 hexadecimal digits.
  /// - Throws: as ``read(_:take:)``.
  func md5() throws -> String {
    let digest = MD5()
    try read(0..<size) { digest.update($0) }
    return digest.finish()
  }

  /// What tells the file from another version of it: its size, when it was changed in nanoseconds since 1970, and its
  /// number on the disk.
  var stamp: String {
    let changed = begin.st_mtim.tv_sec * 1_000_000_000 + begin.st_mtim.tv_nsec
    return "\(size) \(changed) \(begin.st_ino)"
  }

  /// Checks that nobody wrote to the file since it was opened.
  ///
  /// A file that was replaced or removed is no change: what is read is the whole old file.
  ///
  /// - Throws: ``Changed`` or `SystemCallError`.
  package func checkUnchanged() throws {
    var now = stat()
    guard fstat(descriptor, &now) == 0 else {
      throw SystemCallError(action: "reading", path: path)
    }
    guard now.st_size == begin.st_size, now.st_mtim.tv_sec == begin.st_mtim.tv_sec,
      now.st_mtim.tv_nsec == begin.st_mtim.tv_nsec
    else { throw Changed() }
  }
}
