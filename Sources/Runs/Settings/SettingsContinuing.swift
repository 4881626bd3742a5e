import Datasets
import Videos

extension Settings {
  /// Checks that what was begun with other settings may go on with these.
  ///
  /// More epochs train longer, and the number of threads, the distance of checkpoints and what the
  /// evaluation does may change. The solver's settings may where someone says so. Anything else would
  /// make the run neither of the two.
  ///
  /// - Parameters:
  ///   - begun: the settings that it was begun with.
  ///   - name: what was begun, for the message.
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

  /// What makes a training the one that it is.
  private static var fixedWhileTraining: [SettingDifferences.Named] {
    [
      ("videos", { $0.videos }), ("categories", { $0.selectedCategories.names }),
      ("frames", { $0.frames }), ("seed", { $0.seed }),
      ("test_share", { $0.split.testShare }), ("test_list", { $0.split.testList }),
      ("ucf101_lists", { $0.split.ucf101Lists }), ("list_number", { $0.split.listNumber }),
      ("network", { $0.training.network }), ("input_side", { $0.training.inputSide }),
      ("weights", { $0.training.weights }), ("objective", { $0.training.objective }),
      ("projection", { $0.training.projection }),
      ("pair_distance", { $0.training.pairDistance }), ("batch", { $0.training.batch }),
      ("views.enabled", { $0.views.enabled }), ("views.least_area", { $0.views.leastArea }),
    ]
      + ViewSettings().shares.map { share in
        ("views." + share.name, { $0.views.shares.first { $0.name == share.name }?.value })
      }
  }

  /// What a training can change on its way and still be one.
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

/// Which of some settings differ, in words.
struct SettingDifferences {
  /// A setting's name, and how it is read.
  typealias Named = (name: String, value: (Settings) -> any Equatable)

  /// Such as `learning_rate: 0.01, now 0.001`.
  let texts: [String]

  /// Compares settings.
  ///
  /// - Parameters:
  ///   - begun: what was.
  ///   - wanted: what is asked for now.
  ///   - names: the settings that are looked at.
  init(_ begun: Settings, _ wanted: Settings, of names: [Named]) {
    texts = names.compactMap { name, value in
      let (was, now) = (Self.text(value(begun)), Self.text(value(wanted)))
      return was == now ? nil : "\(name): \(was), now \(now)"
    }
  }

  /// A value as a person writes it: 5, not Optional(5).
  private static func text(_ value: Any) -> String {
    guard let optional = value as? (any OptionalValue) else { return "\(value)" }
    return optional.content.map { "\($0)" } ?? "none"
  }
}

/// What lets a value of unknown type tell whether it is none.
private protocol OptionalValue {
  var content: Any? { get }
}

extension Optional: OptionalValue {
  fileprivate var content: Any? { self }
}

extension Settings {
  /// The settings with a frame store's sampling in place of the default.
  ///
  /// A preset or a file that asks for another sampling than the store has is refused. A store that
  /// holds every successor serves any share of negatives.
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
