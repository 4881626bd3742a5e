import ArgumentParser
import Runs

/// Which categories of the videos are used.
struct CategoryOptions: ParsableArguments {
  @Option(
    help: "Categories to use, as Archery,Billiards; a misspelt one is refused (default: all).")
  var categories: String?

  /// The word that takes a preset's choice back.
  private static let all = "all"

  func apply(to settings: inout Settings) {
    guard let categories else { return }
    settings.categories =
      categories == Self.all
      ? []
      : categories.split(separator: ",").map { String($0.trimmingPrefix(" ")) }
  }
}
