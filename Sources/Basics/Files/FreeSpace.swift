import Foundation

/// How much room there is on a disk.
package enum FreeSpace {
  /// The bytes that may still be written to the file system of a path.
  ///
  /// - Parameter path: a file or folder, or one that will be created below an existing folder.
  /// - Returns: nil where the system does not tell.
  package static func of(_ path: String) -> Int? {
    var information = statvfs()
    guard statvfs(Folder.nearest(path), &information) == 0 else { return nil }
    return Int(information.f_bavail) * Int(information.f_frsize)
  }

  /// What is needed beside what there is, such as `about 622 MB at RUN, where 13 kB are free`.
  package static func beside(need: Int, at path: String) -> String {
    "about \(ByteCount.text(need)) at \(path)"
      + (of(path).map { ", where \(ByteCount.text($0)) are free" } ?? "")
  }

  /// What a piece of work will need, beside what there is.
  ///
  /// - Parameters:
  ///   - need: the bytes that are needed.
  ///   - path: where they are written.
  package static func sentence(need: Int, at path: String) -> String {
    let isEnough = of(path).map { need <= $0 } ?? true
    return beside(need: need, at: path) + (isEnough ? "" : "; make room before it is needed")
  }
}
