import ArgumentParser
import Basics
import Evaluation
import Foundation
import Runs

/// `unreel find` finds what is most like a video, a frame or a picture.
struct FindCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "find",
    abstract: "Find the frames and videos that are most like a video, a frame or a picture.",
    discussion: """
      A video of the collection is named as in RUN/collection/videos.csv, and is compared by what the \
      groups were made by. Any other video or picture (JPEG, PNG) goes through the run's network, and \
      is compared by appearance. A second may follow behind @. Of each other video the nearest frame \
      is listed.

      Example:
        unreel find ~/videos-run kitchen/clip_001.mp4@12.5
        unreel find ~/videos-run ~/photo.jpg --count 20 --sheet nearest.png
      """)

  @Argument(help: ArgumentHelp("The folder of the run.", valueName: "run"))
  var path: String

  @Argument(
    help: ArgumentHelp("A video, VIDEO@SECONDS, or a picture.", valueName: "query"))
  var query: String

  @Option(help: "How many frames and videos to list.")
  var count = 10

  @Option(
    help: ArgumentHelp("Also draw the frames into this .png, .svg or .pdf file.", valueName: "file")
  )
  var sheet: String?

  @Flag(help: "Print the result as JSON on standard output.")
  var json = false

  func validate() throws {
    guard count > 0 else { throw ValidationError("--count must be 1 or more.") }
  }

  func run() throws {
    let file = try sheet.map { try PictureFile($0) }
    let run = RunFolder(path)
    let search = try CollectionSearch(run, settings: Job.settings(of: run), in: Job.context())
    let result = try search.find(query, count: count)
    try file?.write(search.sheet(of: result))
    if json { return try StandardOutput.write(JSONFile.line(of: result, keys: .snakeCase)) }
    let place = result.seconds.map { String(format: " at %.2f s", $0) } ?? ""
    // Motion of other files is not computed.
    let groups =
      result.comparedBy == search.groupedBy
      ? "" : " (the groups are by \(search.groupedBy.words))"
    try StandardOutput.say(
      "\(result.query)\(place), compared by \(result.comparedBy.words)\(groups):")
    if result.isUnlikeAll, let best = result.frames.first, let usual = result.usualScore {
      try StandardOutput.say(
        String(
          format:
            "Nothing in the collection is much like it: the nearest frame has a score of %.3f. "
            + "Of 95 %% of the collection's own frames, the nearest one has %.3f or more.",
          best.score, usual))
    }
    try StandardOutput.write("\nscore   second  frames of other videos", terminator: "\n")
    for frame in result.frames {
      try StandardOutput.write(
        String(format: "%5.2f %8.2f  ", frame.score, frame.seconds)
          + "\(PlainLine.text(frame.video)) (\(search.groupName(frame.cluster)))")
    }
    try StandardOutput.write("\nscore  videos")
    for video in result.videos {
      try StandardOutput.write(
        String(format: "%5.2f  ", video.score)
          + "\(PlainLine.text(video.video)) (\(search.groupName(video.cluster)))")
    }
    if let sheet { try StandardOutput.say("Sheet:", whole: sheet) }
  }
}
