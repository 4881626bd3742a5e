import Basics
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

  /// Computes the MD5 by which Drive tells what it has.
  ///
  /// - Throws: `SystemCallError`.
  func md5() throws -> String {
    let digest = MD5()
    var offset = 0
    while true {
      let piece = try BoundedFile.piece(path, from: offset, count: 1 << 20)
      if piece.isEmpty { return digest.finish() }
      piece.withUnsafeBytes(digest.update)
      offset += piece.count
    }
  }
}
