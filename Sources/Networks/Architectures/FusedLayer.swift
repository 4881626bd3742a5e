/// A layer with the layers after it that are computed in the same pass over memory.
public struct FusedLayer: Equatable, Sendable {
  /// The first layer.
  public let first: Layer
  /// The name of the last of its layers, whose output is its own.
  public private(set) var name: String
  /// The name of the layer whose output is added; nil if it has no sum.
  public private(set) var summand: String?
  /// The windows of its max pooling; nil if it has none.
  public private(set) var pool: Pool?
  /// Whether ReLU is its last layer.
  public private(set) var rectifies = false

  /// The windows of max pooling.
  public struct Pool: Equatable, Sendable {
    /// The windows' side in pixels.
    public var side: Int
    /// Pixels between one window and the next.
    public var stride: Int
  }

  /// Makes one of a single layer.
  init(_ layer: Layer) { (first, name) = (layer, layer.name) }

  /// Adds the next layer, if both can be computed together.
  fileprivate func fused(with next: Layer) -> FusedLayer? {
    guard first.operation == .batchNorm, !rectifies else { return nil }
    var longer = self
    longer.name = next.name
    switch next.operation {
    case .sum(let other) where summand == nil && pool == nil: longer.summand = other
    case .maxPool(let side, let stride) where summand == nil && pool == nil:
      longer.pool = Pool(side: side, stride: stride)
    case .relu: longer.rectifies = true
    default: return nil
    }
    return longer
  }
}

extension Architecture {
  /// Lists what to compute for the output of one layer, in the cheapest order.
  ///
  /// - Max pooling moves before ReLU: the result is the same, and ReLU has a quarter of the numbers to
  ///   process.
  /// - Batch normalisation, the sum or the pooling after it, and the ReLU after that are fused: they read and write
  ///   memory once.
  /// - Layers that the output does not depend on are left out.
  ///
  /// - Parameter name: the layer whose output is needed. The default is the last layer.
  /// - Returns: the layers in the order in which they run.
  /// - Throws: ``NetworkError/noSuchLayer(name:names:)``.
  public func fusedLayers(upTo name: String? = nil) throws -> [FusedLayer] {
    let layers = try order(upTo: name)
    let named = Set(layers.flatMap(\.references))
    var fused: [FusedLayer] = []
    for layer in layers {
      if let last = fused.last, layer.input == nil, !named.contains(last.name),
        let longer = last.fused(with: layer)
      {
        fused[fused.count - 1] = longer
      } else {
        fused.append(FusedLayer(layer))
      }
    }
    return fused
  }

  private func order(upTo name: String?) throws -> [Layer] {
    let end = try name.map { try index(of: $0) } ?? layers.count - 1
    var steps = try needed(for: end)
    let named = Set(steps.flatMap(\.references))
    for index in steps.indices.dropFirst() {
      let (before, step) = (steps[index - 1], steps[index])
      if case .maxPool = step.operation, before.operation == .relu, !named.contains(before.name) {
        // The pool's name now belongs to the second step, whose output is that of both.
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
