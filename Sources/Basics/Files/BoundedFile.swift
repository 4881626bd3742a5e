import Foundation

/// Whole files, up to a size: a file that misleads must not take more memory than a true one would.
package enum BoundedFile {
  /// More than any table or log of a run has.
  package static let mostOfTable = 1 << 30
  /// More than any list of videos has.
  package static let mostOfList = 1 << 26
  /// More than any file of settings has.
  package static let mostOfSettings = 1 << 16

  /// Reads a file, which may be a pipe as well.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - limit: how many bytes it may have.
  /// - Throws: ``OversizedFile``, or a ``SystemCallError``.
  package static func bytes(_ path: String, atMost limit: Int) throws -> Data {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemCallError(action: "reading", path: path) }
    defer { close(descriptor) }
    var data = Data()
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      guard count >= 0 else { throw SystemCallError(action: "reading", path: path) }
      guard count > 0 else { return data }
      guard data.count + count <= limit else { throw OversizedFile(path: path, limit: limit) }
      data.append(contentsOf: buffer[..<count])
    }
  }

  /// Reads a file as UTF-8; what is none becomes U+FFFD.
  ///
  /// - Throws: ``OversizedFile``, or a ``SystemCallError``.
  package static func text(_ path: String, atMost limit: Int) throws -> String {
    String(decoding: try bytes(path, atMost: limit), as: UTF8.self)
  }

  /// The text of one of the system's own files, as below `/proc`, or nil where it can't be read.
  ///
  /// They come a page at a time, where Foundation stops reading.
  @Sendable package static func systemText(_ path: String) -> String? {
    try? text(path, atMost: mostOfTable)
  }
}

/// A file that is larger than any of its kind.
package struct OversizedFile: ExplainedError, Equatable {
  /// The file.
  package var path: String
  /// How many bytes it may have.
  package var limit: Int

  /// The file's, never the request's.
  package var blame: Blame { .execution }
  /// Such as `reading config.yaml: it has more than 1.1 MB, which no such file has`.
  package var description: String {
    "reading \(path): it has more than \(ByteCount.text(limit)), which no such file has"
  }
}
