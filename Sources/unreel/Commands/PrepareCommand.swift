import ArgumentParser
import Foundation
import Runs
import Videos

/// `unreel prepare`: the first step.
struct PrepareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prepare",
    abstract: "Extract one frame in ten, and its successor, from every video.",
    discussion: """
      Writes FRAMES/<Category>/<clip>/query_frame_00010.jpg and next_frame_00011.jpg, and \
      FRAMES/ledger.csv with a row a video. A video that can't be read is a row, not the end.

      Example:
        unreel prepare ~/ucf101 -o ~/ucf101-frames
      """)

  @Argument(help: "The folder of videos.")
  var videos: String

  @Option(name: .shortAndLong, help: "The frame store's folder.")
  var output: String

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let surroundings = Job.surroundings()
    let collection = try VideoCollection.scan(videos)
    let prepare = PrepareStep(
      collection, into: output, threads: shared.threadCount, in: surroundings)
    let ledger = try Job.interruptible(
      surroundings, again: "unreel prepare \(videos) -o \(output)"
    ) { try prepare() }
    let summary = LedgerCounts(ledger)
    print(shared.json ? try summary.json() : summary.sentence)
    guard !shared.json else { return }
    print("Frames: \(output)")
  }
}
