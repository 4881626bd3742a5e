import Basics
import CHDF5
import Foundation
import Networks
import Training

/// The volume of the results: its free space, and how large a file may become.
package struct Volume: Sendable {
  /// The bytes that this user can still write.
  package var free: Int
  /// The number of files that can still be created, or nil if the volume does not count them.
  package var freeFiles: Int?
  /// The largest size in bytes of a file of this process, or nil if there is no limit.
  package var largestFile: Int?

  /// Describes a volume.
  package init(free: Int, freeFiles: Int? = nil, largestFile: Int? = nil) {
    self.free = free
    self.freeFiles = freeFiles
    self.largestFile = largestFile
  }

  /// Asks the system about the volume of a folder.
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

extension Check {
  /// The size of a checkpoint: weights and velocities, four bytes each.
  private static let checkpointSize = Architecture.thesis.parameterCount * 2 * 4

  /// The number of checkpoints that a run needs space for.
  ///
  /// A run with the default settings ends with one checkpoint. If it is stopped early, it has two.
  private static let fewestCheckpoints = 2

  /// Checks the free space on the volume of the results, counted in checkpoints.
  ///
  /// - Parameters:
  ///   - folder: the folder of the results.
  ///   - volume: asks for the folder's volume.
  /// - Returns: broken if there is no space for a run's checkpoints.
  package static func space(in folder: String, volume: () throws -> Volume) -> Finding {
    let found: Volume
    do {
      found = try volume()
    } catch {
      return Finding("space", .broken(because: "\(error)", mend: "choose another folder"), "")
    }
    let size = ByteCount.text(checkpointSize)
    let room = "room for \(found.free / checkpointSize) checkpoints of \(size)"
    let detail = "\(ByteCount.text(found.free)) in \(folder), \(room)"
    func broken(_ because: String, _ mend: String) -> Finding {
      Finding("space", .broken(because: because, mend: mend), detail)
    }
    if let largest = found.largestFile, largest < checkpointSize {
      return broken(
        "files cannot be larger than \(ByteCount.text(largest)) here (ulimit -f)",
        "ulimit -f unlimited")
    }
    if found.free < fewestCheckpoints * checkpointSize {
      return broken(
        "a run needs space for \(fewestCheckpoints) checkpoints",
        "du -xh --max-depth 2 \(folder) | sort -h, to see what can be removed")
    }
    if found.freeFiles == 0 {
      return broken(
        "the volume has no free inodes, so no more files can be created",
        "du --inodes -x --max-depth 2 \(folder) | sort -n, to see what can be removed")
    }
    return Finding("space", .ok, detail)
  }

  private static let writtenSize = 1 << 20

  /// The seconds that a durable write takes only on a very busy disk or a slow network drive.
  private static let longestWrite = 1.0

  /// Checks a durable write in the folder of the results, with a file of 1 MiB that is then removed.
  ///
  /// - Parameters:
  ///   - folder: the folder of the results.
  ///   - seconds: does work and returns its duration in seconds.
  /// - Returns: broken if the file cannot be written, slow if it takes more than a second.
  package static func durableWrite(
    in folder: String,
    seconds: (() throws -> Void) throws -> Double = { work in
      try ContinuousClock().measure(work) / .seconds(1)
    }
  ) -> Finding {
    let path = "\(folder)/.unreel-doctor-\(UUID().uuidString)"
    defer { unlink(path) }
    let bytes = [UInt8](repeating: 0xA5, count: writtenSize)
    let duration: Double
    do {
      duration = try seconds { try DurableFile.write(bytes, to: path) }
    } catch {
      let failed = error as? SystemCallError
      return Finding(
        "output",
        .broken(
          because: failed?.reason ?? "\(error)", mend: mendWrite(to: folder, code: failed?.code)),
        "\(folder), not writable")
    }
    guard FileManager.default.contents(atPath: path).map({ $0.elementsEqual(bytes) }) == true
    else {
      return Finding(
        "output",
        .broken(
          because: "the bytes read differ from the bytes written", mend: "choose another folder"),
        folder)
    }
    let milliseconds = String(format: "%.0f", duration * 1000)
    let detail = "\(folder), 1 MiB written, synchronised and renamed in \(milliseconds) ms"
    guard duration > longestWrite else { return Finding("output", .ok, detail) }
    return Finding(
      "output",
      .slow(
        because: "that should take less than a second, and every checkpoint is 600 times as large",
        mend: "choose a folder on a disk of this machine"), detail)
  }

  /// Returns the command that helps after a failed write.
  private static func mendWrite(to folder: String, code: Int32?) -> String {
    switch code {
    case EACCES, EPERM: "chown $(id -un) \(folder), as root"
    case EROFS: "mount -o remount,rw \(folder), as root"
    case ENOSPC, EDQUOT: "du -xh --max-depth 2 \(folder) | sort -h, to see what can be removed"
    case EFBIG: "ulimit -f unlimited"
    default: "choose another folder"
    }
  }

  /// Checks HDF5, the format of checkpoints, with a small file that is written, read and removed.
  ///
  /// - Parameters:
  ///   - folder: the folder for the file; whether files can be locked depends on its volume.
  ///   - environment: the environment variables.
  ///   - roundTrip: writes numbers to a path, reads them, and tells whether they are the same.
  /// - Returns: broken if the numbers differ or the file cannot be written.
  package static func hdf5(
    in folder: String, environment: [String: String],
    roundTrip: (_ path: String) throws -> Bool = Check.roundTripHDF5
  ) -> Finding {
    let path = "\(folder)/.unreel-doctor-\(UUID().uuidString).h5"
    defer { unlink(path) }
    var (major, minor, release): (UInt32, UInt32, UInt32) = (0, 0, 0)
    H5get_libversion(&major, &minor, &release)
    let version = "\(major).\(minor).\(release)"
    let setting = environment["HDF5_USE_FILE_LOCKING"] ?? "TRUE"
    let locking = ["FALSE", "0"].contains(setting) ? "file locking off" : "file locking on"
    let reinstall = "apt-get install --reinstall libhdf5-dev"
    do {
      guard try roundTrip(path) else {
        return Finding(
          "HDF5",
          .broken(because: "the numbers read differ from the numbers written", mend: reinstall),
          version)
      }
      return Finding("HDF5", .ok, "\(version), writes and reads, \(locking)")
    } catch {
      let mend = isLocking("\(error)") ? "export HDF5_USE_FILE_LOCKING=FALSE" : reinstall
      return Finding("HDF5", .broken(because: "\(error)", mend: mend), "\(version), \(locking)")
    }
  }

  /// Tells whether an error is that of a network file system that cannot lock files.
  private static func isLocking(_ reason: String) -> Bool {
    [ENOLCK, ENOSYS, EAGAIN, EOPNOTSUPP].contains {
      reason.hasSuffix(String(cString: strerror($0)))
    }
  }

  /// Writes a matrix, reads it, and tells whether it is the same.
  package static func roundTripHDF5(_ path: String) throws -> Bool {
    let numbers: [Float] = [1, 0.5, -2, 1e30]
    return try HDF5File.exclusively {
      let file = try HDF5File(creating: path)
      try file.write(numbers, shape: [2, 2], as: "numbers")
      try file.close()
      return try HDF5File(reading: path).read("numbers", shape: [2, 2]) == numbers
    }
  }
}
