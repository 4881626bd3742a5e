import ArgumentParser
import Basics
import Evaluation
import Runs
import Tensors

/// The options of every step.
struct SharedOptions: ParsableArguments {
  @Option(help: "The number of threads (default: one for each core that the program may use).")
  var threads: Int?

  @Flag(help: "Print the result as JSON on standard output.")
  var json = false

  /// The number of threads: the option, or one for each core that this process may use.
  var threadCount: Int { threads ?? Processors.usable }

  func apply(to settings: inout Settings) {
    settings.threads = threadCount
  }
}

/// The option of every step that computes with a network.
struct DeviceOptions: ParsableArguments {
  @Option(
    help: """
      Where networks compute: cpu, cuda or cuda:N, or auto, which is the first GPU that LibTorch can use, else the \
      processor (default: auto).
      """)
  var device: String?

  func apply(to settings: inout Settings) { settings.device = device ?? Device.automaticName }
}

/// The options for settings from a preset, from a file and by name, in this order.
///
/// Options of their own, such as `--epochs`, are applied after them.
struct SettingsOptions: ParsableArguments {
  @Option(
    help: """
      A set of values that comes with the program: thesis, paper-ls, paper-lq, contexts-ls or \
      contexts-lq. --config, --set and other options replace its values.
      """)
  var preset: String?

  @OptionGroup var overrides: OverrideOptions

  /// The options as the user typed them, each with a space before it.
  var typed: String { (preset.map { " --preset \($0)" } ?? "") + overrides.typed }

  /// Prints settings.
  ///
  /// The lines of a preset name their sources.
  func show(_ settings: Settings) throws {
    let text =
      try preset.map { try settings.yaml(withSourcesOf: .named($0)) } ?? settings.yaml()
    try StandardOutput.write(text, terminator: "")
  }

  /// Applies the preset, then the file, then the settings by name.
  func apply(to settings: inout Settings) throws {
    if let preset { settings = try settings.overridden(by: .named(preset)) }
    try overrides.apply(to: &settings)
  }
}

/// The options for settings from a file and by name.
struct OverrideOptions: ParsableArguments {
  @Option(help: "A file of settings, such as RUN/config.yaml. Other options replace its values.")
  var config: String?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "One setting by its name in config.yaml, such as training.margin=0.5. Can be repeated.",
      valueName: "name=value"))
  var assignments: [String] = []

  @Flag(help: "Print the value of every setting and do nothing else.")
  var printConfig = false

  /// The options as the user typed them, each with a space before it.
  var typed: String {
    (config.map { " --config \($0)" } ?? "") + assignments.map { " --set \($0)" }.joined()
  }

  /// Applies the file, then the settings by name.
  func apply(to settings: inout Settings) throws {
    if let config { settings = try settings.overridden(byFile: config) }
    for assignment in assignments { settings = try settings.overridden(byAssignment: assignment) }
  }
}

/// The options of training.
struct TrainingOptions: ParsableArguments {
  @Option(
    help: """
      The number of epochs (the thesis's iterations) in all; an epoch uses every training pair once \
      (default: 16, and at most 600 steps).
      """)
  var epochs: Int?

  @Option(help: "The number of steps in all, if they end before the last epoch.")
  var maxSteps: Int?

  @Option(
    help: """
      A file of weights to begin with: a checkpoint of any run, or a Keras .h5 file. Layers that \
      are missing or have another shape begin at random.
      """)
  var weights: String?

  @Option(help: "The number of pairs in a step (default: 128).")
  var batch: Int?

  @Option(
    help: """
      The format of the numbers: bf16, fp32, or auto, which is bf16 if the processor supports it \
      (default: auto).
      """)
  var precision: String?

  @Option(help: "The learning rate (default: 0.06).")
  var learningRate: Double?

  @Option(help: "The number of epochs from one checkpoint to the next (default: 5).")
  var checkpointEvery: Int?

  @Flag(
    help: """
      Continue a run with another learning rate, momentum, weight decay, clip norm, margin, \
      temperature or precision, or with fewer epochs.
      """)
  var changeSettings = false

  func apply(to settings: inout Settings) {
    // A user who gives a number of epochs wants all of them, without a limit of steps.
    if let epochs { (settings.training.epochs, settings.training.maxSteps) = (epochs, nil) }
    if let maxSteps { settings.training.maxSteps = maxSteps }
    if let weights { settings.training.weights = weights.absolutePath }
    if let batch { settings.training.batch = batch }
    if let precision { settings.training.precision = precision }
    if let learningRate { settings.training.learningRate = learningRate }
    if let checkpointEvery { settings.training.checkpointEvery = checkpointEvery }
  }
}

/// The options of the evaluation.
struct EvaluationOptions: ParsableArguments {
  @Option(
    help: """
      K, the number of clusters, or auto, which chooses it by the silhouettes of the features \
      (default: the number of categories, or auto without categories).
      """)
  var clusters: ClusterChoice?

  @Option(
    help: """
      The checkpoint to evaluate: latest, a number of epochs, or auto, which chooses it by \
      label-free metrics on training frames (default: latest).
      """)
  var checkpoint: CheckpointChoice?

  @Option(
    help: """
      The layer whose output is used as appearance, such as fc7 of thesis or relu4 of residual, or \
      auto, which chooses it by label-free metrics (default: norm).
      """)
  var featureLayer: String?

  @Option(
    help: """
      The modality by which frames and videos are clustered. auto takes both if they agree, \
      otherwise motion unless it is noise (default: auto).
      """)
  var groupBy: ModalityChoice?

  @Option(
    help: """
      The largest number of labelled training frames for the probes, which are a linear classifier \
      and nearest neighbours; 0 means no probes (default: 1000).
      """)
  var probeFrames: Int?

  func apply(to settings: inout Settings) {
    if let checkpoint { settings.evaluation.checkpoint = checkpoint }
    if let featureLayer { settings.evaluation.featureLayer = featureLayer }
    if let groupBy { settings.evaluation.groupBy = groupBy }
    if let probeFrames { settings.evaluation.probeFrames = probeFrames }
    if let clusters { settings.evaluation.clusters = clusters }
  }
}

extension CheckpointChoice: ExpressibleByArgument {
  /// Reads `latest`, `auto` or a number.
  public init?(argument: String) { self.init(argument) }
}

extension ClusterChoice: ExpressibleByArgument {
  /// Reads a number or `auto`.
  public init?(argument: String) { self.init(argument) }
}

extension ModalityChoice: ExpressibleByArgument {}
