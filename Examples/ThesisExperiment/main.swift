// The thesis's experiment in code: ten sports of UCF101, split 1, contrastive loss on pairs of successive
// frames, K-means on the held-out frames, conditional entropy, t-SNE, figures.
//
//     thesis-experiment UCF-101 ucfTrainTestlist RUN
//
// 500 epochs take days on a processor (docs/ucf101.md). Settings can be changed by their names, for example
// to take two steps and see that everything is there:
//
//     thesis-experiment UCF-101 ucfTrainTestlist RUN training.max_steps=2

import Foundation
import UnreelKit

/// Runs the experiment.
///
/// - Parameters:
///   - videos: the folder that UCF101.rar unpacks to.
///   - lists: the folder of the official lists.
///   - folder: the run's folder.
///   - changes: settings to change, such as `training.max_steps=2`.
func experiment(
  on videos: String, lists: String, in folder: String, changes: ArraySlice<String>
) throws {
  var settings = try Settings().overridden(by: .named("thesis"))
  settings.videos = videos
  settings.split.ucf101Lists = lists
  settings.split.listNumber = 1
  settings.threads = Processors.usable
  for change in changes { settings = try settings.overridden(byAssignment: change) }

  // Prepare, train, evaluate, report: each as far as it is not done yet. Run it again, and it goes on.
  let run = RunFolder(folder)
  _ = try MainJob(run, settings: settings, in: RunContext()).perform()

  let found = try Evaluation(contentsOf: run.evaluation.metrics)
  if let metrics = found.metrics?.rows {
    print("conditional entropy:", metrics.conditionalEntropyBits, "bits")
    print("entropy of the categories:", metrics.labelEntropyBits, "bits")
  }
  if let chance = found.baselines.permutedLabels?.rows.conditionalEntropyBits {
    print("permuted labels:", chance.low, "to", chance.high, "bits")
  }
  print(found.verdict)
  print("the report:", run.report)
}

let arguments = CommandLine.arguments
guard arguments.count > 3 else {
  print("usage: thesis-experiment UCF-101 LISTS RUN [NAME=VALUE …]")
  exit(2)
}
do {
  try experiment(
    on: arguments[1], lists: arguments[2], in: arguments[3], changes: arguments.dropFirst(4))
} catch {
  print(error)
  exit(1)
}
