import Evaluation
import Numerics

/// Runs that differ in their seed alone.
package struct ComparisonGroup: Sendable {
  /// What they are called, and how many they are.
  package let name: String
  /// Their folders.
  package let runs: [String]
  /// Their seeds, in the same order.
  package let seeds: [UInt64]
  /// What their frames are grouped by, in the same order; nil where a run does not say.
  package let modalities: [Modality?]
  /// What was found, for every measure that they have.
  package let spreads: [ComparisonMeasure: Spread]

  /// Groups runs, in the order in which they were named.
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
  /// The same for all runs that differ in their seed alone.
  ///
  /// Neither threads nor how many checkpoints are kept change a result, a frame store of the run's own lies
  /// where the run does, and the order of categories means nothing.
  var withoutSeed: Settings {
    var settings = self
    (settings.seed, settings.threads) = (0, 0)
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

/// What a group of runs is called.
package struct GroupName: Hashable, Sendable {
  /// What the runs' names have in common.
  private let stem: String
  private let runs: Int

  /// Finds a name.
  ///
  /// - Parameter names: the runs' own names, one at least.
  package init(of names: [String]) {
    runs = names.count
    stem = names.count > 1 ? Self.stem(of: names) : names.first ?? ""
  }

  /// Every group's name; those that would be the same are numbered.
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
    // 1 of 10 and 11 is no part of the name, 18 of resnet18-1 and resnet18-2 is.
    if names.contains(where: { $0.dropFirst(common.count).first?.isWholeNumber == true }) {
      while stem.last?.isWholeNumber == true { stem.removeLast() }
    }
    let kept = trimmed(stem)
    return kept.isEmpty ? first : String(kept)
  }

  /// A name without what stood between it and the seed, and without the word for that.
  private static func trimmed(_ name: Substring) -> Substring {
    guard let last = name.last else { return name }
    if isSeparator(last) { return trimmed(name.dropLast()) }
    let word = name.split(whereSeparator: isSeparator).last ?? name
    return ["s", "seed"].contains(word.lowercased()) ? trimmed(name.dropLast(word.count)) : name
  }

  private static func isSeparator(_ letter: Character) -> Bool { "-_.= ".contains(letter) }
}
