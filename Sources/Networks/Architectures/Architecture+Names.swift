extension Architecture {
  /// Every architecture of its own name; with another input, a projection or a classifier it is another
  /// one.
  package static let all: [Architecture] = [
    .thesis, .thesisOf1024, .thesisSmall, .thesisNormalised, .residual,
  ]

  /// Reads a name: one of ``all``, or ``motion``, then perhaps `@` and the input's side, `>` and a projection's
  /// numbers, `+` and a classifier's categories.
  ///
  /// - Returns: nil where there is no such network, or its input is too small for its layers.
  package static func named(_ name: String) -> Architecture? {
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

  /// Whether no layer looks through a window that is larger than what it sees.
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

  /// Sides that are no mistake, in pixels.
  package static let sides = 32...1024
  /// The most numbers of a projection.
  package static let mostProjected = 65_536
}
