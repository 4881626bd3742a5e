extension Architecture {
  /// The layer whose rows are an architecture's features.
  package static let features = "norm"

  /// The layers whose output may serve as features: what comes out of ReLU and the features themselves,
  /// where it is not too long to compare; a projection is none of them.
  package var judgedLayers: [String] {
    let place = layers.firstIndex { $0.name == Self.features } ?? layers.count - 1
    return zip(layers, shapes).prefix(place + 1).compactMap { layer, shape in
      (layer.operation == .relu || layer.name == Self.features) && shape.count <= Self.mostCompared
        ? layer.name : nil
    }
  }

  /// The longest row that is compared with others.
  private static let mostCompared = 16384
}
