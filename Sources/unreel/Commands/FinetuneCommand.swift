import ArgumentParser
import Runs

/// `unreel finetune`: after the unsupervised part.
struct FinetuneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "finetune",
    abstract: "Go on with the learned weights and the training videos' categories.",
    discussion: """
      Puts a softmax on the run's network, trains it on the frames of the training videos and says \
      how often it is right on the held-out ones. What the learned weights are worth shows beside \
      the same from untrained ones.

      Example:
        unreel finetune ~/ucf101-run --epochs 10
        unreel finetune ~/ucf101-run --epochs 10 --from untrained
      """)

  @Argument(help: ArgumentHelp("The run's folder.", valueName: "run"))
  var path: String

  @Option(
    name: .shortAndLong,
    help: """
      The folder for the results (default: RUN/finetuning, or RUN/finetuning-untrained with \
      --from untrained).
      """)
  var output: String?

  @Option(
    help: "Whose weights to begin with: trained, the run's latest, or untrained (default: trained)."
  )
  var from: String?

  @Option(help: "Which layers learn: all, or last, the new classifier (default: all).")
  var layers: String?

  @Option(help: "Epochs in all; one epoch is every training frame once (default: 10).")
  var epochs: Int?

  @Option(help: "Frames a step (default: 32).")
  var batch: Int?

  @Option(help: "The learning rate; the new classifier's is ten times that (default: 0.001).")
  var learningRate: Double?

  @OptionGroup var shared: SharedOptions
  @OptionGroup(title: "Settings, of which the group finetuning is taken")
  var overrides: OverrideOptions

  func run() throws {
    let run = RunFolder(path)
    guard var settings = try run.settings() else { throw RunError.nothingThere(path: run.path) }
    var overridden = settings
    try overrides.apply(to: &overridden)
    settings.finetuning = overridden.finetuning
    shared.apply(to: &settings)
    apply(to: &settings)
    if overrides.printConfig { return print(try settings.yaml(), terminator: "") }
    let isUntrained = settings.finetuning.from == "untrained"
    let folder = FinetuningFolder(
      output ?? run.path + (isUntrained ? "/finetuning-untrained" : "/finetuning"))
    let context = Job.context()
    let step = try FinetuneStep(run, into: folder, settings: settings, in: context)
    let found = try Job.interruptible(context, again: again) { try step.finetune() }
    print(shared.json ? try found.json() : found.sentence, terminator: shared.json ? "" : "\n")
    guard !shared.json else { return }
    print("Results: \(folder.path)")
  }

  private func apply(to settings: inout Settings) {
    if let from { settings.finetuning.from = from }
    if let layers { settings.finetuning.layers = layers }
    if let epochs { settings.finetuning.epochs = epochs }
    if let batch { settings.finetuning.batch = batch }
    if let learningRate { settings.finetuning.learningRate = learningRate }
  }

  /// The command as it was typed, to say how to go on.
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
