import Basics
import Foundation

/// The block in front of a checkpoint's HDF5 that says what all the rest must be.
///
/// HDF5 leaves room for such a block and every reader passes over it. The rest is hashed before HDF5,
/// which trusts a file's every offset, sees any of it; so a file that was cut or flipped is refused
/// with its reason, in a megabyte of memory.
///
///     unreel checkpoint
///     bytes 621753496
///     sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
enum CheckpointSeal {
  /// How long the block is; HDF5 wants a power of two from 512 on.
  static let length = 512

  private static let title = "unreel checkpoint"

  /// Seals a file whose HDF5 begins behind the block.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - name: what errors call it.
  /// - Throws: `SystemCallError`.
  static func seal(_ path: String, named name: String) throws {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemCallError(action: "opening", path: name) }
    defer { close(descriptor) }
    let block = block(
      bytes: try size(of: path) - length, digest: try SHA256.ofFile(path, from: length))
    guard pwrite(descriptor, block, length, 0) == length else {
      throw SystemCallError(action: "writing", path: name)
    }
  }

  /// Checks that a file is whole.
  ///
  /// - Throws: ``CheckpointError/damaged(path:reason:)``, ``CheckpointError/unsealed(path:)``, or a
  ///   `SystemCallError` where it can't be read.
  static func check(_ path: String) throws {
    let found = try firstBlock(of: path)
    guard found.starts(with: Array(title.utf8)) else { throw CheckpointError.unsealed(path: path) }
    guard
      found
        == block(bytes: try size(of: path) - length, digest: try SHA256.ofFile(path, from: length))
    else {
      throw CheckpointError.damaged(
        path: path, reason: "it is not what was written, by its length or its SHA-256")
    }
  }

  /// The block, padded with zeros.
  private static func block(bytes: Int, digest: String) -> [UInt8] {
    let text = Array("\(title)\nbytes \(bytes)\nsha256 \(digest)\n".utf8)
    return text + [UInt8](repeating: 0, count: length - text.count)
  }

  private static func firstBlock(of path: String) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemCallError(action: "opening", path: path) }
    defer { close(descriptor) }
    // What was just written must come from the disk, or reading it back would prove nothing.
    posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
    var bytes = [UInt8](repeating: 0, count: length)
    let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
    guard count >= 0 else { throw SystemCallError(action: "reading", path: path) }
    return Array(bytes.prefix(count))
  }

  private static func size(of path: String) throws -> Int {
    var information = stat()
    guard stat(path, &information) == 0 else {
      throw SystemCallError(action: "reading", path: path)
    }
    return Int(information.st_size)
  }
}
