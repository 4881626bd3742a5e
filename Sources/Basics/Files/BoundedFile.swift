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

  /// Reads a piece of a file.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - offset: where the piece begins.
  ///   - count: its length in bytes.
  /// - Returns: the bytes; fewer if the file ends before.
  /// - Throws: ``SystemCallError``.
  package static func piece(_ path: String, from offset: Int, count: Int) throws -> Data {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemCallError(action: "reading", path: path) }
    defer { close(descriptor) }
    var data = Data(count: count)
    var done = 0
    while done < count {
      let got = data.withUnsafeMutableBytes { buffer in
        pread(descriptor, buffer.baseAddress.map { $0 + done }, count - done, off_t(offset + done))
      }
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { throw SystemCallError(action: "reading", path: path) }
      if got == 0 { break }
      done += got
    }
    return data.prefix(done)
  }

  /// Reads a file as UTF-8, or as UTF-16 if it begins with UTF-16's byte order mark.
  ///
  /// A byte order mark, which editors on Windows write, is removed. Bytes that are not valid become
  /// U+FFFD.
  ///
  /// - Throws: ``OversizedFile``, or ``SystemCallError``.
  package static func text(_ path: String, atMost limit: Int) throws -> String {
    let bytes = try bytes(path, atMost: limit)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      return String(decoding: bytes.dropFirst(3), as: UTF8.self)
    }
    let isLittle = bytes.starts(with: [0xFF, 0xFE])
    guard isLittle || bytes.starts(with: [0xFE, 0xFF]) else {
      return String(decoding: bytes, as: UTF8.self)
    }
    let units = stride(from: 2, to: bytes.count - 1, by: 2).map { place in
      let (first, second) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
      return isLittle ? first | second << 8 : first << 8 | second
    }
    return String(decoding: units, as: UTF16.self)
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
