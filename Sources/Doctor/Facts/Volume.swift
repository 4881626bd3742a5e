import Basics
import Foundation

/// The volume that results are written to: its room, and how large a file may become.
package struct Volume: Sendable {
  /// Bytes that this user may still write.
  package var free: Int
  /// Files that may still be created, or nil where the volume does not count them.
  package var freeFiles: Int?
  /// The size in bytes that a file of this process may reach, or nil where there is no limit.
  package var largestFile: Int?

  /// States the facts.
  package init(free: Int, freeFiles: Int? = nil, largestFile: Int? = nil) {
    self.free = free
    self.freeFiles = freeFiles
    self.largestFile = largestFile
  }

  /// Asks the system.
  ///
  /// - Throws: `SystemCallError`.
  package init(of folder: String) throws {
    var volume = statvfs()
    guard statvfs(folder, &volume) == 0 else {
      throw SystemCallError(action: "asking for the free space of", path: folder)
    }
    var limit = rlimit()
    let isLimited = getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0
    self.init(
      free: Int(clamping: volume.f_bavail * UInt(volume.f_frsize)),
      freeFiles: volume.f_files > 0 ? Int(clamping: volume.f_favail) : nil,
      largestFile: isLimited && limit.rlim_cur < UInt(Int.max) ? Int(limit.rlim_cur) : nil)
  }
}
