import ArgumentParser
import Basics
import Runs

/// `unreel finetune` trains the learned network further, with labels.
struct FinetuneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "finetune",
    abstract: "Train the learned network further, with the categories of the training videos.",
    discussion: """
      Adds a softmax classifier to the network of the run, trains it on the frames of the training \
      videos, and prints how often it is right on the held-out videos. To see how much the learned \
      weights help, compare the result with that of --from untrained.

      Example:
        unreel finetune ~/ucf101-run --epochs 10
        unreel finetune ~/ucf101-run --epochs 10 --from untrained
      """)

  @Argument(help: ArgumentHelp("The folder of the run.", valueName: "run"))
  var path: String

  @Option(
    name: .shortAndLong,
    help: """
      The folder for the results (default: RUN/finetuning, or RUN/finetuning-untrained with \
      --from untrained).
      """)
  var output: String?

  @Option(
    help: """
      The weights to begin with: trained, which are the latest of the run, or untrained (default: \
      trained).
      """
  )
  var from: String?

  @Option(help: "The layers that learn: all, or last, which is the new classifier (default: all).")
  var layers: String?

  @Option(
    help: "The number of epochs in all; an epoch uses every training frame once (default: 10).")
  var epochs: Int?

  @Option(help: "The number of frames in a step (default: 32).")
  var batch: Int?

  @Option(
    help: "The learning rate; that of the new classifier is ten times as high (default: 0.001).")
  var learningRate: Double?

  @OptionGroup var shared: SharedOptions
  @OptionGroup var compute: DeviceOptions
  @OptionGroup(title: "Settings of the group finetuning")
  var overrides: OverrideOptions

  func run() throws {
    let run = RunFolder(path)
    var settings = try Job.settings(of: run)
    var overridden = settings
    try overrides.apply(to: &overridden)
    settings.finetuning = overridden.finetuning
    shared.apply(to: &settings)
    compute.apply(to: &settings)
    apply(to: &settings)
    if overrides.printConfig { return try StandardOutput.write(settings.yaml(), terminator: "") }
    let isUntrained = settings.finetuning.from == "untrained"
    let folder = FinetuningFolder(
      output ?? run.path + (isUntrained ? "/finetuning-untrained" : "/finetuning"))
    let context = Job.context()
    let step = try FinetuneStep(run, into: folder, settings: settings, in: context)
    let found = try Job.interruptible(context, again: again) { try step.finetune() }
    try Job.show(found.sentence, json: found.json(), asJSON: shared.json)
    if !shared.json { try StandardOutput.say("Results:", whole: folder.path) }
  }

  private func apply(to settings: inout Settings) {
    if let from { settings.finetuning.from = from }
    if let layers { settings.finetuning.layers = layers }
    if let epochs { settings.finetuning.epochs = epochs }
    if let batch { settings.finetuning.batch = batch }
    if let learningRate { settings.finetuning.learningRate = learningRate }
  }

  /// The command as the user typed it, which continues the work.
  private var again: String {
    let options = [
      ("-o", output), ("--from", from), ("--layers", layers),
      ("--epochs", epochs.map(String.init)), ("--batch", batch.map(String.init)),
      ("--learning-rate", learningRate.map { "\($0)" }),
    ]
    return
      (["unreel finetune \(path)"]
      + options.compactMap { name, value in value.map { "\(name) \($0)" } }).joined(separator: " ")
      + overrides.typed
  }
}
