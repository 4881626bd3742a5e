import Evaluation
import Numerics
import Reports

/// Runs that differ only in their seed.
package struct ComparisonGroup: Sendable {
  /// The group's name, with the number of its runs.
  package let name: String
  /// The folders of the runs.
  package let runs: [String]
  /// The seeds of the runs, in the order of ``runs``.
  package let seeds: [UInt64]
  /// The modality by which each run's frames are clustered; nil if a run does not record it.
  package let modalities: [Modality?]
  /// Mean and deviation of every measure that at least one run has.
  package let spreads: [ComparisonMeasure: Spread]

  /// Groups runs by their settings without the seed, in the order in which they were named.
  ///
  /// - Parameters:
  ///   - runs: the runs.
  ///   - measures: the measures that are compared.
  static func groups(
    of runs: [ComparedRun], measures: [ComparisonMeasure]
  ) -> [ComparisonGroup] {
    var parts: [(settings: Settings, runs: [ComparedRun])] = []
    for run in runs {
      let settings = run.settings.withoutSeed
      if let place = parts.firstIndex(where: { $0.settings == settings }) {
        parts[place].runs.append(run)
      } else {
        parts.append((settings: settings, runs: [run]))
      }
    }
    let names = GroupName.texts(parts.map { part in GroupName(of: part.runs.map(\.name)) })
    return zip(names, parts).map { name, part in
      ComparisonGroup(
        name: name, runs: part.runs.map(\.path), seeds: part.runs.map(\.settings.seed),
        modalities: part.runs.map(\.evaluation.frameModality),
        spreads: Spread.each(of: measures) { measure in
          part.runs.compactMap { measure.value(of: $0.evaluation) }
        })
    }
  }
}

extension Settings {
  /// The settings without what may differ within a group: equal for runs that differ only in their seed.
  ///
  /// The number of threads and the kept checkpoints do not change a result. The path of a run's own frame
  /// store differs from run to run, and the order of categories has no meaning.
  var withoutSeed: Settings {
    var settings = self
    // Which videos were held out is compared by the videos themselves.
    (settings.seed, settings.threads, settings.split.seed) = (0, 0, 0)
    settings.split.folders = true
    let kept = NetworkSettings()
    (settings.training.checkpointEvery, settings.training.checkpointMinutes) = (
      kept.checkpointEvery, kept.checkpointMinutes
    )
    (settings.training.keepLast, settings.training.keepEvery) = (kept.keepLast, kept.keepEvery)
    settings.categories = selectedCategories.names
    if !frames.hasPrefix("/") { settings.frames = "" }
    return settings
  }
}

/// The name of a group of runs.
package struct GroupName: Hashable, Sendable {
  /// The beginning that the runs' names share.
  private let stem: String
  private let runs: Int

  /// Derives a name from the runs' names.
  ///
  /// - Parameter names: the runs' own names, at least one.
  package init(of names: [String]) {
    runs = names.count
    stem = names.count > 1 ? Self.stem(of: names) : names.first ?? ""
  }

  /// Returns the text of every group's name; equal names get a number.
  ///
  /// - Parameter names: the names of all groups.
  package static func texts(_ names: [GroupName]) -> [String] {
    var numbers: [GroupName: Int] = [:]
    return names.map { name in
      numbers[name, default: 0] += 1
      let isAlone = names.count { $0 == name } == 1
      return name.text(isAlone ? "" : " (\(numbers[name, default: 0]))")
    }
  }

  private func text(_ number: String) -> String {
    stem + number + (runs > 1 ? " ×\(runs)" : "")
  }

  private static func stem(of names: [String]) -> String {
    let first = names.first ?? ""
    let common = names.dropFirst().reduce(first) { common, name in
      String(zip(common, name).prefix { $0 == $1 }.map { letter, _ in letter })
    }
    var stem = Substring(common)
    // The 1 of 10 and 11 is not part of the name; the 18 of resnet18-1 and resnet18-2 is.
    if names.contains(where: { $0.dropFirst(common.count).first?.isWholeNumber == true }) {
      while stem.last?.isWholeNumber == true { stem.removeLast() }
    }
    let kept = trimmed(stem)
    return kept.isEmpty ? first : String(kept)
  }

  /// Removes the separator before the seed, and the word "seed" or "s".
  private static func trimmed(_ name: Substring) -> Substring {
    guard let last = name.last else { return name }
    if isSeparator(last) { return trimmed(name.dropLast()) }
    let word = name.split(whereSeparator: isSeparator).last ?? name
    return ["s", "seed"].contains(word.lowercased()) ? trimmed(name.dropLast(word.count)) : name
  }

  private static func isSeparator(_ letter: Character) -> Bool { "-_.= ".contains(letter) }
}

/// A baseline, averaged over all runs that have it.
package struct ComparisonBaseline: Sendable {
  /// The kind of a baseline.
  package enum Kind: Hashable, Sendable {
    /// Features that need no training.
    case untrained(Baseline)
    /// The runs' clusters with the categories assigned to the videos at random.
    case chance

    /// All kinds, in the order of the tables.
    package static let all = Baseline.allCases.map(Kind.untrained) + [.chance]

    /// The baseline's key in `metrics.json`.
    package var key: String {
      switch self {
      case .untrained(let baseline): baseline.rawValue
      case .chance: "permuted_labels"
      }
    }
  }

  /// The kind of the baseline.
  package let kind: Kind
  /// How many runs have the baseline.
  package let runs: Int
  /// Mean and deviation of every measure that at least one run has.
  package let spreads: [ComparisonMeasure: Spread]

  /// Averages a baseline over runs; nil if no run has it.
  init?(_ kind: Kind, of runs: [ComparedRun], measures: [ComparisonMeasure]) {
    let spreads = Spread.each(of: measures) { measure in
      runs.compactMap { kind.value(of: measure, in: $0.evaluation.baselines) }
    }
    guard !spreads.isEmpty else { return nil }
    self.kind = kind
    self.spreads = spreads
    self.runs = runs.count {
      kind.value(of: .conditionalEntropyBits, in: $0.evaluation.baselines) != nil
    }
  }

  /// The baseline's name in the table and in the figure.
  package var name: String { kind.title + (runs > 1 ? " ×\(runs)" : "") }
}

extension ComparisonBaseline.Kind {
  fileprivate var title: String {
    switch self {
    case .untrained(.randomNetwork): "untrained network"
    case .untrained(let baseline): baseline.name
    case .chance: "chance"
    }
  }

  fileprivate func value(of measure: ComparisonMeasure, in baselines: Baselines) -> Double? {
    switch self {
    case .untrained(let baseline):
      baselines.scores[baseline].flatMap { measure.value(in: $0) }
    case .chance: baselines.permutedLabels.flatMap { measure.value(in: $0)?.mean }
    }
  }
}
