import ArgumentParser
import Foundation
import Runs

/// The options that choose the videos: a folder of any videos, or UCF101 as it is downloaded.
struct VideoOptions: ParsableArguments {
  @Argument(help: "The folder of videos. Leave it out if you give --ucf101.")
  var videos: String?

  @Option(
    help: """
      The folder of the unpacked UCF101, instead of VIDEOS. It holds \
      Category/v_Category_g01_c01.avi.
      """)
  var ucf101: String?

  @Option(
    help: """
      The folder of UCF101's unpacked lists. It holds classInd.txt, trainlist01.txt, \
      testlist01.txt, ….
      """)
  var lists: String?

  @Option(name: .customLong("split"), help: "The split of UCF101: 1, 2 or 3 (default: 1).")
  var listNumber: Int?

  @Option(help: "Give up a video after this many seconds without a frame (default: 60).")
  var timeout: Int?

  @OptionGroup var categories: CategoryOptions

  func validate() throws {
    guard (videos == nil) != (ucf101 == nil) else {
      throw ValidationError("Name the videos: either VIDEOS or --ucf101 DIR, and not both.")
    }
    guard ucf101 != nil || (lists == nil && listNumber == nil) else {
      throw ValidationError(
        "--lists and --split go with --ucf101; for VIDEOS there is --test-list.")
    }
  }

  func apply(to settings: inout Settings) {
    settings.videos = (videos ?? ucf101)?.absolutePath
    if let lists { settings.split.ucf101Lists = lists.absolutePath }
    if let timeout { settings.timeout = timeout }
    if let listNumber { settings.split.listNumber = listNumber }
    categories.apply(to: &settings)
  }

  /// The options as the user typed them, for the command that continues the work.
  var typed: String {
    let options = [
      ("--ucf101", ucf101), ("--lists", lists), ("--split", listNumber.map(String.init)),
      ("--categories", categories.categories), ("--timeout", timeout.map(String.init)),
    ]
    let words = options.flatMap { name, value in value.map { [name, $0] } ?? [] }
    return ((videos.map { [$0] } ?? []) + words).joined(separator: " ")
  }
}

/// The option that chooses the categories.
struct CategoryOptions: ParsableArguments {
  @Option(
    help: """
      The categories to use, separated by commas, such as Archery,Billiards; all takes back a \
      preset's choice (default: all).
      """)
  var categories: String?

  private static let all = "all"

  func apply(to settings: inout Settings) {
    guard let categories else { return }
    settings.categories =
      categories == Self.all
      ? []
      : categories.split(separator: ",").map { String($0.trimmingPrefix(" ")) }
  }
}

/// The options that choose the held-out videos.
struct SplitOptions: ParsableArguments {
  @Option(help: "The seed of all random numbers but the split's (default: 1).")
  var seed: UInt64?

  @Option(
    help: """
      The seed that decides which videos are held out (default: 1). Runs with other seeds and the \
      same split seed can be compared.
      """)
  var splitSeed: UInt64?

  @Option(
    help: """
      The share of each category's videos that is held out: not used for training, but for the \
      evaluation. Groups of UCF101, and copies of one file, are never divided. Without categories \
      nothing is held out (default: 0.25).
      """)
  var testShare: Double?

  @Option(
    help: "A file that lists the videos to hold out, in the format of UCF101's testlist01.txt.")
  var testList: String?

  @Option(
    help: """
      A table of copies, such as collection/duplicates.csv of an earlier run. They are kept on one \
      side, as copies of one file are.
      """)
  var duplicates: String?

  func apply(to settings: inout Settings) {
    if let duplicates { settings.split.duplicates = duplicates.absolutePath }
    if let seed { settings.seed = seed }
    if let splitSeed { settings.split.seed = splitSeed }
    if let testShare { settings.split.testShare = testShare }
    if let testList { settings.split.testList = testList.absolutePath }
  }
}

extension String {
  /// The absolute path of a path that the user typed; it is valid in any folder.
  var absolutePath: String { URL(fileURLWithPath: self).standardizedFileURL.path }
}
