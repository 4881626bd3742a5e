import ArgumentParser
import Runs

/// Which videos are held out.
struct SplitOptions: ParsableArguments {
  @Option(help: "What all random draws are a function of (default: 1).")
  var seed: UInt64?

  @Option(
    help: """
      Share of every category's videos that is held out from training and evaluated; groups of \
      UCF101 are never divided (default: 0.25).
      """)
  var testShare: Double?

  @Option(help: "A list of the videos to hold out, as UCF101's testlist01.txt.")
  var testList: String?

  func apply(to settings: inout Settings) {
    if let seed { settings.seed = seed }
    if let testShare { settings.split.testShare = testShare }
    if let testList { settings.split.testList = testList.absolutePath }
  }
}
