import CHDF5
import Foundation
import Training

/// HDF5, which checkpoints are written with: a small file written, read again and removed.
package struct HDF5Check: Check {
  private let folder: String
  private let environment: [String: String]
  private let roundTrip: (_ path: String) throws -> Bool

  /// Prepares the check.
  ///
  /// - Parameters:
  ///   - folder: where the file is written; whether a file can be locked is its volume's affair.
  ///   - environment: the environment's variables.
  ///   - roundTrip: writes numbers to a path and reads them, and says whether they are the same.
  package init(
    in folder: String, environment: [String: String],
    roundTrip: @escaping (_ path: String) throws -> Bool = HDF5Check.roundTrip
  ) {
    self.folder = folder
    self.environment = environment
    self.roundTrip = roundTrip
  }

  /// Broken where the numbers do not come back.
  package func callAsFunction() -> Finding {
    let path = "\(folder)/.unreel-doctor-\(UUID().uuidString).h5"
    defer { unlink(path) }
    do {
      guard try roundTrip(path) else {
        return Finding(
          "HDF5",
          .broken(
            because: "other numbers were read than were written",
            mend: "apt-get install --reinstall libhdf5-dev"), version)
      }
      return Finding("HDF5", .ok, "\(version), writes and reads, \(locking)")
    } catch {
      let mend =
        isLocking("\(error)")
        ? "export HDF5_USE_FILE_LOCKING=FALSE" : "apt-get install --reinstall libhdf5-dev"
      return Finding(
        "HDF5", .broken(because: "\(error)", mend: mend), "\(version), \(locking)")
    }
  }

  /// What a network's file system answers where it can't lock files.
  private func isLocking(_ reason: String) -> Bool {
    [ENOLCK, ENOSYS, EAGAIN, EOPNOTSUPP].contains {
      reason.hasSuffix(String(cString: strerror($0)))
    }
  }

  /// Writes a matrix and reads it.
  package static func roundTrip(_ path: String) throws -> Bool {
    let numbers: [Float] = [1, 0.5, -2, 1e30]
    return try HDF5File.exclusively {
      let file = try HDF5File(creating: path)
      try file.write(numbers, shape: [2, 2], as: "numbers")
      try file.close()
      return try HDF5File(reading: path).read("numbers", shape: [2, 2]) == numbers
    }
  }

  private var version: String {
    var (major, minor, release): (UInt32, UInt32, UInt32) = (0, 0, 0)
    H5get_libversion(&major, &minor, &release)
    return "\(major).\(minor).\(release)"
  }

  private var locking: String {
    let setting = environment["HDF5_USE_FILE_LOCKING"] ?? "TRUE"
    return ["FALSE", "0"].contains(setting) ? "file locking off" : "file locking on"
  }
}
