import Basics
import Foundation

/// The locks that processes of this machine hold, as the system lists them.
///
/// To try a lock would hold it for a moment, and a run that starts in this moment would be refused. To look at the
/// list harms nobody.
package struct LockTable: Sendable {
  private let held: [UInt64: [Holder]]

  private struct Holder {
    var process: Int
    /// The device of the file, as `major:minor` in hexadecimal.
    var device: Substring
  }

  /// Reads the list of the system.
  package static func current() -> LockTable {
    LockTable(text: BoundedFile.systemText("/proc/locks") ?? "")
  }

  /// Reads a list of locks.
  ///
  /// - Parameter text: lines such as `2: FLOCK  ADVISORY  WRITE 25298 fe:00:16220567 0 EOF`.
  package init(text: String) {
    var held: [UInt64: [Holder]] = [:]
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count >= 6, words[1] == "FLOCK", let process = Int(words[4]),
        let colon = words[5].lastIndex(of: ":"),
        let inode = UInt64(words[5][words[5].index(after: colon)...])
      else { continue }
      held[inode, default: []].append(Holder(process: process, device: words[5][..<colon]))
    }
    self.held = held
  }

  /// Tells whether a process holds the lock of a file.
  ///
  /// The number of a file is its own on one device only. Some file systems name another device in the list; there the
  /// process counts. In a container the process has another number; there the device counts.
  ///
  /// - Parameter path: the lock file, which holds the number of the process that took it last.
  package func isHeld(_ path: String) -> Bool {
    var information = stat()
    guard stat(path, &information) == 0, let holders = held[UInt64(information.st_ino)] else {
      return false
    }
    // The C library's macros `major` and `minor`, as of Linux.
    let device = UInt64(information.st_dev)
    let major = (device >> 8) & 0xFFF | (device >> 32) & ~0xFFF
    let minor = device & 0xFF | (device >> 12) & ~0xFF
    let name = [major, minor].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
      .joined(separator: ":")
    let process = FileLock.holder(of: path)
    return holders.contains { $0.device == name || $0.process == process }
  }

  /// Tells whether a path is on a disk of the network, where other machines may hold locks that this one can't see.
  static func isOnNetwork(_ path: String) -> Bool {
    let path = Folder.absolute(path)
    var own = (place: "", kind: "")
    for line in (BoundedFile.systemText("/proc/self/mounts") ?? "").split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      guard words.count > 2 else { continue }
      let place = words[1].replacingOccurrences(of: "\\040", with: " ")
      if Folder.holds(place, path), place.count >= own.place.count { own = (place, words[2]) }
    }
    return networkKinds.contains { own.kind.hasPrefix($0) }
  }

  /// The beginnings of the names of file systems that other machines may hold locks on.
  private static let networkKinds = [
    "nfs", "cifs", "smb", "fuse", "ceph", "lustre", "9p", "afs", "gpfs", "beegfs",
  ]
}
