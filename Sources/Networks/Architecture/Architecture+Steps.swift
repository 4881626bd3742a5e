extension Architecture {
  /// The layers to run for one layer's output, in the order that is cheapest.
  ///
  /// The largest of some numbers, or 0 where it is negative, is the largest of those that are not
  /// negative, or 0; so pooling goes before ReLU, which then has a fourth of the numbers to look at.
  ///
  /// - Parameter name: the layer whose output is wanted; the last one if left out.
  /// - Throws: ``NetworkError/noSuchLayer(name:names:)``.
  package func steps(upTo name: String? = nil) throws -> [Layer] {
    let end = try name.map { try index(of: $0) } ?? layers.count - 1
    var steps = Array(layers[...end])
    for index in steps.indices.dropFirst() {
      if case .maxPool = steps[index].operation, steps[index - 1].operation == .relu {
        steps.swapAt(index - 1, index)
      }
    }
    return steps
  }

  private func index(of name: String) throws -> Int {
    guard let index = layers.firstIndex(where: { $0.name == name }) else {
      throw NetworkError.noSuchLayer(name: name, names: layers.map(\.name))
    }
    return index
  }
}
