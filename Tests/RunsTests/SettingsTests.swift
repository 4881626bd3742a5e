import Basics
import Foundation
import Runs
import TestSupport
import Testing

@Suite struct SettingsTests {
  private func file(_ text: String, in folder: TemporaryFolder) throws -> String {
    try text.write(toFile: folder("settings.yaml"), atomically: true, encoding: .utf8)
    return folder("settings.yaml")
  }

  @Test func whatIsWrittenIsReadBack() throws {
    let folder = try TemporaryFolder()
    var settings = Settings()
    settings.videos = "/videos/with: a colon"
    settings.seed = .max
    settings.split.testList = "/lists/testlist01.txt"
    settings.split.ucf101Lists = "/lists"
    settings.split.listNumber = 3
    settings.categories = ["Archery", "Two words"]
    settings.training.learningRate = 1e-7
    settings.evaluation.clusters = 101
    let text = try settings.yaml()
    #expect(text.contains("test_share: 0.25\n"), "\(text)")
    #expect(try Settings().overridden(byFile: file(text, in: folder)) == settings)
  }

  @Test func aFileChangesWhatItNames() throws {
    let folder = try TemporaryFolder()
    let settings = try Settings().overridden(
      byFile: file("seed: 9\ntraining:\n  epochs: 3\n  margin: 0.5\n", in: folder))
    #expect(settings.seed == 9 && settings.training.epochs == 3 && settings.training.margin == 0.5)
    #expect(settings.training.batch == Settings().training.batch)
    #expect(try Settings().overridden(byFile: file("", in: folder)) == Settings())
  }

  @Test func anySettingIsSetByItsName() throws {
    let settings = try Settings().overridden(byAssignment: "training.margin=0.25")
      .overridden(byAssignment: "seed=9").overridden(byAssignment: "categories=[A, Two words]")
      .overridden(byAssignment: "training.epochs=null")
    #expect(settings.training.margin == 0.25 && settings.seed == 9)
    #expect(settings.categories == ["A", "Two words"] && settings.training.epochs == nil)
    for (assignment, words) in [
      ("training.margn=1", "did you mean training.margin"), ("seed", "not a name and a value"),
      ("training.margin=wide", "training.margin has a value of the wrong kind"),
      (".seed=1", "not a name and a value"), ("training=1", "training is a group of settings"),
      ("seed=[", "--set"),
    ] {
      let error = #expect(throws: SettingsError.self) {
        try Settings().overridden(byAssignment: assignment)
      }
      #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }
  }

  @Test(arguments: [
    ("sed: 9\n", "no setting is called sed"),
    ("training:\n  epoch: 3\n", "no setting is called training.epoch"),
    ("training: fast\n", "training is a group of settings"),
    ("training:\n  epochs: many\n", "training.epochs"),
    ("- a\n- list\n", "settings"),
    ("a: [\n", "settings"),
  ]) func whatCannotBeMeantIsRefused(text: String, words: String) throws {
    let folder = try TemporaryFolder()
    let path = try file(text, in: folder)
    let error = #expect(throws: SettingsError.self) { try Settings().overridden(byFile: path) }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
  }

  /// Nine aliases of nine aliases, ten times over: 3 486 784 401 values of a few hundred bytes.
  @Test func aFileThatUnfoldsWithoutEndIsRefused() throws {
    let folder = try TemporaryFolder()
    let letters = "abcdefghijk".map(String.init)
    let lists = zip(letters, letters.dropFirst()).map { inner, outer in
      "&\(outer) [" + Array(repeating: "*\(inner)", count: 9).joined(separator: ", ") + "]"
    }
    let bomb = "categories:\n  - &a [x]\n" + lists.map { "  - \($0)\n" }.joined()
    // The list that Yams hashes on its way, of which nothing is kept.
    let doubled = (1...64).map { "k\($0): &b\($0) [*b\($0 - 1), *b\($0 - 1)]\n" }
    let hashed = "a: &b0 [1, 1]\n" + doubled.joined()
    let deep = "categories: " + String(repeating: "[", count: 60_000)
    for (text, words) in [
      (bomb, "more than 8 aliases"), (hashed, "aliases"), (deep, "settings.yaml: "),
    ] {
      let path = try file(text, in: folder)
      let error = #expect(throws: SettingsError.self) { try Settings().overridden(byFile: path) }
      #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }
    let path = try file(String(repeating: "# words\n", count: 200_000), in: folder)
    #expect(throws: OversizedFile.self) { try Settings().overridden(byFile: path) }
  }

  @Test func theOrderOfCategoriesIsNoDifference() throws {
    var begun = Settings()
    begun.categories = ["B", "A"]
    var other = begun
    other.categories = ["A", "B"]
    try other.checkContinuing(begun, of: "RUN")
    other.categories = []
    other.split.ucf101Lists = "/lists"
    other.split.listNumber = 2
    let error = #expect(throws: SettingsError.self) {
      try other.checkContinuing(begun, of: "RUN")
    }
    for words in [
      #"categories: ["A", "B"], now []"#, "ucf101_lists: none, now /lists", "list_number: 1, now 2",
    ] {
      #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }
  }

  @Test func aRunGoesOnWithMoreEpochsAndNothingElseOfItsTraining() throws {
    let begun = Settings()
    var longer = begun
    longer.training.epochs = 21
    longer.threads += 1
    longer.evaluation.clusters = 3
    try longer.checkContinuing(begun, of: "RUN")
    var other = begun
    other.training.batch += 1
    other.training.epochs = 4
    other.views.grey = 0.5
    let error = #expect(throws: SettingsError.self) {
      try other.checkContinuing(begun, of: "RUN")
    }
    #expect(
      error?.description.contains(
        "batch: 128, now 129; views.grey: 0.2, now 0.5; epochs: 16, now 4") == true,
      "\(error?.description ?? "")")
  }
}
