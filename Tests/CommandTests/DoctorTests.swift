import Foundation
import TestSupport
import Testing

/// `unreel doctor` on this machine.
@Suite struct DoctorTests {
  private static let names = [
    "LibTorch", "BLAS", "oneDNN", "bf16", "GPU", "Gloo", "NCCL", "FFmpeg", "TurboJPEG", "HDF5",
    "cores", "memory", "space", "output",
  ]

  @Test func everythingIsHere() throws {
    let folder = try TemporaryFolder()
    let outcome = try Program.run("doctor", folder.path)
    #expect(outcome.exitCode == 0, "\(outcome.output)\(outcome.complaints)")
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count == Self.names.count)
    for (line, name) in zip(lines, Self.names) {
      #expect(line.hasPrefix("ok      \(name): ") || line.hasPrefix("slow    \(name): "), "\(line)")
      #expect(line.hasPrefix("ok") || (line.contains(", because ") && line.contains("; mend: ")))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  @Test func asJSONForAFolderThatIsNotThereYet() throws {
    let folder = try TemporaryFolder()
    let outcome = try Program.run("doctor", folder("new/run"), "--json", "--threads", "1")
    #expect(outcome.exitCode == 0, "\(outcome.output)")
    let found = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    let findings = try #require(found as? [[String: String]])
    #expect(findings.compactMap { $0["name"] } == Self.names)
    for finding in findings {
      let isWell = finding["state"] == "ok"
      #expect((finding["because"] == nil) == isWell && (finding["mend"] == nil) == isWell)
    }
    #expect(!FileManager.default.fileExists(atPath: folder("new")))
  }

  @Test func aPlaceThatTakesNoFileIsBroken() throws {
    let folder = try TemporaryFolder()
    try "a file".write(toFile: folder("file"), atomically: true, encoding: .utf8)
    let outcome = try Program.run("doctor", folder("file"))
    #expect(outcome.exitCode == 1)
    #expect(outcome.complaints.isEmpty, "\(outcome.complaints)")
    let broken = outcome.output.split(separator: "\n").filter { $0.hasPrefix("broken") }
    #expect(broken.count == 1 && broken[0].contains("because Not a directory"), "\(broken)")
    for number in ["0", "9223372036854775807"] {
      #expect(try Program.run("doctor", "--threads", number).exitCode == 2)
    }
  }
}
