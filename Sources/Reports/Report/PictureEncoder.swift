import Basics
import Synchronization

/// Compresses pictures on other threads while the next figures are drawn.
///
/// Drawing itself stays on one thread: Cairo numbers its surfaces in the order in which they are made, and the numbers
/// are in the SVGs.
final class PictureEncoder: Sendable {
  /// The encoded pictures; the work holds them, so that it ends early if the encoder is given up.
  private final class Files: Sendable {
    let bytes = Mutex([String: [UInt8]]())
  }

  private let work: BackgroundWork
  private let files = Files()

  /// Starts threads.
  ///
  /// - Parameter threads: how many threads the report may use, with the one that draws.
  init(threads: Int) { work = BackgroundWork(threads: min(threads - 1, 4)) }

  /// Gives a picture to a thread.
  ///
  /// - Parameters:
  ///   - name: the name of its file.
  ///   - encode: returns the bytes of the file.
  /// - Throws: an error of `encode` if it was called at once.
  func add(_ name: String, _ encode: @escaping @Sendable () throws -> [UInt8]) throws {
    try work.add { [files] in
      let bytes = try encode()
      files.bytes.withLock { $0[name] = bytes }
    }
  }

  /// Waits for all pictures.
  ///
  /// - Returns: the bytes of the files, by their names.
  /// - Throws: the first error of an encoding.
  func finish() throws -> [String: [UInt8]] {
    try work.finish()
    return files.bytes.withLock { $0 }
  }
}
