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
    // /dev/full answers every write like a full disk. A link makes it the temporary file.
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

@Suite struct BoundedFileTests {
  @Test func upToTheLimitAFileIsReadAndNotBeyond() throws {
    let folder = try TemporaryFolder()
    try Data([104, 105, 255]).write(to: URL(fileURLWithPath: folder("file")))
    #expect(try BoundedFile.bytes(folder("file"), atMost: 3) == Data([104, 105, 255]))
    #expect(try BoundedFile.text(folder("file"), atMost: 3) == "hi\u{FFFD}")
    let error = #expect(throws: OversizedFile.self) {
      try BoundedFile.bytes(folder("file"), atMost: 2)
    }
    #expect(error?.path == folder("file") && error?.limit == 2)
    // This file never ends, and it has no size.
    #expect(throws: OversizedFile.self) { try BoundedFile.bytes("/dev/zero", atMost: 1 << 20) }
  }

  @Test func whatIsNotThereIsNamed() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: SystemCallError.self) {
      try BoundedFile.bytes(folder("gone"), atMost: 1)
    }
    #expect(error?.description == "reading \(folder("gone")): No such file or directory")
    let other = #expect(throws: SystemCallError.self) {
      try BoundedFile.bytes(folder.path, atMost: 1)
    }
    #expect(other?.code == EISDIR)
  }
}

@Suite struct FolderTests {
  /// The results of `dirname` of coreutils, except that it prints `.` for an empty result.
  @Test(arguments: [
    ("f", ""), ("", ""), ("/", "/"), ("//", "/"), ("/f", "/"), ("f/", ""), ("f/g", "f"),
    ("f/g/", "f"), ("f//g", "f"), ("/f/g", "/f"), ("./f", "."), ("é/ü", "é"), ("a/\u{338}b", "a"),
  ])
  func theFolderThatAPathLiesIn(_ path: String, _ folder: String) {
    #expect(Array(Folder.above(path).utf8) == Array(folder.utf8))
  }
}

/// The examples of FIPS 180-4.
@Suite struct SHA256Tests {
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func digestsAreTheStandards(text: String, digest: String) throws {
    let whole = SHA256()
    whole.update(text)
    #expect(whole.finish() == digest)
    let pieces = SHA256()
    for character in text { pieces.update(String(character)) }
    #expect(pieces.finish() == digest)
    let folder = try TemporaryFolder()
    try Data(("front" + text).utf8).write(to: URL(fileURLWithPath: folder("file")))
    #expect(try SHA256.ofFile(folder("file"), from: 5) == digest)
  }

  @Test func aFileThatIsNotThereIsNamed() {
    let error = #expect(throws: SystemCallError.self) { try SHA256.ofFile("/nowhere/file") }
    #expect(error?.description == "opening /nowhere/file: No such file or directory")
  }
}
