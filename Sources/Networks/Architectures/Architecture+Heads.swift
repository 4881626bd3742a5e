extension Architecture {
  /// The layer that ``classifying(_:)`` adds.
  package static let classifier = "fc8"

  /// The same network with a linear classifier, `fc8`, in place of the division by the row's length.
  ///
  /// A projection is left out: what is classified are the features.
  ///
  /// - Parameter categories: how many it tells apart; `thesis` of 101 is called `thesis+101`.
  package func classifying(_ categories: Int) -> Architecture {
    Architecture(
      name: "\(name)+\(categories)", inputSide: inputSide, inputChannels: inputChannels,
      layers: withoutProjection.filter { $0.operation != .l2Normalise } + [
        Layer(Self.classifier, .linear(outputs: categories))
      ])
  }

  /// The same network with a projection that takes the features to where an objective compares them.
  ///
  /// Two linear layers with batch normalisation and ReLU between (Chen and others 2020). It begins where the row's length is not divided by yet; the features stay those of `norm`.
  ///
  /// - Parameter outputs: how many numbers it has; `residual` to 128 is called `residual>128`.
  package func projecting(to outputs: Int) -> Architecture {
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

  /// The last layer of what ``projecting(to:)`` adds.
  static let projection = "project2"

  private var withoutProjection: [Layer] {
    layers.filter { !$0.name.hasPrefix("project") }
  }

  /// The same network for images of another size.
  ///
  /// - Parameter side: width and height in pixels; `residual` of 96 is called `residual@96`.
  func seeing(_ side: Int) -> Architecture {
    Architecture(
      name: "\(name)@\(side)", inputSide: side, inputChannels: inputChannels, layers: layers)
  }
}
