import Foundation

/// A call of the operating system that failed.
package struct SystemCallError: ExplainedError {
  /// What was being done, as a phrase: `writing`, `creating the folder`.
  package var action: String
  /// The file or folder that it was done to.
  package var path: String
  /// The system's error number.
  package var code: Int32
  /// How many bytes were still to be written, where that is known.
  package var need: Int?

  /// Describes a failed call.
  ///
  /// - Parameters:
  ///   - action: what was being done, as a phrase.
  ///   - path: the file or folder that it was done to.
  ///   - code: the system's error number; the thread's current one if left out.
  ///   - need: how many bytes were still to be written, where that is known.
  package init(action: String, path: String, code: Int32 = errno, need: Int? = nil) {
    self.action = action
    self.path = path
    self.code = code
    self.need = need
  }

  /// The surroundings', never the request's.
  package var blame: Blame { .execution }

  /// The system's words for the number.
  package var reason: String { String(cString: strerror(code)) }

  /// Whether there is no room left: on the disk, or as far as the user is allowed to use it.
  package var isLackOfSpace: Bool { [ENOSPC, EDQUOT].contains(code) }

  /// Such as `writing RUN/checkpoints/epoch-0010.h5: No space left on device; make room for about
  /// 622 MB at RUN/checkpoints, where 13 kB are free, and run the same command again`.
  package var description: String {
    let words = "\(action) \(path): \(reason)"
    if code == EFBIG { return "\(words); ulimit -f says how large files may be" }
    guard isLackOfSpace else { return words }
    let folder = Folder.above(path)
    let room = need.map { "for \(FreeSpace.beside(need: $0, at: folder))" } ?? "at \(folder)"
    return "\(words); make room \(room), and run the same command again"
  }
}
