import ArgumentParser
import Basics
import Reports
import Runs
import Videos

/// `unreel prepare` does the first step.
struct PrepareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prepare",
    abstract: "Extract one frame in ten, and its successor, from every video.",
    discussion: """
      Writes FRAMES/<Category>/<clip>/query_frame_00010.jpg and next_frame_00011.jpg, and \
      FRAMES/ledger.csv with a row for each video. If a video cannot be read, its row gives the \
      reason, and the work continues with the next video.

      Example:
        unreel prepare --ucf101 ~/UCF-101 -o ~/ucf101-frames
      """)

  @OptionGroup(title: "Videos") var videos: VideoOptions

  @Option(name: .shortAndLong, help: "The folder of the frame store.")
  var output: String

  @Flag(help: "Try those videos again that an earlier run skipped or read only in part.")
  var retry = false

  @Flag(help: "Also draw FRAMES/views.png, which shows frames and how training will see them.")
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
    try Job.show(summary.sentence, json: summary.json(), asJSON: shared.json)
    guard !shared.json else { return }
    try StandardOutput.say("Frames:", whole: output)
    if showViews { try StandardOutput.say("Views:", whole: views) }
  }
}
