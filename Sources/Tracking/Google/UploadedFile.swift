import Basics
import CCrypto
import Foundation

/// A file that is uploaded, as it was when the upload began.
///
/// A file can be written while it is read. It is then read again from its beginning.
struct UploadedFile: Equatable {
  let path: String
  let size: Int
  /// When it was changed, in nanoseconds since 1970.
  let changed: Int
  /// Its number on the disk: a file that is replaced has another.
  let number: UInt64

  /// Looks at a file.
  ///
  /// - Returns: nil if there is no such file.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    self.path = path
    size = Int(status.st_size)
    changed = status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec
    number = UInt64(status.st_ino)
  }

  /// The file's state as text.
  var stamp: String { "\(size) \(changed) \(number)" }

  /// Whether the file is as it was.
  var isUnchanged: Bool { UploadedFile(path) == self }

  /// Reads a piece.
  ///
  /// - Returns: fewer bytes if the file was cut.
  /// - Throws: `SystemCallError`.
  func read(from offset: Int, _ count: Int) throws -> Data {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemCallError(action: "reading", path: path) }
    defer { close(descriptor) }
    var data = Data(count: count)
    var done = 0
    while done < count {
      let got = data.withUnsafeMutableBytes { buffer in
        pread(descriptor, buffer.baseAddress.map { $0 + done }, count - done, off_t(offset + done))
      }
      guard got >= 0 else { throw SystemCallError(action: "reading", path: path) }
      if got == 0 { break }
      done += got
    }
    return data.prefix(done)
  }

  /// Computes the MD5 by which Drive tells what it has.
  ///
  /// - Throws: `SystemCallError`.
  func md5() throws -> String {
    guard let context = EVP_MD_CTX_new() else { return "" }
    defer { EVP_MD_CTX_free(context) }
    EVP_DigestInit_ex(context, EVP_md5(), nil)
    var offset = 0
    while true {
      let piece = try read(from: offset, 1 << 20)
      if piece.isEmpty { break }
      piece.withUnsafeBytes { _ = EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
      offset += piece.count
    }
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var length: UInt32 = 0
    EVP_DigestFinal_ex(context, &digest, &length)
    return digest.prefix(Int(length)).map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }

  /// The kind of a file, by the end of its name.
  static func kind(of path: String) -> String {
    switch path.split(separator: ".").last.map({ $0.lowercased() }) {
    case "png": "image/png"
    case "jpg", "jpeg": "image/jpeg"
    case "svg": "image/svg+xml"
    case "pdf": "application/pdf"
    case "html": "text/html"
    case "csv": "text/csv"
    case "json": "application/json"
    case "txt", "log", "yaml", "jsonl", "md": "text/plain"
    default: "application/octet-stream"
    }
  }
}
