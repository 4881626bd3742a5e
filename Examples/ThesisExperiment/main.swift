// The thesis's experiment in code: ten sports of UCF101, split 1, contrastive loss on pairs of successive
// frames, K-means on the held-out frames, conditional entropy, t-SNE, figures.
//
//     thesis-experiment UCF-101 ucfTrainTestlist RUN      500 epochs: days on a processor, see docs/ucf101.md
//     thesis-experiment UCF-101 ucfTrainTestlist RUN 2    two steps, to see that everything is there

import UnreelKit

let arguments = CommandLine.arguments

var settings = try Settings().overridden(by: .named("thesis"))
settings.videos = arguments[1]
settings.split.ucf101Lists = arguments[2]
settings.split.listNumber = 1
settings.threads = Processors.usable
if arguments.count > 4, let steps = Int(arguments[4]) { settings.training.maxSteps = steps }

let run = RunFolder(arguments[3])
_ = try MainJob(run, settings: settings, in: RunContext()).perform()

let found = try Evaluation(contentsOf: run.evaluation.metrics)
print(found.verdict)
if let metrics = found.metrics {
  print("conditional entropy", metrics.rows.conditionalEntropyBits, "of", metrics.rows.labelEntropyBits)
}
print("the report:", run.report)
