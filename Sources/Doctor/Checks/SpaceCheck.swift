import Basics
import Networks

/// Room on the volume of the results, counted in checkpoints.
package struct SpaceCheck: Check {
  /// Weights and velocities, four bytes each.
  static let checkpoint = Architecture.thesis.parameterCount * 2 * 4

  /// A run with the default settings ends with one, and has one more while it is stopped midway.
  private static let fewest = 2

  private let folder: String
  private let volume: () throws -> Volume

  /// Prepares the check.
  ///
  /// - Parameters:
  ///   - folder: where results go.
  ///   - volume: asks for the folder's volume.
  package init(in folder: String, volume: @escaping () throws -> Volume) {
    self.folder = folder
    self.volume = volume
  }

  /// Broken where a run's checkpoints do not fit.
  package func callAsFunction() -> Finding {
    do {
      let volume = try volume()
      let room = volume.free / Self.checkpoint
      let size = ByteCount.text(Self.checkpoint)
      let detail =
        "\(ByteCount.text(volume.free)) in \(folder), room for \(room) checkpoints of \(size)"
      guard let (because, mend) = trouble(volume) else { return Finding("space", .ok, detail) }
      return Finding("space", .broken(because: because, mend: mend), detail)
    } catch {
      return Finding("space", .broken(because: "\(error)", mend: "choose another folder"), "")
    }
  }

  private func trouble(_ volume: Volume) -> (because: String, mend: String)? {
    if let largest = volume.largestFile, largest < Self.checkpoint {
      return (
        "files may not grow beyond \(ByteCount.text(largest)) here (ulimit -f)",
        "ulimit -f unlimited"
      )
    }
    if volume.free < Self.fewest * Self.checkpoint {
      return (
        "a run keeps \(Self.fewest) of them at times",
        "du -xh --max-depth 2 \(folder) | sort -h, to see what can go"
      )
    }
    if volume.freeFiles == 0 {
      return (
        "the volume has no room for another file's name (inodes)",
        "du --inodes -x --max-depth 2 \(folder) | sort -n, to see what can go"
      )
    }
    return nil
  }
}
