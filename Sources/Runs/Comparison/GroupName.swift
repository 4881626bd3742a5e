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
