import Doctor
import Foundation
import TestSupport
import Testing

/// Writing to volumes that take no files, no more files, or no large files.
@Suite struct OutputTests {
  private struct Refusal: Error, CustomStringConvertible {
    let description = "opening x.h5: No locks available"
  }

  @Test func aFolderThatTakesFilesIsLeftAsItWas() throws {
    let folder = try TemporaryFolder()
    #expect(Check.durableWrite(in: folder.path).isBroken == false)
    #expect(Check.hdf5(in: folder.path, environment: [:]).state == .ok)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  @Test func aSlowWriteIsSaid() throws {
    let folder = try TemporaryFolder()
    let found = Check.durableWrite(in: folder.path) { work in
      try work()
      return 3.2
    }
    #expect(found.line.hasPrefix("slow    output: \(folder.path), 1 MiB written"))
  }

  @Test func aFileInTheFoldersPlaceAndProcAreBroken() throws {
    let folder = try TemporaryFolder()
    try "a file".write(toFile: folder("file"), atomically: true, encoding: .utf8)
    let file = Check.durableWrite(in: folder("file"))
    #expect(file.isBroken && file.line.contains("because Not a directory"))
    #expect(Check.durableWrite(in: "/proc").isBroken)
    #expect(Check.hdf5(in: "/proc", environment: [:]).isBroken)
  }

  @Test func aFullVolumeIsBrokenAndLeftAsItWas() throws {
    let folder = try TemporaryFolder()
    let options = "size=256k"
    guard mount("none", folder.path, "tmpfs", 0, options) == 0 else {
      print("skipped: only root can mount a volume here")
      return
    }
    defer { umount(folder.path) }
    let found = Check.durableWrite(in: folder.path)
    #expect(found.isBroken && found.line.contains("because No space left on device; mend: du"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    let space = Check.space(in: folder.path, volume: { try Volume(of: folder.path) })
    #expect(space.isBroken && space.detail.hasPrefix("262 kB"))
    mount("none", folder.path, "tmpfs", UInt(MS_REMOUNT | MS_RDONLY), options)
    #expect(Check.durableWrite(in: folder.path).line.contains("mend: mount -o remount,rw"))
  }

  @Test func spaceIsCountedInCheckpoints() {
    func finding(_ volume: Volume) -> Finding { Check.space(in: "/out", volume: { volume }) }
    // 77 719 168 weights, as many velocities, four bytes each.
    let checkpoint = 621_753_344
    #expect(finding(Volume(free: 2 * checkpoint)).state == .ok)
    #expect(
      finding(Volume(free: 2 * checkpoint)).detail.contains("room for 2 checkpoints of 622 MB"))
    #expect(finding(Volume(free: 2 * checkpoint - 1)).isBroken)
    #expect(finding(Volume(free: 1 << 40, freeFiles: 0)).line.contains("inodes"))
    #expect(
      finding(Volume(free: 1 << 40, largestFile: 600_000_000)).line
        .hasSuffix("mend: ulimit -f unlimited"))
    #expect(finding(Volume(free: 1 << 40, freeFiles: 9, largestFile: 1 << 30)).state == .ok)
  }

  @Test func aVolumeThatLocksNoFilesIsNamed() throws {
    let folder = try TemporaryFolder()
    let found = Check.hdf5(
      in: folder.path, environment: [:], roundTrip: { _ in throw Refusal() })
    #expect(found.line.hasSuffix("mend: export HDF5_USE_FILE_LOCKING=FALSE"))
    let other = Check.hdf5(in: folder.path, environment: [:], roundTrip: { _ in false })
    #expect(other.isBroken)
    let off = Check.hdf5(in: folder.path, environment: ["HDF5_USE_FILE_LOCKING": "FALSE"])
    #expect(off.detail.hasSuffix("file locking off"))
  }
}
