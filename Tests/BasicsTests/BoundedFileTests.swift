import Basics
import Foundation
import TestSupport
import Testing

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
    // Endless, and without a size that could be asked for.
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
