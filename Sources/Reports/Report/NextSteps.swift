import Evaluation
import Numerics

extension ReportContent {
  /// What a user can do next, a few sentences each; what fits the result comes first.
  ///
  /// Commands stand in backticks.
  var nextSteps: [String] {
    [learnedNothing, unstable, singles, copies, strangers, naming, categories].compactMap { $0 }
  }

  private var learnedNothing: String? {
    guard let own = evaluation.metrics?.rows.conditionalEntropyBits else { return nil }
    let pixels = evaluation.baselines.scores[.rawPixels]?.rows.conditionalEntropyBits
    guard let pixels, own >= pixels else { return nil }
    return
      "The groups follow the categories no better than raw pixels do. Look at the map in the colours of the "
      + "categories: perhaps the videos differ by something else. Then try `unreel evaluate RUN --group-by motion`, "
      + "or train longer in another folder, with `--epochs`."
  }

  private var unstable: String? {
    guard let summary = collection?.summary, !summary.isStable else { return nil }
    return
      "The groups are not stable, so do not rely on their number. Try others: `unreel evaluate RUN --clusters K`."
  }

  private var singles: String? {
    guard let count = collection?.summary.singleVideoClusters, count > 0 else { return nil }
    let groups = count == 1 ? "One group is a single video" : "\(count) groups are single videos"
    return
      "\(groups): look whether it is strange, or belongs to another group. For fewer groups: "
      + "`unreel evaluate RUN --clusters K`."
  }

  private var copies: String? {
    guard let count = collection?.duplicates.count, count > 0 else { return nil }
    return
      "\(NumberText.count(count, "pair")) of videos \(count == 1 ? "seems" : "seem") to show the same footage. They are "
      + "listed below, and by `unreel duplicates RUN`. Look at both: scenes that are very much alike can be among them."
  }

  private var strangers: String? {
    collection == nil
      ? nil
      : "The strangest videos, and those that may be in a wrong group, are listed below, under the groups. Broken "
        + "recordings and videos that belong elsewhere are among them."
  }

  private var naming: String? {
    collection == nil
      ? nil
      : "To sort the collection: open each group beside the map, type a name, and press Save names.csv. Move the file "
        + "that your browser saved beside this page. Then `unreel organize RUN --into FOLDER --link` makes a folder for "
        + "each group, with links to its videos."
  }

  private var categories: String? {
    guard collection != nil, evaluation.metrics == nil else { return nil }
    return
      "To know how good the groups are, put some videos into folders by their kind and run again in another folder. "
      + "Names of folders are used to score, not to train."
  }
}
