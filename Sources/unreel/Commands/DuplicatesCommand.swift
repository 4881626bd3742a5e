import ArgumentParser
import Basics
import Datasets
import Foundation
import Runs

/// `unreel duplicates` lists the videos that show the same footage.
struct DuplicatesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "duplicates",
    abstract: "List the videos that show the same footage.",
    discussion: """
      Finds copies that were encoded again, resized, cropped, mirrored, cut out of a longer video, or \
      that overlap, and the second at which one begins in the other. They come from \
      RUN/collection/duplicates.csv; if an earlier version left no such file, the videos are compared \
      now. Videos that are copies of each other, directly or by way of others, are one set.

      Example:
        unreel duplicates ~/videos-run
        unreel duplicates ~/videos-run --json
      """)

  @Argument(help: ArgumentHelp("The folder of the run.", valueName: "run"))
  var path: String

  @Flag(help: "Print the sets and pairs as JSON on standard output.")
  var json = false

  func run() throws {
    let run = RunFolder(path)
    let copies = try DuplicateSets(of: run, settings: Job.settings(of: run), in: Job.context())
    if json { return try StandardOutput.write(JSONFile.line(of: copies)) }
    guard !copies.sets.isEmpty else {
      return try StandardOutput.say("No two videos were found to show the same footage.")
    }
    for (number, set) in copies.sets.enumerated() {
      try StandardOutput.write(
        "\(number == 0 ? "" : "\n")set \(number + 1): \(set.videos.count) videos")
      for pair in set.pairs {
        let begins =
          pair.offset == 0 ? "" : String(format: ", begins at %.1f s of it", pair.offset)
        try StandardOutput.write(
          String(format: "%5.2f  ", pair.score)
            + PlainLine.text(pair.other)
            + "\n       of " + PlainLine.text("\(pair.video): \(pair.differences)\(begins)"))
      }
    }
  }
}
