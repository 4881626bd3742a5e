import ArgumentParser
import Runs

/// How the network is trained.
struct TrainingOptions: ParsableArguments {
  @Option(
    help: """
      Epochs in all; one epoch is every training pair once (default: 20, or as many as 600 steps are).
      """)
  var epochs: Int?

  @Option(help: "Steps in all, where that comes before the last epoch's end.")
  var maxSteps: Int?

  @Option(
    help: """
      Begin with the weights of a checkpoint of any run, or of a file as Keras keeps them; layers that it \
      lacks, or has in another shape, are drawn.
      """)
  var weights: String?

  @Option(help: "Pairs a step (default: 128).")
  var batch: Int?

  @Option(
    help: """
      The numbers to compute in: bf16, fp32, or auto, bf16 where the processor has it (default: auto).
      """)
  var precision: String?

  @Option(help: "The learning rate (default: 0.06).")
  var learningRate: Double?

  @Option(help: "Epochs from one checkpoint to the next (default: 5).")
  var checkpointEvery: Int?

  @Flag(help: "Go on with another learning rate, momentum, decay, clip, margin or fewer epochs.")
  var changeSettings = false

  func apply(to settings: inout Settings) {
    // Who says how many epochs means them all.
    if let epochs { (settings.training.epochs, settings.training.maxSteps) = (epochs, nil) }
    if let maxSteps { settings.training.maxSteps = maxSteps }
    if let weights { settings.training.weights = weights.absolutePath }
    if let batch { settings.training.batch = batch }
    if let precision { settings.training.precision = precision }
    if let learningRate { settings.training.learningRate = learningRate }
    if let checkpointEvery { settings.training.checkpointEvery = checkpointEvery }
  }
}
