import Datasets
import Videos

extension Settings {
  /// Checks that a run can continue with these settings.
  ///
  /// There may be more epochs. The number of threads, the interval of checkpoints and the evaluation may
  /// change. The solver's settings may change if `mayChange` is true. All others must be equal.
  ///
  /// - Parameters:
  ///   - begun: the settings that the run was started with.
  ///   - name: the name of the run in the error message.
  ///   - mayChange: whether the solver's settings may differ.
  /// - Throws: ``SettingsError/differ(run:differences:canChange:)``.
  public func checkContinuing(
    _ begun: Settings, of name: String, mayChange: Bool = false
  ) throws {
    let fixed =
      SettingDifferences(begun, self, of: Self.fixedWhileTraining).texts
      + (begun.sampling.difference(from: sampling).map { ["sampling: \($0)"] } ?? [])
    var solver = SettingDifferences(begun, self, of: Self.solver).texts
    if (training.epochs ?? .max) < (begun.training.epochs ?? .max) {
      solver += SettingDifferences(begun, self, of: [("epochs", { $0.training.epochs })]).texts
    }
    let differences = fixed + (mayChange ? [] : solver)
    guard differences.isEmpty else {
      throw SettingsError.differ(
        run: name, differences: differences, canChange: fixed.isEmpty)
    }
  }

  /// The settings that must not change during a training.
  private static var fixedWhileTraining: [SettingDifferences.Named] {
    [
      ("videos", { $0.videos }), ("categories", { $0.selectedCategories.names }),
      ("frames", { $0.frames }), ("seed", { $0.seed }),
      ("test_share", { $0.split.testShare }), ("test_list", { $0.split.testList }),
      ("ucf101_lists", { $0.split.ucf101Lists }), ("list_number", { $0.split.listNumber }),
      ("split.seed", { $0.split.seed }), ("split.folders", { $0.split.folders }),
      ("split.duplicates", { $0.split.duplicates }),
      ("network", { $0.training.network }), ("input_side", { $0.training.inputSide }),
      ("first_side", { $0.training.firstSide }), ("full_side_from", { $0.training.fullSideFrom }),
      ("weights", { $0.training.weights }), ("objective", { $0.training.objective }),
      ("projection", { $0.training.projection }),
      ("pair_distance", { $0.training.pairDistance }), ("batch", { $0.training.batch }),
      ("views.enabled", { $0.views.enabled }), ("views.least_area", { $0.views.leastArea }),
    ]
      + ViewSettings().shares.map { share in
        ("views." + share.name, { $0.views.shares.first { $0.name == share.name }?.value })
      }
  }

  /// The solver's settings, which may change during a training if the user asks for it.
  private static var solver: [SettingDifferences.Named] {
    [
      ("precision", { $0.training.precision }), ("margin", { $0.training.margin }),
      ("temperature", { $0.training.temperature }),
      ("rate_schedule", { $0.training.rateSchedule }), ("warm_up", { $0.training.warmUp }),
      ("learning_rate", { $0.training.learningRate }),
      ("rate_step", { $0.training.rateStep }), ("rate_factor", { $0.training.rateFactor }),
      ("momentum", { $0.training.momentum }), ("weight_decay", { $0.training.weightDecay }),
      ("clip_norm", { $0.training.clipNorm }),
      ("bias_rate_factor", { $0.training.biasRateFactor }),
      ("bias_decay_factor", { $0.training.biasDecayFactor }),
    ]
  }
}

/// The differences between two settings, in words.
struct SettingDifferences {
  /// A setting's name, and a function that reads it.
  typealias Named = (name: String, value: (Settings) -> any Equatable)

  /// The differences, such as `learning_rate: 0.01, now 0.001`.
  let texts: [String]

  /// Compares settings.
  ///
  /// - Parameters:
  ///   - begun: the settings of the run.
  ///   - wanted: the new settings.
  ///   - names: the settings to compare.
  init(_ begun: Settings, _ wanted: Settings, of names: [Named]) {
    texts = names.compactMap { name, value in
      let (was, now) = (Self.text(value(begun)), Self.text(value(wanted)))
      return was == now ? nil : "\(name): \(was), now \(now)"
    }
  }

  /// Formats a value for a person: 5, not Optional(5).
  private static func text(_ value: Any) -> String {
    guard let optional = value as? (any OptionalValue) else { return "\(value)" }
    return optional.content.map { "\($0)" } ?? "none"
  }
}

/// Lets a value of unknown type say whether it is nil.
private protocol OptionalValue {
  var content: Any? { get }
}

extension Optional: OptionalValue {
  fileprivate var content: Any? { self }
}

extension Settings {
  /// Returns the settings with a frame store's sampling instead of the default one.
  ///
  /// Settings that are not the default must match the store. A store with the successors of all frames
  /// supports any share of negatives.
  ///
  /// - Parameter store: the frame store to train on.
  /// - Throws: ``SettingsError/otherSampling(store:difference:)``.
  func sampled(as store: FrameStore) throws -> Settings {
    var settings = self
    var found = store.settings.sampling
    if found.negativeEvery == 0 { found.negativeEvery = sampling.negativeEvery }
    if sampling == FrameSampling() { settings.sampling = found }
    if let difference = found.difference(from: settings.sampling) {
      throw SettingsError.otherSampling(store: store.path, difference: difference)
    }
    return settings
  }
}
