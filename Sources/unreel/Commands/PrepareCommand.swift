import ArgumentParser
import Foundation
import Reports
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
        unreel prepare --ucf101 ~/UCF-101 -o ~/ucf101-frames
      """)

  @OptionGroup(title: "Videos") var videos: VideoOptions

  @Option(name: .shortAndLong, help: "The frame store's folder.")
  var output: String

  @Flag(help: "Try the videos again that an earlier run skipped or found not whole.")
  var retry = false

  @Flag(help: "Draw FRAMES/views.png: frames, and how training will see them.")
  var showViews = false

  @OptionGroup var shared: SharedOptions
  @OptionGroup(title: "Settings") var files: SettingsOptions

  func run() throws {
    let context = Job.context()
    var settings = Settings()
    try files.apply(to: &settings)
    videos.apply(to: &settings)
    shared.apply(to: &settings)
    if files.overrides.printConfig { return try files.show(settings) }
    try settings.validate()
    let prepare = PrepareStep(
      try settings.selectVideos(), into: output, settings: settings, retries: retry,
      in: context)
    let ledger = try Job.interruptible(
      context, again: "unreel prepare \(videos.typed)\(files.typed) -o \(output)"
    ) { try prepare.prepare() }
    let views = output + "/views.png"
    if showViews {
      try ViewsPicture(of: FrameStore(path: output), settings: settings).write(to: views)
    }
    let summary = LedgerSummary(ledger)
    print(shared.json ? try summary.json() : summary.sentence)
    guard !shared.json else { return }
    print("Frames: \(output)")
    if showViews { print("Views: \(views)") }
  }
}
