import Basics
import Foundation

/// A durable write on the volume of the results: temporary file, write, fsync, rename, fsync of the
/// folder.
package struct DurableWriteCheck: Check {
  private static let size = 1 << 20
  /// Seconds that a disk takes only when it is very busy or behind a slow network.
  private static let longest = 1.0

  private let folder: String
  private let seconds: (() throws -> Void) throws -> Double

  /// Prepares the check.
  ///
  /// - Parameters:
  ///   - folder: where results go.
  ///   - seconds: does work and says how long it took.
  package init(
    in folder: String,
    seconds: @escaping (() throws -> Void) throws -> Double = { work in
      try ContinuousClock().measure(work) / .seconds(1)
    }
  ) {
    self.folder = folder
    self.seconds = seconds
  }

  /// Broken where the file does not come to be, slow where that takes more than a second.
  package func callAsFunction() -> Finding {
    let path = "\(folder)/.unreel-doctor-\(UUID().uuidString)"
    defer { unlink(path) }
    let bytes = [UInt8](repeating: 0xA5, count: Self.size)
    do {
      let seconds = try seconds { try DurableFile.write(bytes, to: path) }
      guard FileManager.default.contents(atPath: path).map({ $0.elementsEqual(bytes) }) == true
      else {
        return Finding(
          "output",
          .broken(
            because: "other bytes were read than were written", mend: "choose another folder"),
          folder)
      }
      let milliseconds = String(format: "%.0f", seconds * 1000)
      let detail = "\(folder), 1 MiB written, synchronised and renamed in \(milliseconds) ms"
      guard seconds > Self.longest else { return Finding("output", .ok, detail) }
      return Finding(
        "output",
        .slow(
          because:
            "that should take less than a second, and every checkpoint is 600 times as large",
          mend: "choose a folder on a disk of this machine"), detail)
    } catch {
      let failed = error as? SystemCallError
      return Finding(
        "output", .broken(because: failed?.reason ?? "\(error)", mend: mend(for: failed?.code)),
        "\(folder), not writable")
    }
  }

  private func mend(for code: Int32?) -> String {
    switch code {
    case EACCES, EPERM: "chown $(id -un) \(folder), as root"
    case EROFS: "mount -o remount,rw \(folder), as root"
    case ENOSPC, EDQUOT: "du -xh --max-depth 2 \(folder) | sort -h, to see what can go"
    case EFBIG: "ulimit -f unlimited"
    default: "choose another folder"
    }
  }
}
