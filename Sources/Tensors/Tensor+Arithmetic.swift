import CTorch

// Element by element, with LibTorch's broadcasting of dimensions of size 1.
extension Tensor {
  /// Sums, element by element.
  package static func + (left: Tensor, right: Tensor) throws -> Tensor {
    try tensor { ct_add(left.handle, right.handle, $0) }
  }

  /// Differences, element by element.
  package static func - (left: Tensor, right: Tensor) throws -> Tensor {
    try tensor { ct_subtract(left.handle, right.handle, $0) }
  }

  /// Products, element by element.
  package static func * (left: Tensor, right: Tensor) throws -> Tensor {
    try tensor { ct_multiply(left.handle, right.handle, $0) }
  }

  /// Quotients, element by element.
  package static func / (left: Tensor, right: Tensor) throws -> Tensor {
    try tensor { ct_divide(left.handle, right.handle, $0) }
  }

  /// factor × self + summand.
  package func affine(factor: Double = 1, summand: Double = 0) throws -> Tensor {
    try tensor { ct_affine(handle, factor, summand, $0) }
  }

  /// Every element times itself.
  package func squared() throws -> Tensor {
    try tensor { ct_square(handle, $0) }
  }

  /// The square root of every element; its derivative at 0 is infinite.
  package func squareRoot() throws -> Tensor {
    try tensor { ct_square_root(handle, $0) }
  }

  /// Every element, or the bound where that is larger; the derivative below the bound is 0.
  package func clamped(below bound: Double) throws -> Tensor {
    try tensor { ct_clamp_below(handle, bound, $0) }
  }
}
