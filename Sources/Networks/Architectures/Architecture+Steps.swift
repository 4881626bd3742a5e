extension Architecture {
  /// The layers to run for one layer's output, in the order that is cheapest.
  ///
  /// The largest of some numbers, or 0 where it is negative, is the largest of those that are not
  /// negative, or 0; so pooling goes before ReLU, which then has a fourth of the numbers to look at.
  /// Layers that the output does not depend on are left out.
  ///
  /// - Parameter name: the layer whose output is wanted; the last one if left out.
  /// - Throws: ``NetworkError/noSuchLayer(name:names:)``.
  package func steps(upTo name: String? = nil) throws -> [Layer] {
    let end = try name.map { try index(of: $0) } ?? layers.count - 1
    var steps = try needed(for: end)
    let named = Set(steps.flatMap(\.references))
    for index in steps.indices.dropFirst() {
      let (before, step) = (steps[index - 1], steps[index])
      if case .maxPool = step.operation, before.operation == .relu, !named.contains(before.name) {
        // Who names the pool gets what both give.
        steps[index - 1] = Layer(before.name, step.operation, from: before.input)
        steps[index] = Layer(step.name, before.operation)
      }
    }
    return steps
  }

  private func needed(for end: Int) throws -> [Layer] {
    var isNeeded = [Bool](repeating: false, count: end + 1)
    isNeeded[end] = true
    for place in (0...end).reversed() where isNeeded[place] {
      for reference in layers[place].references { isNeeded[try index(of: reference)] = true }
      if layers[place].input == nil, place > 0 { isNeeded[place - 1] = true }
    }
    return (0...end).filter { isNeeded[$0] }.map { layers[$0] }
  }

  private func index(of name: String) throws -> Int {
    guard let index = layers.firstIndex(where: { $0.name == name }) else {
      throw NetworkError.noSuchLayer(name: name, names: layers.map(\.name))
    }
    return index
  }
}
