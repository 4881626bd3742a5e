import Basics
import Foundation
import Networks
import Tensors

/// The block at the front of a checkpoint that holds the length and the SHA-256 of the rest.
///
/// The HDF5 format allows such a block, and all readers skip it. HDF5 trusts every offset in a file, so the
/// rest is hashed before HDF5 reads it. A file that was cut or changed is refused with a reason, and the check
/// needs only a megabyte of memory.
///
///     unreel checkpoint
///     bytes 621753496
///     sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
enum CheckpointSeal {
  /// The block's length in bytes; HDF5 requires a power of two of at least 512.
  static let length = 512

  private static let title = "unreel checkpoint"

  /// Writes the block of a file whose HDF5 starts behind it.
  ///
  /// - Parameters:
  ///   - path: the file's path.
  ///   - name: the path in error messages.
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

  /// Checks that a file is undamaged.
  ///
  /// - Parameter path: the file's path.
  /// - Throws: ``CheckpointError/damaged(path:reason:)``, ``CheckpointError/unsealed(path:)``, or
  ///   `SystemCallError` if it can't be read.
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

  /// Returns the block, padded with zeros.
  private static func block(bytes: Int, digest: String) -> [UInt8] {
    let text = Array("\(title)\nbytes \(bytes)\nsha256 \(digest)\n".utf8)
    return text + [UInt8](repeating: 0, count: length - text.count)
  }

  private static func firstBlock(of path: String) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemCallError(action: "opening", path: path) }
    defer { close(descriptor) }
    // Drop cached pages: a check right after writing must read from the disk.
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

/// The layout of weights in Keras's files, which Unreel's checkpoints share.
///
/// Kernels of convolutions are height × width × inputs/groups × outputs, kernels of linear layers are
/// inputs × outputs. A flattened map is ordered height, width, channel in Keras, but channel, height, width in
/// LibTorch. Therefore the rows of the layer behind a flattened map are permuted.
enum KerasForm {
  /// Returns the shape of a layer's kernel in the file.
  static func shape(of parameters: ParameterShape) -> [Int] {
    let kernel = parameters.kernel
    return switch kernel.count {
    case 4: [kernel[2], kernel[3], kernel[1], kernel[0]]
    case 2: [kernel[1], kernel[0]]
    default: kernel
    }
  }

  /// Returns Keras's names of a layer's two arrays of weights.
  static func names(of parameters: ParameterShape) -> (kernel: String, bias: String) {
    parameters.isNormalisation ? ("gamma:0", "beta:0") : ("kernel:0", "bias:0")
  }

  /// Keras's names of the running moments of batch normalisation.
  static let runningNames = (mean: "moving_mean:0", variance: "moving_variance:0")

  /// Returns the numbers of a kernel in Keras's order.
  static func export(_ kernel: Tensor, of parameters: ParameterShape) throws -> [Float] {
    let shape = parameters.kernel
    if shape.count == 1 { return try kernel.floats() }
    if shape.count == 4 { return try kernel.permuted([2, 3, 1, 0]).floats() }
    guard let map = parameters.flattenedFrom else { return try kernel.transposed().floats() }
    return try kernel.reshaped([shape[0], map.channels, map.side, map.side])
      .permuted([2, 3, 1, 0]).floats()
  }

  /// Creates a kernel from its numbers in Keras's order.
  static func restore(_ values: [Float], of parameters: ParameterShape) throws -> Tensor {
    let shape = parameters.kernel
    if shape.count == 1 { return try Tensor(values, shape: shape) }
    if shape.count == 4 {
      return try Tensor(values, shape: self.shape(of: parameters)).permuted([3, 2, 0, 1])
    }
    guard let map = parameters.flattenedFrom else {
      return try Tensor(values, shape: [shape[1], shape[0]]).transposed().contiguous()
    }
    return try Tensor(values, shape: [map.side, map.side, map.channels, shape[0]])
      .permuted([3, 2, 0, 1]).reshaped(shape)
  }
}
