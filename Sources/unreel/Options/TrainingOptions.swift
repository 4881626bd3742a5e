import ArgumentParser
import Runs

/// How the network is trained.
struct TrainingOptions: ParsableArguments {
  @Option(help: "Epochs in all; one epoch is every training pair once (default: 5).")
  var epochs: Int?

  @Option(help: "Steps in all, where that comes before the last epoch's end.")
  var maxSteps: Int?

  @Option(help: "Pairs a step (default: 32).")
  var batch: Int?

  @Option(
    help: """
      The numbers to compute in: bf16, fp32, or auto, bf16 where the processor has it (default: auto).
      """)
  var precision: String?

  @Option(help: "The learning rate (default: 0.01).")
  var learningRate: Double?

  @Option(help: "Epochs from one checkpoint to the next (default: 10).")
  var checkpointEvery: Int?

  @Flag(help: "Go on with another learning rate, momentum, decay, clip, margin or fewer epochs.")
  var changeSettings = false

  func apply(to settings: inout Settings) {
    if let maxSteps { settings.training.maxSteps = maxSteps }
    if let epochs { settings.training.epochs = epochs }
    if let batch { settings.training.batch = batch }
    if let precision { settings.training.precision = precision }
    if let learningRate { settings.training.learningRate = learningRate }
    if let checkpointEvery { settings.training.checkpointEvery = checkpointEvery }
  }
}
