import Basics

/// Weights or names that do not belong to a network.
package enum NetworkError: ExplainedError {
  /// A layer of the network has no weights.
  case missingWeights(layer: String)
  /// A layer's weights have another shape than the network's.
  case otherShape(layer: String, expected: [Int], found: [Int])
  /// The network has no layer of that name.
  case noSuchLayer(name: String, names: [String])

  /// The request's where a name is wrong.
  package var blame: Blame {
    if case .noSuchLayer = self { .usage } else { .execution }
  }

  /// Names the layer, and what would be right.
  package var description: String {
    switch self {
    case .missingWeights(let layer):
      "layer \(layer) has no weights"
    case .otherShape(let layer, let expected, let found):
      "the weights of layer \(layer) are \(found), the network needs \(expected)"
    case .noSuchLayer(let name, let names):
      "no layer is called \(name); there are \(names.joined(separator: ", "))"
    }
  }
}
