import Basics
import Foundation
import TestSupport
import Testing

@Suite struct DurableFileTests {
  private struct Refusal: Error {}

  @Test func aFileIsReplacedAsAWhole() throws {
    let folder = try TemporaryFolder()
    try DurableFile.write("first, and longer", to: folder("file"))
    try DurableFile.write("second", to: folder("file"))
    #expect(try String(contentsOfFile: folder("file"), encoding: .utf8) == "second")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["file"])
  }

  @Test func aFailureLeavesWhatWasThere() throws {
    let folder = try TemporaryFolder()
    try DurableFile.write("first", to: folder("file"))
    #expect(throws: Refusal.self) {
      try DurableFile.replace(folder("file")) { temporary in
        try "half".write(toFile: temporary, atomically: false, encoding: .utf8)
        throw Refusal()
      }
    }
    #expect(try String(contentsOfFile: folder("file"), encoding: .utf8) == "first")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["file"])
  }

  @Test func aFullDiskNamesTheFile() throws {
    // /dev/full answers every write as a full disk does; a link makes it the temporary file.
    let folder = try TemporaryFolder()
    try FileManager.default.createSymbolicLink(
      atPath: folder("file.tmp"), withDestinationPath: "/dev/full")
    let error = #expect(throws: SystemCallError.self) {
      try DurableFile.write("text", to: folder("file"))
    }
    let words = "writing \(folder("file")): No space left on device; make room for about 1 kB at "
    #expect(error?.description.hasPrefix(words + folder.path + ", where ") == true)
    #expect(error?.description.hasSuffix(" are free, and run the same command again") == true)
    #expect(!FileManager.default.fileExists(atPath: folder("file")))
  }

  @Test func aMissingFolderNamesTheFile() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: SystemCallError.self) {
      try DurableFile.write("text", to: folder("missing/file"))
    }
    #expect(error?.path == folder("missing/file") && error?.code == ENOENT)
  }
}
