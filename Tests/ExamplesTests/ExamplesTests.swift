import Foundation
import TestSupport
import Testing

/// The programs of `Examples`, each run on tiny clips.
@Suite struct ExamplesTests {
  /// Runs an example, which lies beside the tests' own executable.
  private func run(_ name: String, _ arguments: String...) throws -> (code: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
      .deletingLastPathComponent().appendingPathComponent(name)
    process.arguments = arguments
    process.environment = ["HOME": "/tmp"]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: text, as: UTF8.self))
  }

  private func has(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  /// A new objective is trained and evaluated; then its features of the same folder are an array.
  @Test func aNewObjectiveIsTrainedAndItsFeaturesAreAnArray() throws {
    let folder = try TemporaryFolder()
    try SmallCollection.write(to: folder("videos"))
    let trained = try run("new-objective", folder("videos"), folder("triplets"), "2")
    #expect(trained.code == 0)
    // One clip of each category is held out.
    #expect(trained.output.contains("Every video is a category of its own"), "\(trained.output)")
    for name in [
      "checkpoints/latest", "metrics.jsonl", "evaluation/metrics.json", "figures/clusters.png",
      "figures/loss.svg", "report.html",
    ] { #expect(has(folder("triplets/" + name)), "\(name)") }

    // Ten pairs are one step of at most 32, and that is an epoch.
    let checkpoint = folder("triplets/checkpoints/epoch-0002.h5")
    let features = try run("folder-features", folder("videos"), checkpoint, folder("array"))
    #expect(features.code == 0)
    // Four clips of five queries, 256 features.
    #expect(features.output.hasPrefix("20 frames × 256 numbers\n"), "\(features.output)")
    #expect(features.output.contains("the nearest frame of another video is number"))
    #expect(has(folder("array/features.npy")))
  }

  @Test func theThesisExperimentIsARun() throws {
    let folder = try TemporaryFolder()
    try MiniatureUCF101.write(to: folder("UCF-101"))
    try MiniatureUCF101.writeLists(to: folder("lists"))
    let done = try run(
      "thesis-experiment", folder("UCF-101"), folder("lists"), folder("run"),
      "categories=[Archery, Billiards]", "training.network=thesis-small", "training.max_steps=1")
    #expect(done.code == 0)
    #expect(done.output.contains("entropy of the categories: 1.0 bits"), "\(done.output)")
    #expect(has(folder("run/report.html")))
  }
}
