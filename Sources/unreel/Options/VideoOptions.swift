import ArgumentParser
import Foundation
import Runs

/// Which videos are used: a folder of any, or UCF101 as it is downloaded.
struct VideoOptions: ParsableArguments {
  @Argument(help: "The folder of videos; left out where --ucf101 names it.")
  var videos: String?

  @Option(help: "UCF101 as unpacked, instead of VIDEOS: Category/v_Category_g01_c01.avi.")
  var ucf101: String?

  @Option(help: "UCF101's lists as unpacked: classInd.txt, trainlist01.txt, testlist01.txt, ….")
  var lists: String?

  @Option(
    name: .customLong("split"), help: "Which of UCF101's splits to use: 1, 2 or 3 (default: 1).")
  var listNumber: Int?

  @Option(help: "Seconds without a frame after which a video is given up (default: 60).")
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

  /// The options as they were typed, to say how to go on.
  var typed: String {
    let options = [
      ("--ucf101", ucf101), ("--lists", lists), ("--split", listNumber.map(String.init)),
      ("--categories", categories.categories), ("--timeout", timeout.map(String.init)),
    ]
    let words = options.flatMap { name, value in value.map { [name, $0] } ?? [] }
    return ((videos.map { [$0] } ?? []) + words).joined(separator: " ")
  }
}
