extension Architecture {
  /// The architectures that have a name of their own.
  ///
  /// Each has variants with another input size, a projection or a classifier.
  public static let all: [Architecture] = [
    .thesis, .thesisOf1024, .thesisSmall, .thesisNormalised, .residual,
  ]

  /// Finds the architecture of a name, such as `residual`, `thesis-bn@96` or `residual>128`.
  ///
  /// A name begins with that of one of ``all``, or with `motion`. Then may follow, in this order:
  /// `@` and the side of the input images, `>` and the length of a projection, `+` and the number
  /// of a classifier's categories.
  ///
  /// - Returns: nil if there is no such architecture, or if its input is too small for its layers.
  public static func named(_ name: String) -> Architecture? {
    guard let parts = name.wholeMatch(of: #/([a-z0-9-]+)(@\d+)?(>\d+)?(\+\d+)?/#),
      var result = (all + [.motion]).first(where: { $0.name == parts.1 })
    else { return nil }
    func number(_ text: Substring) -> Int? { Int(text.dropFirst()).flatMap { $0 > 0 ? $0 : nil } }
    if let text = parts.2 {
      guard let side = number(text), sides.contains(side), result.inputSide > 1 else { return nil }
      result = result.seeing(side)
      guard result.windowsFit else { return nil }
    }
    if let text = parts.3 {
      guard let outputs = number(text), outputs <= mostProjected else { return nil }
      result = result.projecting(to: outputs)
    }
    if let text = parts.4 {
      guard let categories = number(text) else { return nil }
      result = result.classifying(categories)
    }
    return result
  }

  /// Whether the network takes pictures of any size, because it averages over positions.
  public var takesAnySide: Bool {
    layers.contains { $0.operation == .globalAveragePool }
  }

  /// Whether every layer's window fits into the layer's input.
  private var windowsFit: Bool {
    var sides = ["": inputSide]
    var before = ""
    for (layer, shape) in zip(layers, shapes) {
      let side = sides[layer.input ?? before] ?? 1
      switch layer.operation {
      case .convolution(_, let window, _, let padding, _):
        guard side + 2 * padding >= window else { return false }
      case .maxPool(let window, _):
        guard side >= window else { return false }
      default: break
      }
      sides[layer.name] = shape.side
      before = layer.name
    }
    return true
  }

  /// The input sides that a name may ask for, in pixels.
  public static let sides = 32...1024
  /// The greatest length of a projection that a name may ask for.
  public static let mostProjected = 65_536
}

extension Architecture {
  /// The name of the layer whose output is the features.
  public static let features = "norm"

  /// The layers whose output can serve as features: every ReLU and ``features`` itself.
  ///
  /// Layers of a projection, and layers whose output is too long to compare, are left out.
  public var candidateLayers: [String] {
    let place = layers.firstIndex { $0.name == Self.features } ?? layers.count - 1
    return zip(layers, shapes).prefix(place + 1).compactMap { layer, shape in
      (layer.operation == .relu || layer.name == Self.features) && shape.count <= Self.mostCompared
        ? layer.name : nil
    }
  }

  /// The longest output that is still compared.
  private static let mostCompared = 16384
}

extension Architecture {
  /// The name of the layer that ``classifying(_:)`` adds.
  public static let classifier = "fc8"

  /// Replaces the division by the row's length by a linear classifier, `fc8`.
  ///
  /// A projection is left out, since the classifier's input is the features.
  ///
  /// - Parameter categories: the number of categories.
  /// - Returns: the architecture; `thesis` with 101 categories is called `thesis+101`.
  public func classifying(_ categories: Int) -> Architecture {
    Architecture(
      name: "\(name)+\(categories)", inputSide: inputSide, inputChannels: inputChannels,
      layers: withoutProjection.filter { $0.operation != .l2Normalise } + [
        Layer(Self.classifier, .linear(outputs: categories))
      ])
  }

  /// Adds a projection of the features, which an objective compares instead of the features.
  ///
  /// The projection has two linear layers with batch normalisation and ReLU in between (Chen et al.
  /// 2020). Its input is the features before the division by the row's length. The features stay
  /// those of `norm`.
  ///
  /// - Parameter outputs: the length of the projection.
  /// - Returns: the architecture; `residual` with 128 outputs is called `residual>128`.
  public func projecting(to outputs: Int) -> Architecture {
    let place = layers.firstIndex { $0.operation == .l2Normalise } ?? layers.count
    let features = layers[place - 1].name
    let width = shapes[place - 1].count
    return Architecture(
      name: "\(name)>\(outputs)", inputSide: inputSide, inputChannels: inputChannels,
      layers: layers + [
        Layer("project1", .linear(outputs: width), from: features),
        Layer("project-bn", .batchNorm),
        Layer("project-relu", .relu),
        Layer(Self.projection, .linear(outputs: outputs)),
      ])
  }

  /// The name of the last layer that ``projecting(to:)`` adds.
  private static let projection = "project2"

  private var withoutProjection: [Layer] {
    layers.filter { !$0.name.hasPrefix("project") }
  }

  /// Gives the input images another size.
  ///
  /// - Parameter side: width and height in pixels.
  /// - Returns: the architecture; `residual` with side 96 is called `residual@96`.
  private func seeing(_ side: Int) -> Architecture {
    Architecture(
      name: "\(name)@\(side)", inputSide: side, inputChannels: inputChannels, layers: layers)
  }
}
