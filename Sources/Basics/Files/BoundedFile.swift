import Foundation

/// Reads whole files up to a size limit, so that a wrong file cannot use up the memory.
package enum BoundedFile {
  /// The limit for tables and logs of a run: 1 GiB.
  package static let mostOfTable = 1 << 30
  /// The limit for lists of videos: 64 MiB.
  package static let mostOfList = 1 << 26
  /// The limit for files of settings: 64 KiB.
  package static let mostOfSettings = 1 << 16

  /// Reads a file or a pipe.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - limit: the largest number of bytes that is accepted.
  /// - Throws: ``OversizedFile``, or ``SystemCallError``.
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

  /// Reads a file as UTF-8.
  ///
  /// Bytes that are not valid UTF-8 become U+FFFD.
  ///
  /// - Throws: ``OversizedFile``, or ``SystemCallError``.
  package static func text(_ path: String, atMost limit: Int) throws -> String {
    String(decoding: try bytes(path, atMost: limit), as: UTF8.self)
  }

  /// Reads a file of the system, such as one below `/proc`.
  ///
  /// These files arrive in pieces of one page. Foundation stops reading after the first piece.
  ///
  /// - Returns: the text; nil if the file cannot be read.
  @Sendable package static func systemText(_ path: String) -> String? {
    try? text(path, atMost: mostOfTable)
  }
}

/// A file that is larger than the limit for its kind.
public struct OversizedFile: ExplainedError, Equatable {
  /// The file's path.
  public var path: String
  /// The largest number of bytes that is accepted.
  public var limit: Int

  /// Always ``Blame/execution``.
  public var blame: Blame { .execution }

  /// For example `reading config.yaml: it has more than 1.1 MB, which no such file has`.
  public var description: String {
    "reading \(path): it has more than \(ByteCount.text(limit)), which no such file has"
  }
}
