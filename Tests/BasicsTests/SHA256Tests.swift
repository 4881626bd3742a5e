import Basics
import Foundation
import TestSupport
import Testing

/// FIPS 180-4's examples.
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
