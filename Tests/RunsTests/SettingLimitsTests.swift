import Foundation
import Runs
import TestSupport
import Testing

/// Settings and files of them that nobody means: no trap, no wait, an error.
@Suite struct SettingLimitsTests {
  @Test(arguments: [
    "threads", "timeout", "training.epochs", "training.max_steps", "training.batch",
    "training.checkpoint_every", "training.keep_last", "training.keep_every", "sampling.stride",
    "sampling.short_stride", "sampling.negative_every", "sampling.later_offset",
    "sampling.short_later_offset", "evaluation.clusters", "evaluation.probe_frames",
    "finetuning.epochs", "finetuning.batch",
  ])
  func noCountIsSoLargeThatSumsOverflow(_ name: String) throws {
    let settings = try Settings().overridden(byAssignment: "\(name)=\(Int.max)")
    let error = #expect(throws: SettingsError.self) { try settings.validate() }
    #expect(error?.description.contains("is \(Int.max), but must be from") == true)
  }

  @Test(arguments: [
    ("training.checkpoint_minutes", "1e300"), ("training.checkpoint_minutes", ".inf"),
    ("training.checkpoint_minutes", ".nan"), ("training.margin", ".inf"),
  ])
  func noQuantityIsWithoutEnd(_ name: String, _ value: String) throws {
    let settings = try Settings().overridden(byAssignment: "\(name)=\(value)")
    #expect(throws: SettingsError.self) { try settings.validate() }
  }

  /// Two aliases of two aliases, forty times over, as a name: a trillion values to be hashed.
  @Test(.timeLimit(.minutes(1))) func aNameThatUnfoldsWithoutEndIsRefused() throws {
    let lists = (1...40).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]\n" }
    let error = #expect(throws: SettingsError.self) {
      try read("a0: &a0 [1, 1]\n" + lists.joined() + "? *a40\n: 1\n")
    }
    #expect(error?.description.contains("more than 8 aliases") == true)
  }

  @Test func fewAliasesAndCommentsWithStarsAreRead() throws {
    let stars = String(repeating: "  # *so* it is, *or* not\n", count: 9)
    let settings = try read(
      stars + "categories: [&a Archery, *a]\nvideos: \"/videos/*.avi\"\nframes: a*\n")
    #expect(settings.categories == ["Archery", "Archery"] && settings.frames == "a*")
  }

  @discardableResult
  private func read(_ text: String) throws -> Settings {
    let folder = try TemporaryFolder()
    try text.write(toFile: folder("settings.yaml"), atomically: false, encoding: .utf8)
    return try Settings().overridden(byFile: folder("settings.yaml"))
  }
}
