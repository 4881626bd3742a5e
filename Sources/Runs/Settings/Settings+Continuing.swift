extension Settings {
  /// Checks that a run begun with other settings may go on with these.
  ///
  /// More epochs train longer, and the number of threads, the distance of checkpoints and what the
  /// evaluation does may change; anything else would make the run neither of the two.
  ///
  /// - Parameters:
  ///   - begun: the settings that the run was begun with.
  ///   - run: the run's folder, for the message.
  /// - Throws: ``SettingsError/differ(run:differences:)``.
  public func checkContinuing(_ begun: Settings, of run: String) throws {
    var differences: [String] = []
    func compare<Value: Equatable>(_ name: String, _ path: KeyPath<Settings, Value>) {
      guard self[keyPath: path] != begun[keyPath: path] else { return }
      differences.append(
        "\(name): \(Self.text(begun[keyPath: path])), now \(Self.text(self[keyPath: path]))")
    }
    compare("videos", \.videos?.description)
    compare("categories", \.selectedCategories.names)
    compare("frames", \.frames)
    if let difference = begun.sampling.difference(from: sampling) {
      differences.append("sampling: \(difference)")
    }
    compare("seed", \.seed)
    compare("test_share", \.split.testShare)
    compare("test_list", \.split.testList?.description)
    compare("ucf101_lists", \.split.ucf101Lists?.description)
    compare("list_number", \.split.listNumber)
    compare("network", \.training.network)
    compare("objective", \.training.objective)
    compare("margin", \.training.margin)
    compare("batch", \.training.batch)
    compare("learning_rate", \.training.learningRate)
    compare("rate_step", \.training.rateStep)
    compare("rate_factor", \.training.rateFactor)
    compare("momentum", \.training.momentum)
    compare("weight_decay", \.training.weightDecay)
    compare("clip_norm", \.training.clipNorm)
    compare("bias_rate_factor", \.training.biasRateFactor)
    compare("bias_decay_factor", \.training.biasDecayFactor)
    if (training.epochs ?? .max) < (begun.training.epochs ?? .max) {
      compare("epochs", \.training.epochs)
    }
    guard differences.isEmpty else {
      throw SettingsError.differ(run: run, differences: differences)
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
